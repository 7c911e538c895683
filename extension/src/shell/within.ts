/** The place nearest to `place` of a list of `count`, for cursors that stop at its ends. */
export function within(place: number, count: number): number {
  return Math.max(0, Math.min(count - 1, place));
}
