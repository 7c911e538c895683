import type { TrainingDelta } from '../spec.js';
import { toJsonNumber } from '../values.js';
import type { Point } from './thin.js';

/** Points of one series that were not sent yet. */
export class PendingPoints {
  private readonly points: Point[] = [];

  constructor(
    private readonly name: string,
    private readonly panel: string,
  ) {}

  push(point: Point): void {
    this.points.push(point);
  }

  toDelta(): TrainingDelta {
    return {
      name: this.name,
      panel: this.panel,
      step: this.points.map(({ step }) => step),
      epoch: this.points.map(({ epoch }) => (Number.isNaN(epoch) ? null : epoch)),
      time: this.points.map(({ time }) => time),
      value: this.points.map(({ value }) => toJsonNumber(value)),
    };
  }
}
