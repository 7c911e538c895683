/** How a size for each dimension is shown: `5` for equal sides, else `[5, 3]`. */
export function pairText(sizes: readonly number[]): string {
  return sizes.every((n) => n === sizes[0]) ? String(sizes[0]) : `[${sizes.join(', ')}]`;
}
