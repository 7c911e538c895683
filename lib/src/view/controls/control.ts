import { ValueError } from '../../errors.js';
import type { ControlSpec } from './spec.js';

/** What all controls have in common. */
export interface ControlOptions<T> {
  /** Words beside the control; default: its name in `view.controls`, or its kind. */
  label?: string;
  /** Called with the value: when it is first shown (a button not) and after each change. What it prints, shows and throws appears below. */
  onChange?: (value: T) => unknown;
}

/** A value that the reader of a notebook can change, and code too: the front end follows `control.value = …`. */
export abstract class Control<T> {
  /** Words beside the control, if any were given. */
  readonly label: string | undefined;
  /** @internal */
  readonly onChange: ((value: T) => unknown) | undefined;
  /** @internal Told after code has changed the value. */
  changed: (() => void) | undefined;
  #value: T;

  constructor(
    /** @internal Where it was made, for messages: `view.slider`. */
    readonly where: string,
    { label, onChange }: ControlOptions<T>,
    value: T,
  ) {
    if (label !== undefined && typeof label !== 'string') {
      throw new ValueError(`${where}: expected label to be a text, got ${String(label)}`);
    }
    if (onChange !== undefined && typeof onChange !== 'function') {
      throw new ValueError(`${where}: expected onChange to be a function, got ${String(onChange)}`);
    }
    this.label = label;
    this.onChange = onChange;
    this.#value = value;
  }

  /** The value now. Setting it calls `onChange`, unless that is running. */
  get value(): T {
    return this.#value;
  }

  set value(next: T) {
    const before = this.#value;
    this.#value = this.check(next);
    if (this.#value !== before) this.changed?.();
  }

  /** @internal Takes a value from the front end; ignores one that is none. */
  accept(wire: number | boolean): void {
    const value = this.fromWire(wire);
    if (value !== undefined) this.#value = value;
  }

  /** @internal The control as plain data, under a name. */
  abstract spec(name: string): ControlSpec;

  /** The value itself, or the nearest that the control can have. Throws a ValueError for anything else. */
  protected abstract check(value: T): T;

  protected abstract fromWire(wire: number | boolean): T | undefined;

  toString(): string {
    return `${this.label ?? this.where.replace('view.', '')}: ${String(this.value)}`;
  }
}

/** Numbers from `min` to `max` in steps. */
export interface SliderOptions extends ControlOptions<number> {
  /** Default 0. */
  min?: number;
  /** Default 1, or 100 when `step` is a whole number. */
  max?: number;
  /** Distance of neighbouring values; default a hundredth of the range. */
  step?: number;
  /** Value at the start; default the middle. */
  value?: number;
}

/** A slider: see {@link slider}. */
export class Slider extends Control<number> {
  readonly min: number;
  readonly max: number;
  readonly step: number;

  constructor(options: SliderOptions = {}) {
    const { min, max, step } = rangeOf(options);
    super('view.slider', options, inRange(options.value ?? (min + max) / 2, min, max, step));
    this.min = min;
    this.max = max;
    this.step = step;
  }

  /** @internal */
  spec(name: string): ControlSpec {
    const { min, max, step, value } = this;
    return { kind: 'slider', name, label: this.label ?? name, min, max, step, value };
  }

  protected check(value: number): number {
    return inRange(value, this.min, this.max, this.step);
  }

  protected fromWire(wire: number | boolean): number | undefined {
    return typeof wire === 'number' && Number.isFinite(wire) ? this.check(wire) : undefined;
  }
}

/** One of several things. */
export interface SelectOptions<T> extends ControlOptions<T> {
  /** What can be chosen, shown by its text form. */
  options: readonly T[];
  /** The one that is chosen at the start; default the first. */
  value?: T;
}

/** A drop-down list: see {@link select}. */
export class Select<T> extends Control<T> {
  readonly options: readonly T[];

  constructor(options: SelectOptions<T>) {
    const choices = options?.options;
    if (!Array.isArray(choices) || choices.length === 0) {
      throw new ValueError(`view.select: expected options to be a list of at least one, got ${String(choices)}`);
    }
    super('view.select', options, oneOf(choices, options.value === undefined ? choices[0] : options.value));
    this.options = [...choices];
  }

  /** @internal */
  spec(name: string): ControlSpec {
    const value = this.options.indexOf(this.value);
    return { kind: 'select', name, label: this.label ?? name, options: this.options.map(String), value };
  }

  protected check(value: T): T {
    return oneOf(this.options, value);
  }

  protected fromWire(wire: number | boolean): T | undefined {
    return typeof wire === 'number' ? this.options[wire] : undefined;
  }
}

/** On or off. */
export interface CheckboxOptions extends ControlOptions<boolean> {
  /** Value at the start; default false. */
  value?: boolean;
}

/** A box to be checked: see {@link checkbox}. */
export class Checkbox extends Control<boolean> {
  constructor(options: CheckboxOptions = {}) {
    super('view.checkbox', options, isBoolean(options.value ?? false));
  }

  /** @internal */
  spec(name: string): ControlSpec {
    return { kind: 'checkbox', name, label: this.label ?? name, value: this.value };
  }

  protected check(value: boolean): boolean {
    return isBoolean(value);
  }

  protected fromWire(wire: number | boolean): boolean | undefined {
    return typeof wire === 'boolean' ? wire : undefined;
  }
}

/** A push button: see {@link button}. Its value counts how often it was pressed. */
export class Button extends Control<number> {
  constructor(options: ControlOptions<number> = {}) {
    super('view.button', options, 0);
  }

  /** @internal */
  spec(name: string): ControlSpec {
    return { kind: 'button', name, label: this.label ?? name, value: this.value };
  }

  protected check(value: number): number {
    if (Number.isInteger(value) && value >= 0) return value;
    throw new ValueError(`view.button: expected value to be how often it was pressed, got ${String(value)}`);
  }

  protected fromWire(wire: number | boolean): number | undefined {
    return typeof wire === 'number' && Number.isInteger(wire) && wire >= 0 ? wire : undefined;
  }
}

function rangeOf({ min = 0, step, max = Number.isInteger(step) ? 100 : 1 }: SliderOptions) {
  const each = step ?? (max - min) / 100;
  if (![min, max, each].every(Number.isFinite) || !(min < max) || !(each > 0) || each > max - min) {
    const got = `min ${min}, max ${max}, step ${each}`;
    throw new ValueError(`view.slider: expected min below max and a step above 0 that fits between them, got ${got}`);
  }
  return { min, max, step: each };
}

function inRange(value: number, min: number, max: number, step: number): number {
  if (typeof value !== 'number' || !Number.isFinite(value)) {
    throw new ValueError(`view.slider: expected value to be a number, got ${String(value)}`);
  }
  const last = Math.floor((max - min) / step + 1e-9);
  const nearest = min + Math.max(0, Math.min(last, Math.round((value - min) / step))) * step;
  // 0.1 · 3 is not 0.3 in binary; a reader of the number expects what the steps say.
  return Number(nearest.toPrecision(12));
}

function oneOf<T>(choices: readonly T[], value: T): T {
  if (choices.includes(value)) return value;
  const names = choices.slice(0, 8).map(String).join(', ');
  throw new ValueError(`view.select: expected one of ${names}, got ${String(value)}`);
}

function isBoolean(value: boolean): boolean {
  if (typeof value === 'boolean') return value;
  throw new ValueError(`view.checkbox: expected value to be true or false, got ${String(value)}`);
}
