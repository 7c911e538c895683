import { Words } from './words.js';

/** As long as most values with their place: room for them is kept where nothing is pointed at. */
const READING = 'readings '.repeat(9);

/** The line that says what is under the cursor; it moves nothing below it while the cursor goes over short and long values. */
export class Readout {
  private readonly words = new Words('output', { class: 'lectern-Readout', 'aria-live': 'polite' });
  readonly node = this.words.node;

  /** `hint` stands there while nothing is pointed at; `longest` is as long as what may be said. */
  constructor(
    private hint: string,
    longest = READING,
  ) {
    this.words.reserve(longest);
    this.say(undefined);
  }

  /** Keeps room for words as long as these too. */
  reserve(longest: string): void {
    this.words.reserveMore(longest);
  }

  /** What is under the cursor in words; `undefined` brings the hint back, or another that suits what is drawn now. */
  say(text: string | undefined, hint = this.hint): void {
    this.node.classList.toggle('lectern-mod-hint', text === undefined);
    this.node.dataset.hint = hint;
    // Words that are longer than expected move what is below once, and not with every turn of the cursor.
    if (text !== undefined) this.reserve(text);
    this.words.say(text ?? hint);
  }

  /** Another hint for while nothing is pointed at, for views whose pointer and keys do other things with other data. */
  hintWith(hint: string): void {
    this.hint = hint;
    if (this.node.classList.contains('lectern-mod-hint')) this.say(undefined);
  }
}
