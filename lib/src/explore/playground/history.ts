/** Most points that are kept. */
const MOST = 400;

/** The losses of a run, one point an epoch; of a long run every second point is dropped, time and again. */
export class LossHistory {
  private points: [epoch: number, train: number, test: number][] = [];
  private every = 1;

  push(epoch: number, train: number, test: number): void {
    // The newest point is always kept, if only until the next comes.
    const last = this.points.at(-1);
    if (last && last[0] % this.every !== 0) this.points.pop();
    this.points.push([epoch, train, test]);
    if (this.points.length <= MOST) return;
    this.every *= 2;
    this.points = this.points.filter(([at], i) => at % this.every === 0 || i === this.points.length - 1);
  }

  /** `[epoch, train, test]` of all kept points. */
  values(): Float32Array {
    return Float32Array.from(this.points.flat());
  }
}
