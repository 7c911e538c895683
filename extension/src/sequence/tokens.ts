import { element } from '../shell/dom.js';
import { onKeys } from '../shell/keys.js';
import { within } from '../shell/within.js';
import { colorOf, gradeScale } from '../tensor/scale.js';
import { css, ink, type Rgb } from '../theme/colormap.js';
import type { SequenceModel } from './model.js';

/** Colours of the tokens by the first channel. */
export function tokenColors(model: SequenceModel, dark: boolean): (step: number) => Rgb {
  const scale = gradeScale(model.data.values, dark);
  return (step) => colorOf(scale, model.value(0, step));
}

/** A text whose tokens are coloured and gone through by pointer and keys. */
export class TokenText {
  readonly node = element('div', {
    class: 'lectern-Tokens',
    role: 'application',
    tabindex: '0',
    'aria-roledescription': 'tokens',
  });
  private tokens: HTMLElement[] = [];
  private at: number | undefined;
  private readonly undo: () => void;

  /** `point` is called with the step of the token at the pointer or the keys, `undefined` when they leave. */
  constructor(private readonly point: (step: number | undefined) => void) {
    this.undo = onKeys(this.node, {
      ArrowRight: () => this.go((this.at ?? -1) + 1),
      ArrowLeft: () => this.go((this.at ?? 1) - 1),
      ArrowDown: () => this.go(this.inLine(1)),
      ArrowUp: () => this.go(this.inLine(-1)),
      Home: () => this.go(0),
      End: () => this.go(this.tokens.length - 1),
      Escape: () => this.point(undefined),
    });
    this.node.addEventListener('pointerover', (event) => {
      const step = this.tokens.indexOf(event.target as HTMLElement);
      this.point(step < 0 ? undefined : step);
    });
    this.node.addEventListener('pointerleave', () => this.point(undefined));
  }

  set(tokens: readonly string[], label: string): void {
    this.at = undefined;
    this.node.hidden = tokens.length === 0;
    this.tokens = tokens.map((token) => element('span', {}, token));
    this.node.replaceChildren(...this.tokens);
    this.node.setAttribute('aria-label', label);
  }

  /** Colours the tokens and marks that of the cursor. */
  draw(model: SequenceModel, dark: boolean): void {
    this.at = model.cursor;
    if (this.tokens.length === 0) return;
    const color = tokenColors(model, dark);
    for (const [step, token] of this.tokens.entries()) {
      const fill = color(step);
      token.style.background = css(fill);
      token.style.color = ink(fill);
      token.classList.toggle('lectern-mod-cursor', step === model.cursor);
    }
  }

  dispose(): void {
    this.undo();
  }

  private go(step: number): void {
    const kept = within(step, this.tokens.length);
    this.point(kept);
    // Only the text scrolls, not the page.
    const [box, token] = [this.node.getBoundingClientRect(), this.tokens[kept].getBoundingClientRect()];
    if (token.top < box.top) this.node.scrollTop -= box.top - token.top;
    if (token.bottom > box.bottom) this.node.scrollTop += token.bottom - box.bottom;
  }

  /** The token above (`way` −1) or below that is nearest across; the same where there is none. */
  private inLine(way: 1 | -1): number {
    if (this.at === undefined) return 0;
    const from = this.tokens[this.at].getBoundingClientRect();
    let [best, least, line] = [this.at, Number.POSITIVE_INFINITY, Number.NaN];
    for (let step = this.at + way; step >= 0 && step < this.tokens.length; step += way) {
      const { top, left } = this.tokens[step].getBoundingClientRect();
      if ((top - from.top) * way < 1) continue;
      if (Number.isNaN(line)) line = top;
      if (Math.abs(top - line) >= 1) break;
      const far = Math.abs(left - from.left);
      if (far < least) [best, least] = [step, far];
    }
    return best;
  }
}
