import type { ControlSpec } from '../protocol/spec.js';
import { button, select } from '../shell/controls.js';
import { element } from '../shell/dom.js';
import { onKeys } from '../shell/keys.js';

/** A control on the page. */
export interface Field {
  readonly node: HTMLElement;
  /** Shows another value, unless the reader is at work on this one. */
  set(spec: ControlSpec): void;
  enable(on: boolean): void;
}

/** Called when the reader has chosen a value. */
export type Chosen = (value: number | boolean) => void;

/** Makes the field of a control. */
export function field(spec: ControlSpec, chosen: Chosen): Field {
  switch (spec.kind) {
    case 'slider':
      return sliderField(spec, chosen);
    case 'select':
      return selectField(spec, chosen);
    case 'checkbox':
      return checkboxField(spec, chosen);
    case 'button':
      return buttonField(spec, chosen);
  }
}

type Of<Kind extends ControlSpec['kind']> = Extract<ControlSpec, { kind: Kind }>;

function sliderField({ label, min, max, step }: Of<'slider'>, chosen: Chosen): Field {
  const limits = { min: String(min), max: String(max), step: String(step) };
  const range = element('input', { type: 'range', 'aria-label': label, ...limits });
  const exact = element('input', { type: 'number', 'aria-label': `${label}, exact`, ...limits });
  range.addEventListener('input', () => {
    exact.value = range.value;
    chosen(Number(range.value));
  });
  const commit = () => {
    const before = range.value;
    const typed = Number(exact.value);
    if (exact.value !== '' && Number.isFinite(typed)) range.value = String(typed);
    exact.value = range.value;
    if (range.value !== before) chosen(Number(range.value));
  };
  exact.addEventListener('change', commit);
  onKeys(exact, { Enter: commit });
  return {
    node: row(label, range, exact),
    set: (next) => {
      const value = String(next.value);
      if (Number(range.value) !== next.value) range.value = value;
      if (document.activeElement !== exact) exact.value = value;
    },
    enable: (on) => {
      range.disabled = !on;
      exact.disabled = !on;
    },
  };
}

function selectField({ label, options }: Of<'select'>, chosen: Chosen): Field {
  const list = select(label, '', (value) => chosen(Number(value)));
  const choices = options.map((text, place) => ({ value: String(place), text }));
  const inner = list.node.querySelector('select') as HTMLSelectElement;
  inner.removeAttribute('title');
  return {
    node: row(label, inner),
    set: (next) => list.set(choices, String(next.value)),
    enable: (on) => {
      inner.disabled = !on;
    },
  };
}

function checkboxField({ label }: Of<'checkbox'>, chosen: Chosen): Field {
  const box = element('input', { type: 'checkbox', 'aria-label': label });
  box.addEventListener('change', () => chosen(box.checked));
  return {
    node: row(label, box),
    set: (next) => {
      box.checked = next.value === true;
    },
    enable: (on) => {
      box.disabled = !on;
    },
  };
}

function buttonField({ label }: Of<'button'>, chosen: Chosen): Field {
  let presses = 0;
  const node = button(label, '', () => {
    presses++;
    chosen(presses);
  });
  node.removeAttribute('title');
  return {
    node: element('div', { class: 'lectern-ControlRow' }, node),
    set: (next) => {
      presses = Number(next.value);
    },
    enable: (on) => {
      node.disabled = !on;
    },
  };
}

function row(label: string, ...inputs: HTMLElement[]): HTMLElement {
  // Every input carries the label itself, so these words are for the eye only; a click on them reaches the first input.
  const words = element('span', { class: 'lectern-ControlName', 'aria-hidden': 'true' }, label);
  words.addEventListener('click', () => inputs[0].focus());
  return element('div', { class: 'lectern-ControlRow' }, words, ...inputs);
}
