/** Of all items that were pushed a few, evenly spaced, always with the first and the last. */
export class EvenlyKept<T> {
  private kept: T[] = [];
  private stride = 1;
  private count = 0;

  /** Those that are kept, in the order of pushing; never changed in place. */
  get items(): readonly T[] {
    return this.kept;
  }

  /** How many were pushed. */
  get pushed(): number {
    return this.count;
  }

  /** Adds an item and keeps at most `most`, 3 or more, by leaving out every second one as often as it takes. */
  push(item: T, most: number): void {
    // The newest is always kept; the next one replaces it unless it falls on the stride.
    const replaced = this.kept.length > 1 && (this.count - 1) % this.stride !== 0;
    this.kept = [...(replaced ? this.kept.slice(0, -1) : this.kept), item];
    this.count++;
    while (this.kept.length > most) {
      const last = this.kept.length - 1;
      this.kept = this.kept.filter((_, i) => i % 2 === 0 || i === last);
      this.stride *= 2;
    }
  }
}
