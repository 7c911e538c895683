import { element } from './dom.js';

/** A push button with a visible text and what it does as its tooltip. */
export function button(text: string, title: string, onClick: () => void): HTMLButtonElement {
  const node = element('button', { type: 'button', class: 'lectern-Button', title }, text);
  node.addEventListener('click', onClick);
  return node;
}

/** A button that stays pressed or not; `set` changes it from outside without a call back. */
export function toggle(
  text: string,
  title: string,
  onChange: (on: boolean) => void,
): { node: HTMLButtonElement; set(on: boolean): void } {
  const set = (on: boolean) => node.setAttribute('aria-pressed', String(on));
  const node = button(text, title, () => {
    const on = node.getAttribute('aria-pressed') !== 'true';
    set(on);
    onChange(on);
  });
  set(false);
  return { node, set };
}

/** One choice of a {@link select}. */
export interface Choice {
  value: string;
  text: string;
  disabled?: boolean;
}

/** A labelled drop-down list. `set` replaces its choices and the chosen one without a call back. */
export function select(
  label: string,
  title: string,
  onChange: (value: string) => void,
): { node: HTMLLabelElement; set(choices: Choice[], chosen: string): void } {
  const list = element('select', { class: 'lectern-Select', title, 'aria-label': label });
  list.addEventListener('change', () => onChange(list.value));
  const node = element('label', { class: 'lectern-Field' }, element('span', {}, label), list);
  let known = '';
  const set = (choices: Choice[], chosen: string) => {
    const wanted = JSON.stringify(choices);
    // An open list would close under the reader's hand if a view that grows put the same choices anew.
    if (wanted !== known) {
      list.replaceChildren(
        ...choices.map(({ value, text, disabled }) => {
          const option = element('option', { value }, text);
          option.disabled = disabled ?? false;
          return option;
        }),
      );
    }
    known = wanted;
    if (list.value !== chosen) list.value = chosen;
  };
  return { node, set };
}
