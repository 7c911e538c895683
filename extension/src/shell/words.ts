import { element } from './dom.js';

/**
 * Words in a place that has room for the longest ones that may come, in lines of any width: others that take their place
 * move nothing around them.
 */
export class Words {
  readonly node: HTMLElement;
  private readonly shown = element('span');

  /** `longest` are words, seen by nobody, whose room is kept; without any there is room for what is said, and no more. */
  constructor(tag: 'p' | 'output' | 'span', attributes: Record<string, string>, longest = '', text = '') {
    this.node = element(tag, attributes, this.shown);
    this.node.classList.add('lectern-Words');
    this.reserve(longest);
    this.say(text);
  }

  get text(): string {
    return this.shown.textContent ?? '';
  }

  say(text: string): void {
    // Screen readers announce each change, also one to the same words.
    if (this.text !== text) this.shown.textContent = text;
  }

  /** Keeps room for these words. */
  reserve(longest: string): void {
    if (this.node.dataset.room !== longest) this.node.dataset.room = longest;
  }

  /** Keeps room for these words too: whichever are longer count. */
  reserveMore(words: string): void {
    if (words.length > (this.node.dataset.room ?? '').length) this.reserve(words);
  }
}

/** The longest of some texts; an empty one of none. */
export function longestOf(texts: readonly string[]): string {
  return texts.reduce((most, text) => (text.length > most.length ? text : most), '');
}
