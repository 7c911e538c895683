import { currentHost, type ViewHost } from './host.js';
import { printLine } from './print.js';

/** One line on how far something is: a notebook updates it in place, elsewhere it is printed each time. */
export class StatusLine {
  readonly #id = `status-${Math.random().toString(36).slice(2, 12)}`;
  #shown = false;

  constructor(readonly host: ViewHost | undefined = currentHost()) {}

  show(text: string): void {
    if (!this.host) printLine(text);
    else if (this.#shown) this.host.update(this.#id, { 'text/plain': text });
    else this.host.display({ 'text/plain': text }, { id: this.#id });
    this.#shown = true;
  }
}
