import { element } from '../shell/dom.js';

/** A side of a box. */
export type Side = 'left' | 'right' | 'top' | 'bottom';

const WORDS: Record<Side, string> = { left: '‹ more', right: 'more ›', top: 'more ↑', bottom: 'more ↓' };

/** Marks at the sides of a box past which its drawing goes on; a click moves it on. The keyboard needs none of them. */
export class MoreEdges {
  readonly nodes: HTMLElement[];
  private readonly marks: Record<Side, HTMLElement>;

  constructor(moveOn: (side: Side) => void) {
    const mark = (side: Side) => {
      const title = `The drawing goes on at the ${side}: click, or drag it`;
      const word = element('span', { title }, WORDS[side]);
      word.addEventListener('click', () => moveOn(side));
      return element('div', { class: `lectern-More lectern-mod-${side}`, 'aria-hidden': 'true', hidden: '' }, word);
    };
    this.marks = { left: mark('left'), right: mark('right'), top: mark('top'), bottom: mark('bottom') };
    this.nodes = Object.values(this.marks);
  }

  /** Shows the marks of the sides past which there is more. */
  show(more: Record<Side, boolean>): void {
    for (const side of Object.keys(more) as Side[]) this.marks[side].hidden = !more[side];
  }
}
