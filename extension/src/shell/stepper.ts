import { button, toggle } from './controls.js';
import { element } from './dom.js';
import { preferences } from './preferences.js';

/** Time that each place of a playing stepper is shown, and that many places take together, in milliseconds. */
const PACE = 350;
const WHOLE = 12_000;
/** Letters for the name of a place while more come, and most places whose names are measured. */
const GROWN = 6;
const LOOKED_AT = 200;

/** Whether the reader asked us or their system for less motion: nothing may move by itself then. */
export function lessMotion(): boolean {
  return preferences.reducedMotion || window.matchMedia('(prefers-reduced-motion: reduce)').matches;
}

/**
 * A slider over numbered places (steps, epochs, positions) with buttons for the one before, the next and, unless the
 * reader wants less motion, to play them in order. Playing ends at the last place.
 */
export class Stepper {
  readonly node: HTMLElement;
  private readonly range = element('input', { type: 'range', min: '0', max: '0' });
  private readonly amount = element('output', { class: 'lectern-Amount' });
  private readonly player: ReturnType<typeof toggle>;
  private timer: number | undefined;
  private last = 0;
  private place = 0;

  /** `label` names the slider; `words` says a place, by default its number; `changed` is called after the reader moved. */
  constructor(
    label: string,
    private readonly changed: (place: number) => void,
    private readonly words: (place: number) => string = String,
  ) {
    this.range.setAttribute('aria-label', label);
    this.range.addEventListener('input', () => this.choose(Number(this.range.value)));
    this.player = toggle('Play', `Go through every ${label} in order`, (on) => (on ? this.play() : this.pause()));
    this.player.node.hidden = lessMotion();
    this.node = element(
      'div',
      { class: 'lectern-Stepper', role: 'group', 'aria-label': label },
      this.player.node,
      named(button('‹', `Previous ${label}`, () => this.choose(this.place - 1))),
      this.range,
      named(button('›', `Next ${label}`, () => this.choose(this.place + 1))),
      element('span', { class: 'lectern-Group' }, element('span', { class: 'lectern-SliderName' }, label), this.amount),
    );
  }

  /** The place shown now, from 0. */
  get at(): number {
    return this.place;
  }

  /**
   * Sets how many places there are and which is shown, without a call back; hidden when there is only one, unless more may
   * come: then it has its room from the start.
   */
  set(count: number, place: number, grows = false): void {
    this.last = Math.max(0, count - 1);
    this.range.max = String(this.last);
    this.node.hidden = this.last === 0 && !grows;
    for (const each of this.node.querySelectorAll('button')) each.disabled = this.last === 0;
    this.range.disabled = this.last === 0;
    this.amount.style.minWidth = `${Math.max(grows ? GROWN : 0, this.longest())}ch`;
    // What the reader did not ask for, as steps that come while a cell runs, is not said.
    this.amount.setAttribute('aria-live', 'off');
    this.show(place);
  }

  /** Goes to a place, as the reader does. */
  choose(place: number): void {
    this.pause();
    this.go(place);
  }

  dispose(): void {
    this.pause();
  }

  private play(): void {
    // A reader of the screen could say nothing else while places follow each other; the last one is said.
    this.amount.setAttribute('aria-live', 'off');
    if (this.place === this.last) this.go(0);
    const pace = Math.min(PACE, WHOLE / this.last);
    const step = () => {
      if (this.place + 1 < this.last) this.timer = window.setTimeout(step, pace);
      else this.pause();
      this.go(this.place + 1);
    };
    this.timer = window.setTimeout(step, pace);
  }

  private pause(): void {
    window.clearTimeout(this.timer);
    this.timer = undefined;
    this.amount.setAttribute('aria-live', 'polite');
    this.player.set(false);
  }

  private go(place: number): void {
    const before = this.place;
    this.show(place);
    if (this.place !== before) this.changed(this.place);
  }

  /** Letters of the longest words of a place, of very many places of some. */
  private longest(): number {
    const stride = Math.ceil((this.last + 1) / LOOKED_AT);
    let most = this.words(this.last).length;
    for (let place = 0; place < this.last; place += stride) most = Math.max(most, this.words(place).length);
    return most;
  }

  private show(place: number): void {
    this.place = Math.max(0, Math.min(this.last, place));
    this.range.value = String(this.place);
    const words = this.words(this.place);
    this.range.setAttribute('aria-valuetext', words);
    this.amount.textContent = words;
  }
}

/** An arrow says nothing when it is read aloud: the tooltip becomes the button's name. */
function named(arrow: HTMLButtonElement): HTMLButtonElement {
  arrow.setAttribute('aria-label', arrow.title);
  return arrow;
}
