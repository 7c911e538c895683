/**
 * Indices of at most `most` points that show a line as all would: the first and the last, and the lowest and the highest
 * of each equal stretch between them, so that no extreme is lost. NaN keeps its place as a gap.
 */
export function lineSample(y: readonly number[], most: number): number[] {
  if (y.length <= most) return y.map((_, i) => i);
  const kept = new Set([0, y.length - 1]);
  const stretches = Math.floor((most - 2) / 3);
  for (let stretch = 0; stretch < stretches; stretch++) {
    const from = Math.floor((stretch * y.length) / stretches);
    const to = Math.floor(((stretch + 1) * y.length) / stretches);
    let [low, high, gap] = [-1, -1, -1];
    for (let i = from; i < to; i++) {
      if (Number.isNaN(y[i])) gap = i;
      else {
        if (low < 0 || y[i] < y[low]) low = i;
        if (high < 0 || y[i] > y[high]) high = i;
      }
    }
    for (const i of [low, high, gap]) if (i >= 0) kept.add(i);
  }
  return [...kept].sort((a, b) => a - b);
}

/** Indices of at most `most` of `count` points, evenly spaced, with the first and the last. */
export function evenSample(count: number, most: number): number[] {
  if (count <= most) return Array.from({ length: count }, (_, i) => i);
  return Array.from({ length: most }, (_, i) => Math.round((i * (count - 1)) / (most - 1)));
}
