import type { Packer } from '../packed.js';
import type { TrainingNews } from '../spec.js';
import type { Point } from './thin.js';

/** Points of one series that were not sent yet. */
export class PendingPoints {
  private readonly points: Point[] = [];

  constructor(
    private readonly name: string,
    private readonly panel: string,
    private readonly run?: string,
  ) {}

  push(point: Point): void {
    this.points.push(point);
  }

  /** The points column after column. */
  toNews(packer: Packer): TrainingNews {
    const count = this.points.length;
    const columns = new Float64Array(4 * count);
    this.points.forEach(({ step, epoch, time, value }, i) => {
      columns[i] = step;
      columns[count + i] = epoch;
      columns[2 * count + i] = time;
      columns[3 * count + i] = value;
    });
    const run = this.run === undefined ? {} : { run: this.run };
    return { name: this.name, panel: this.panel, ...run, points: packer.pack(columns) };
  }
}
