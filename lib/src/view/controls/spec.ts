import type { MimeBundle } from '../host.js';

export const CONTROLS_MIME = 'application/vnd.lectern.controls.v1+json';

/** The comm target on which the front end and code in the kernel speak about one view; the view's `id` is the comm's. */
export const CONTROL_TARGET = 'lectern.control';

/** One control as plain data. The `value` of a choice is its place among `options`, that of a button how often it was pressed. */
export type ControlSpec =
  | { kind: 'slider'; name: string; label: string; min: number; max: number; step: number; value: number }
  | { kind: 'select'; name: string; label: string; options: string[]; value: number }
  | { kind: 'checkbox'; name: string; label: string; value: boolean }
  | { kind: 'button'; name: string; label: string; value: number };

/** What the callback printed, showed or threw, in order. */
export type ControlOutput =
  | { type: 'stream'; name: 'stdout' | 'stderr'; text: string }
  | { type: 'display'; data: MimeBundle; metadata: Record<string, unknown> }
  | { type: 'error'; ename: string; evalue: string; traceback: string[] };

/** Controls with the output of their callback. */
export interface ControlsSpec {
  version: 1;
  /** Name of the comm that reaches the callback; empty when nothing listens. */
  id: string;
  /** Grows with every change; a receiver ignores what is older than what it has. */
  seq: number;
  title?: string;
  controls: ControlSpec[];
  outputs: ControlOutput[];
}

/** From the front end: new values of some controls, by name; or the wish for the whole state. */
export type ControlRequest =
  | { type: 'set'; token: string; values: Record<string, number | boolean> }
  | { type: 'request-state' };

/** To the front end: the callback runs now; the whole state, with the latest `token` of a `set` that it answers. */
export type ControlReply =
  | { type: 'running' }
  | { type: 'state'; token?: string; running: boolean; bundle: MimeBundle };
