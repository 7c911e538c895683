import { button, toggle } from '../shell/controls.js';
import { element } from '../shell/dom.js';

/** The playground as text, to be copied: the call that makes it, and the program that does the same without it. */
export class CodeBox {
  readonly node = element('div', { class: 'lectern-Code' });
  readonly toggle: HTMLButtonElement;
  private readonly call = area('The call of this playground');
  private readonly program = area('The same as a program');

  constructor() {
    this.node.hidden = true;
    this.toggle = toggle('Code', 'Show the playground as code', (on) => {
      this.node.hidden = !on;
    }).node;
    this.node.append(...[this.call, this.program].flatMap(({ node }) => node));
  }

  show(call: string, program: string, hidden: boolean): void {
    this.toggle.hidden = hidden;
    if (hidden) this.node.hidden = true;
    fill(this.call.text, call);
    fill(this.program.text, program);
  }
}

function area(label: string): { node: HTMLElement; text: HTMLTextAreaElement } {
  const text = element('textarea', { readonly: '', 'aria-label': label, spellcheck: 'false', wrap: 'off' });
  const told = element('output', { 'aria-live': 'polite' });
  const copy = button('Copy', `Copy: ${label}`, async () => {
    try {
      await navigator.clipboard.writeText(text.value);
      told.textContent = 'Copied.';
    } catch {
      // Without leave to write, the reader copies the marked text.
      text.select();
      told.textContent = 'Marked: copy it with the keyboard.';
    }
  });
  copy.setAttribute('aria-label', `Copy: ${label}`);
  const head = element('div', { class: 'lectern-Group' }, element('strong', {}, label), copy, told);
  return { node: element('div', {}, head, text), text };
}

function fill(area: HTMLTextAreaElement, text: string): void {
  if (area.value === text) return;
  area.value = text;
  area.rows = Math.min(30, text.split('\n').length + 1);
}
