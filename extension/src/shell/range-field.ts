import { element } from './dom.js';

/** A labelled slider between two numbers. `words` says a value; `set` changes it without a call back. */
export function rangeField(
  label: string,
  [least, most, step]: [least: number, most: number, step: number],
  words: (value: number) => string,
  onChange: (value: number) => void,
): { node: HTMLLabelElement; set(value: number): void } {
  const attributes = { type: 'range', min: String(least), max: String(most), step: String(step), 'aria-label': label };
  const range = element('input', attributes);
  const amount = element('output', { class: 'lectern-Amount' });
  const show = () => {
    amount.textContent = words(Number(range.value));
    range.setAttribute('aria-valuetext', words(Number(range.value)));
  };
  range.addEventListener('input', () => {
    show();
    onChange(Number(range.value));
  });
  const node = element('label', { class: 'lectern-Field' }, element('span', {}, label), range, amount);
  return {
    node,
    set(value) {
      range.value = String(value);
      show();
    },
  };
}
