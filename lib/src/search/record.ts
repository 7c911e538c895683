import { fileSystem } from '../disk/node-files.js';
import { ValueError } from '../errors.js';
import type { Trial } from './trial.js';

/** A file with one line of JSON for the search, then one for each finished trial. */
export class SearchRecord {
  readonly finished: readonly Trial[];

  /**
   * Opens or begins the record of a search.
   * @throws ValueError if the file is of another search or of none
   */
  constructor(
    private readonly path: string,
    identity: object,
  ) {
    const first = JSON.stringify(identity);
    const fs = fileSystem('search');
    const text = fs.existsSync(path) ? new TextDecoder().decode(fs.readFileSync(path)) : '';
    const whole = text.slice(0, text.lastIndexOf('\n') + 1);
    const [head, ...lines] = whole.split('\n').filter((line) => line !== '');
    if (text !== '' && head !== first) {
      const rule = 'expected a record of the same space, method, trials and seed';
      throw new ValueError(`search: ${rule} in ${path}, got ${(head ?? text).slice(0, 200)}; choose another file`);
    }
    this.finished = lines.map((line) => JSON.parse(line) as Trial);
    // A line that was cut short when the process ended is written over.
    if (head === undefined) this.#write('w', `${first}\n`);
    else if (whole !== text) this.#write('w', whole);
  }

  add(trial: Trial): void {
    this.#write('a', `${JSON.stringify(trial)}\n`);
  }

  #write(flags: 'w' | 'a', text: string): void {
    const fs = fileSystem('search');
    const file = fs.openSync(this.path, flags, 0o666);
    try {
      fs.writeSync(file, new TextEncoder().encode(text));
    } finally {
      fs.closeSync(file);
    }
  }
}
