import { element } from './dom.js';

/** A labelled box for a whole number. `set` gives its bounds and its number without a call back. */
export function numberField(
  label: string,
  title: string,
  onChange: (value: number) => void,
): { node: HTMLLabelElement; set(bounds: [least: number, most: number], value: number): void } {
  const box = element('input', { type: 'number', step: '1', title, 'aria-label': label });
  const inside = (value: number) => Math.max(Number(box.min), Math.min(Number(box.max), Math.round(value)));
  box.addEventListener('change', () => {
    const value = box.value === '' || Number.isNaN(Number(box.value)) ? Number(box.min) : inside(Number(box.value));
    box.value = String(value);
    onChange(value);
  });
  const node = element('label', { class: 'lectern-Field' }, element('span', {}, label), box);
  const set = ([least, most]: [number, number], value: number) => {
    box.min = String(least);
    box.max = String(most);
    box.value = String(value);
  };
  return { node, set };
}
