import { ValueError } from '../../errors.js';
import { currentHost, DISPLAY_SYMBOL, type MimeBundle } from '../host.js';
import {
  Button,
  Checkbox,
  type CheckboxOptions,
  Control,
  type ControlOptions,
  Select,
  type SelectOptions,
  Slider,
  type SliderOptions,
} from './control.js';
import { type ControlGroup, ControlPanel } from './panel.js';

/** The values of controls, each of its own type. */
export type ControlValues<Group extends ControlGroup> = {
  readonly [Name in keyof Group]: Group[Name] extends Control<infer T> ? T : never;
};

/** Controls that are shown together: their values now. */
export interface Controls<Group extends ControlGroup> {
  /** The values now, each of its own type; assigning one moves its control. */
  readonly values: { -readonly [Name in keyof Group]: ControlValues<Group>[Name] };
  toString(): string;
}

/** Panels of single controls, made when those are first shown. */
const panels = new WeakMap<object, ControlPanel>();

/**
 * A slider for a number, shown where its cell ends. `onChange` is called with the value when it is shown and after each change;
 * what it prints, shows or throws appears below the slider, in place of what the change before left there. While it runs,
 * further moves wait and only the newest counts.
 *
 *     const rate = view.slider({ label: 'rate', min: 0, max: 1, step: 0.25, value: 0.5 });
 *     rate.value = 0.7;
 *     rate.value // → 0.75
 *
 * @throws ValueError for a range that is none, or a value that is no number.
 */
export function slider(options: SliderOptions = {}): Slider {
  return alone(new Slider(options));
}

/**
 * A drop-down list, shown where its cell ends; its value is one of `options`, of whatever type they are.
 *
 *     view.select({ label: 'activation', options: ['tanh', 'relu'] }).value // → "tanh"
 *
 * @throws ValueError without options, or for a value that is none of them.
 */
export function select<const T>(options: SelectOptions<T>): Select<T> {
  return alone(new Select(options));
}

/**
 * A box to be checked, shown where its cell ends.
 *
 *     view.checkbox({ label: 'bias', value: true }).value // → true
 *
 * @throws ValueError for a value that is neither true nor false.
 */
export function checkbox(options: CheckboxOptions = {}): Checkbox {
  return alone(new Checkbox(options));
}

/**
 * A push button, shown where its cell ends. `onChange` is called each time it is pressed, with how often it was.
 *
 *     view.button({ label: 'draw again', onChange: () => randn(3) }).value // → 0
 */
export function button(options: ControlOptions<number> = {}): Button {
  return alone(new Button(options));
}

/**
 * Shows several controls together, at once. `onChange` gets all their values, at the start and after each change; what it
 * puts out appears below them. The names of the controls are their labels, unless they have their own.
 *
 *     const c = view.controls({ rate: view.slider({ value: 0.25 }), bias: view.checkbox() });
 *     c.values.rate // → 0.25
 *
 * @throws ValueError for anything but controls.
 */
export function controls<Group extends ControlGroup>(
  group: Group,
  onChange?: (values: ControlValues<Group>) => unknown,
  { title }: { title?: string } = {},
): Controls<Group> {
  const entries = Object.entries(group ?? {});
  const wrong = entries.find(([, control]) => !(control instanceof Control));
  if (entries.length === 0 || wrong) {
    const got = wrong ? `${wrong[0]} = ${String(wrong[1])}` : String(group);
    throw new ValueError(`view.controls: expected controls by name, got ${got}; view.slider(…) makes one`);
  }
  const values = {} as Controls<Group>['values'];
  if (onChange !== undefined && typeof onChange !== 'function') {
    throw new ValueError(`view.controls: expected onChange to be a function, got ${String(onChange)}`);
  }
  for (const [name, control] of entries) {
    placed.add(control);
    const get = () => control.value;
    const set = (next: unknown) => {
      control.value = next;
    };
    Object.defineProperty(values, name, { enumerable: true, get, set });
  }
  const panel = new ControlPanel(group, onChange && (() => onChange({ ...values })), title);
  panel.show();
  return { values, toString: () => entries.map(([name, control]) => `${name}: ${String(control.value)}`).join('\n') };
}

/** Controls that are shown already, alone or among others. */
const placed = new WeakSet<object>();

/** Lets a control show itself: as the value of its cell, or else when the cell ends, unless `controls` takes it. */
function alone<C extends object>(control: C): C {
  const each = control as unknown as Control<unknown>;
  const host = currentHost();
  const open = () => {
    placed.add(each);
    return panelOf(each).open();
  };
  Object.defineProperty(each, DISPLAY_SYMBOL, { value: (): MimeBundle => open() });
  if (host) {
    host.atCellEnd(() => {
      if (placed.has(each)) return;
      placed.add(each);
      panelOf(each).show();
    });
  } else panelOf(each);
  return control;
}

function panelOf(control: Control<unknown>): ControlPanel {
  let panel = panels.get(control);
  if (!panel) {
    panel = new ControlPanel({ [control.label ?? control.where.replace('view.', '')]: control }, undefined, undefined);
    panels.set(control, panel);
  }
  return panel;
}
