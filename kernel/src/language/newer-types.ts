/**
 * Declarations that Node 20 and today's packages rely on and that are younger than the compiler's own library files:
 * the copying array methods of ES2023, the named iterators and `NoInfer`.
 */
export const newerDeclarations = `
interface Array<T> {
  /** Returns a copy of an array with its elements reversed. */
  toReversed(): T[];
  /** Returns a copy of an array with its elements sorted. */
  toSorted(compareFn?: (a: T, b: T) => number): T[];
  /** Copies an array, and removes and inserts elements in the copy. */
  toSpliced(start: number, deleteCount?: number, ...items: T[]): T[];
  /** Copies an array with one element replaced. */
  with(index: number, value: T): T[];
}
interface ReadonlyArray<T> {
  /** Returns a copy of an array with its elements reversed. */
  toReversed(): T[];
  /** Returns a copy of an array with its elements sorted. */
  toSorted(compareFn?: (a: T, b: T) => number): T[];
  /** Copies an array, and removes and inserts elements in the copy. */
  toSpliced(start: number, deleteCount?: number, ...items: T[]): T[];
  /** Copies an array with one element replaced. */
  with(index: number, value: T): T[];
}
${['Int8', 'Uint8', 'Uint8Clamped', 'Int16', 'Uint16', 'Int32', 'Uint32', 'Float32', 'Float64']
  .map(
    (kind) => `interface ${kind}Array {
  /** Returns a copy with its elements reversed. */
  toReversed(): ${kind}Array;
  /** Returns a copy with its elements sorted. */
  toSorted(compareFn?: (a: number, b: number) => number): ${kind}Array;
  /** Copies the array with one element replaced. */
  with(index: number, value: number): ${kind}Array;
}`,
  )
  .join('\n')}
interface ArrayIterator<T> extends IterableIterator<T> {}
interface MapIterator<T> extends IterableIterator<T> {}
interface SetIterator<T> extends IterableIterator<T> {}
interface StringIterator<T> extends IterableIterator<T> {}
type NoInfer<T> = T;
`;

/**
 * Declaration text without the type arguments of typed arrays (`Float32Array<ArrayBuffer>`), which newer compilers
 * write and this one takes for an error, that is, for `any`. No character moves.
 */
export function withoutNewerSyntax(fileName: string, text: string): string {
  if (!fileName.endsWith('.d.ts')) return text;
  return text.replace(
    /\b((?:(?:Big)?(?:Int|Uint)|Float)\d+(?:Clamped)?Array|DataView)(<(?:ArrayBuffer|ArrayBufferLike|SharedArrayBuffer)>)/g,
    (_, name: string, types: string) => name + ' '.repeat(types.length),
  );
}
