import { afterInterrupt } from '../../interrupted.js';
import type { Buffer } from '../buffer.js';
import { free, revive } from '../memory.js';
import { bool, shape, text, type } from './attributes.js';
import { type Calls, idOf } from './calls.js';

const DTYPE = [type('dtype', 'float32')];
const IGNORE = [bool('ignore_lookup_error', true)];

/** Numbers of variables start here in each process. */
let named = 0;

/**
 * TensorFlow's variables behind buffers that are updated in place. A variable and the buffer read from it are one memory:
 * when the buffer is given up before an update, TensorFlow changes that memory and needs no other.
 */
export class Variables {
  readonly #calls: Calls;
  /** The variable of a tensor that was read from it. */
  readonly #handles = new Map<number, number>();
  /** Buffers of the last update with their variables: those of an update that was interrupted have lost their memory. */
  #last: [buffer: Buffer, handle: number][] = [];
  readonly #repair = () => this.#readAgain();

  constructor(calls: Calls) {
    this.#calls = calls;
  }

  /** Runs `change` on variables with the values of the buffers, which are freed; the results hold the new values. */
  update(buffers: readonly Buffer[], change: (handles: number[]) => void): Buffer[] {
    afterInterrupt(this.#repair);
    const fresh: Buffer[] = [];
    this.#last = [];
    const handles = buffers.map((buffer) => {
      const id = idOf(buffer);
      const known = this.#handles.get(id);
      const handle = known ?? this.#make(id, buffer);
      this.#last.push([buffer, handle]);
      if (known === undefined) {
        fresh.push(buffer);
      } else {
        this.#handles.delete(id);
        free(buffer, 'an update in place');
      }
      return handle;
    });
    change(handles);
    // Such memory may belong to a JavaScript array: while it lives, TensorFlow writes to a copy.
    for (const buffer of fresh) free(buffer, 'an update in place');
    return handles.map((handle) => {
      const [value] = this.#calls.raw('ReadVariableOp', DTYPE, [handle], 1);
      this.#handles.set(value.id, handle);
      return this.#calls.adopt(value);
    });
  }

  /** To be called when a tensor is deleted: its variable goes too. */
  forget(id: number): void {
    if (this.#handles.size === 0) return;
    const handle = this.#handles.get(id);
    if (handle === undefined) return;
    this.#handles.delete(id);
    this.#calls.raw('DestroyResourceOp', IGNORE, [handle], 0);
    this.#calls.drop(handle);
  }

  /** After an interrupt: between an update and its tensor's taking the result, the values are in the variable only. */
  #readAgain(): void {
    for (const [buffer, handle] of this.#last) {
      if (buffer.freed === null) continue;
      try {
        revive(buffer, this.#calls.adopt(this.#calls.raw('ReadVariableOp', DTYPE, [handle], 1)[0]));
      } catch {
        // The tensor took its result, and both are gone.
      }
    }
    this.#last = [];
  }

  #make(id: number, buffer: Buffer): number {
    const attributes = [
      ...DTYPE,
      shape('shape', buffer.shape),
      text('container', ''),
      text('shared_name', `l${named++}`),
    ];
    const [handle] = this.#calls.raw('VarHandleOp', attributes, [], 1);
    this.#calls.raw('AssignVariableOp', DTYPE, [handle.id, id], 0);
    return handle.id;
  }
}
