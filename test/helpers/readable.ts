import type { Readable, ValueArray } from '../../lib/src/view/values.js';

/** A tensor as views read it, without the library's own tensors. */
export function readable(
  shape: number[],
  values: ArrayLike<number>,
  rest: { dtype?: Readable['dtype']; label?: string } = {},
): Readable {
  const dtype = rest.dtype ?? 'float32';
  const array: ValueArray =
    dtype === 'bool'
      ? Uint8Array.from(values)
      : dtype === 'int32'
        ? Int32Array.from(values)
        : Float32Array.from(values);
  return { shape, dtype, dataSync: () => array, item: () => array[0], ...(rest.label ? { label: rest.label } : {}) };
}

/** A notebook that keeps what is shown, updated, sent on channels and left for the cell's end. */
export function recordingHost() {
  const shown: { id?: string; bundle: Record<string, unknown> }[] = [];
  const updates: { id: string; bundle: Record<string, unknown> }[] = [];
  const sent: { data: unknown; buffers: ArrayBufferView[] }[] = [];
  const ends: (() => void)[] = [];
  return {
    shown,
    sent,
    updates,
    display(bundle: Record<string, unknown>, options?: { id?: string }) {
      shown.push({ bundle, ...options });
    },
    update(id: string, bundle: Record<string, unknown>) {
      updates.push({ id, bundle });
    },
    openChannel: () => ({
      id: 'c',
      send(data: unknown, buffers: ArrayBufferView[] = []) {
        sent.push({ data, buffers });
      },
      close() {},
      onMessage: null,
    }),
    atCellEnd(callback: () => void) {
      ends.push(callback);
    },
    /** Ends the cell. */
    end() {
      for (const callback of ends.splice(0)) callback();
    },
  };
}
