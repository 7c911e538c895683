import type { Variable } from '../protocol/inspect.js';

/** Columns by which variables can be sorted. */
export type SortKey = 'name' | 'type' | 'shape' | 'bytes' | 'value';

/** `undefined` is the kernel's own order: tensors and modules first. */
export interface Sorting {
  key: SortKey;
  descending: boolean;
}

const COMPARE: Record<SortKey, (a: Variable, b: Variable) => number> = {
  name: (a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }),
  type: (a, b) => a.type.localeCompare(b.type, 'en'),
  shape: (a, b) => elements(a) - elements(b),
  bytes: (a, b) => (a.bytes ?? -1) - (b.bytes ?? -1),
  value: (a, b) => a.value.localeCompare(b.value, 'en', { numeric: true }),
};

/** The variables whose name, type, shape or dtype has every word of `filter`, in order; equal ones keep theirs. */
export function arranged(variables: Variable[], filter: string, sorting: Sorting | undefined): Variable[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  const found = variables.filter((variable) => {
    const { name, type, kind, dtype = '' } = variable;
    const text = `${name} ${type} ${kind} ${shapeText(variable)} ${dtype}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
  if (!sorting) return found;
  const sign = sorting.descending ? -1 : 1;
  return found.sort((a, b) => sign * COMPARE[sorting.key](a, b));
}

/** What a press on a heading changes: ascending, then descending, then the kernel's order again. */
export function nextSorting(now: Sorting | undefined, key: SortKey): Sorting | undefined {
  if (now?.key !== key) return { key, descending: false };
  return now.descending ? undefined : { key, descending: true };
}

/** `[64, 10]`, or nothing for what has no shape. */
export function shapeText({ shape }: Variable): string {
  return shape ? `[${shape.join(', ')}]` : '';
}

function elements({ shape }: Variable): number {
  return shape ? shape.reduce((product, size) => product * size, 1) : -1;
}
