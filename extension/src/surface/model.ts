import type { SurfaceData, SurfacePathData } from '../protocol/decode-surface.js';

const CLIPPED = 0.95;
/** A logarithmic scale begins where this part of the positive heights lies lower: next to 0 it would have no end. */
const LOG_FLOOR = 0.02;

/** A surface with the scale that its heights are drawn on. */
export class SurfaceModel {
  readonly least: number;
  readonly most: number;
  /** Heights that are NaN or infinite. */
  readonly holes: number;
  /** Whether a logarithmic scale is possible. */
  readonly canLog: boolean;
  log: boolean;
  robust: boolean;
  private readonly sorted: Float32Array;
  private readonly positive: Float32Array;

  constructor(readonly data: SurfaceData) {
    this.sorted = data.z.filter(Number.isFinite).sort();
    this.positive = this.sorted.filter((height) => height > 0);
    this.holes = data.z.length - this.sorted.length;
    this.least = this.sorted[0] ?? Number.NaN;
    this.most = this.sorted[this.sorted.length - 1] ?? Number.NaN;
    this.canLog = this.least >= 0 && this.positive.length > 0;
    this.log = data.log && this.canLog;
    this.robust = data.robust;
  }

  get rows(): number {
    return this.data.y.length;
  }

  get cols(): number {
    return this.data.x.length;
  }

  /** The heights at the ends of the scale. */
  ends(): { low: number; high: number } {
    const { sorted, positive } = this;
    if (sorted.length === 0) return { low: 0, high: 1 };
    const high = this.robust ? sorted[Math.floor((sorted.length - 1) * CLIPPED)] : this.most;
    return { low: this.log ? positive[Math.floor(positive.length * LOG_FLOOR)] : this.least, high };
  }

  /** The map from heights to shares of the scale, 0 at its lower end and 1 at its upper. */
  shares(): (height: number) => number {
    const { low, high } = this.ends();
    const within = (share: number) => Math.max(0, Math.min(1, share));
    if (this.log) {
      const width = Math.log(high / low) || 1;
      return (height) => within(Math.log(Math.max(height, low) / low) / width);
    }
    const width = high - low || 1;
    return (height) => within((height - low) / width);
  }

  /** The height at a share of the scale. */
  heightAt(share: number): number {
    const { low, high } = this.ends();
    return this.log ? low * (high / low) ** share : low + (high - low) * share;
  }

  /** The height at a point of the grid. */
  at(row: number, col: number): number {
    return this.data.z[row * this.cols + col];
  }

  /** How many steps the longest path has, as kept. */
  get steps(): number {
    return Math.max(1, ...this.data.paths.map(({ step }) => step.length));
  }

  /** The entry of a path at a place of the stepper, which runs over the longest path; a shorter path stays at its end. */
  entry(path: SurfacePathData, place: number): number {
    return Math.min(place, path.step.length - 1);
  }

  /** Whether a place of a path lies over the grid and its height is known. */
  inside({ x, y, z }: SurfacePathData, entry: number): boolean {
    const over = (axis: readonly number[], at: number) => at >= axis[0] && at <= axis[axis.length - 1];
    return over(this.data.x, x[entry]) && over(this.data.y, y[entry]) && Number.isFinite(z[entry]);
  }
}
