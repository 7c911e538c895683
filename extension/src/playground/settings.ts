import type { PlayState } from '../protocol/decode-playground.js';
import type { PlaygroundData, PlaygroundSettings } from '../protocol/spec.js';
import { select } from '../shell/controls.js';
import { element } from '../shell/dom.js';
import type { Colormap } from '../theme/colormap.js';
import { cssOf } from './paint.js';

const RATES = [0.00001, 0.0001, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10];
const PENALTY_RATES = [0, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1];
const THUMB = 40;

type Change = (settings: Partial<PlaygroundSettings>) => void;
type Name = keyof PlaygroundSettings;

interface Field {
  name: Name;
  node: HTMLElement;
  show(settings: PlaygroundSettings): void;
  inputs: (HTMLInputElement | HTMLSelectElement)[];
}

/** The settings of learning, in a row over the network. */
export class LearningSettings {
  readonly node = element('div', { class: 'lectern-PlaySettings', role: 'group', 'aria-label': 'Learning' });
  private readonly fields: Field[];

  constructor(change: Change) {
    this.fields = [
      choice('learningRate', 'Learning rate', RATES, change),
      choice('activation', 'Activation', ['tanh', 'relu', 'sigmoid', 'linear'], change),
      choice('regularization', 'Penalty', ['none', 'l1', 'l2'], change),
      choice('regularizationRate', 'Penalty rate', PENALTY_RATES, change),
      choice('problem', 'Problem', ['classification', 'regression'], change),
    ];
    this.node.append(...this.fields.map(({ node }) => node));
  }

  show(state: PlayState, fixed: (name: string) => boolean): void {
    showFields(this.fields, state, fixed);
  }
}

/** The settings of the data: which set, its noise, what is trained on, how it is served. */
export class DataSettings {
  readonly node = element('div', { class: 'lectern-PlayData', role: 'group', 'aria-label': 'Data' });
  private readonly sets = element('div', { class: 'lectern-Thumbs', role: 'group', 'aria-label': 'Data set' });
  private readonly fields: Field[];
  private drawn = '';
  private buttons = new Map<PlaygroundData, HTMLButtonElement>();

  constructor(private readonly change: Change) {
    this.fields = [
      range('noise', 'Noise', 0, 0.5, 0.05, (v) => v.toFixed(2), change),
      range('trainShare', 'Trained on', 0.1, 0.9, 0.1, (v) => `${Math.round(v * 100)} %`, change),
      range('batchSize', 'Batch', 1, 30, 1, String, change),
      range('seed', 'Seed', 0, 20, 1, String, change),
    ];
    this.node.append(this.sets, ...this.fields.map(({ node }) => node));
  }

  show(state: PlayState, fixed: (name: string) => boolean, map: Colormap, dark: boolean): void {
    const drawn = JSON.stringify([state.datasets.map(({ name }) => name), state.settings.problem, dark]);
    if (drawn !== this.drawn) {
      this.drawn = drawn;
      this.buttons = new Map(state.datasets.map(({ name, points }) => [name, this.thumb(name, points, map)]));
      this.sets.replaceChildren(...this.buttons.values());
    }
    this.sets.hidden = state.hide.has('dataset');
    for (const [name, each] of this.buttons) {
      each.setAttribute('aria-pressed', String(name === state.settings.dataset));
      each.disabled = fixed('dataset');
    }
    showFields(this.fields, state, fixed);
    // Own data have the noise that they have.
    const noise = this.fields[0];
    noise.node.hidden ||= state.settings.dataset === 'own';
  }

  private thumb(name: PlaygroundData, points: Int8Array, map: Colormap): HTMLButtonElement {
    const canvas = element('canvas', { 'aria-hidden': 'true' });
    canvas.width = THUMB * 2;
    canvas.height = THUMB * 2;
    const pen = canvas.getContext('2d');
    for (let i = 0; pen && i + 2 < points.length; i += 3) {
      pen.fillStyle = cssOf(map, points[i + 2] / 100, 0.85);
      pen.beginPath();
      pen.arc(THUMB + points[i] * 0.38, THUMB - points[i + 1] * 0.38, 3.4, 0, 2 * Math.PI);
      pen.fill();
    }
    const words = name === 'own' ? 'your own data' : name;
    const node = element(
      'button',
      { type: 'button', class: 'lectern-Thumb', 'aria-label': words, title: words },
      canvas,
    );
    node.addEventListener('click', () => this.change({ dataset: name }));
    return node;
  }
}

function showFields(fields: Field[], state: PlayState, fixed: (name: string) => boolean): void {
  for (const field of fields) {
    field.node.hidden = state.hide.has(field.name);
    for (const input of field.inputs) input.disabled = fixed(field.name);
    field.show(state.settings);
  }
}

function choice(name: Name, label: string, values: readonly (string | number)[], change: Change): Field {
  const numeric = typeof values[0] === 'number';
  const list = select(label, '', (value) => change({ [name]: numeric ? Number(value) : value }));
  const input = list.node.querySelector('select') as HTMLSelectElement;
  input.removeAttribute('title');
  return {
    name,
    node: list.node,
    inputs: [input],
    show: (settings) => {
      const now = settings[name] as string | number;
      // A value that a program chose is offered too.
      const all = values.includes(now) ? values : [...values, now].sort((a, b) => Number(a) - Number(b));
      const choices = all.map((value) => ({ value: String(value), text: String(value) }));
      if (input.options.length !== choices.length || input.value !== String(now)) list.set(choices, String(now));
    },
  };
}

function range(
  name: Name,
  label: string,
  min: number,
  max: number,
  step: number,
  words: (value: number) => string,
  change: Change,
): Field {
  const limits = { min: String(min), max: String(max), step: String(step) };
  const input = element('input', { type: 'range', 'aria-label': label, ...limits });
  const amount = element('output', { class: 'lectern-Amount' });
  const tell = (value: number) => {
    amount.textContent = words(value);
    input.setAttribute('aria-valuetext', words(value));
  };
  input.addEventListener('input', () => {
    tell(Number(input.value));
    change({ [name]: Number(input.value) });
  });
  const title = element('span', { 'aria-hidden': 'true' }, label);
  return {
    name,
    node: element('div', { class: 'lectern-PlayRange' }, title, input, amount),
    inputs: [input],
    show: (settings) => {
      const now = settings[name] as number;
      if (now > Number(input.max)) input.max = String(now);
      if (Number(input.value) !== now) input.value = String(now);
      tell(now);
    },
  };
}
