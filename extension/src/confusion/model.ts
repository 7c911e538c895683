import type { ConfusionSpec } from '../protocol/spec.js';

/** What a cell says: how often, or the share of its label (recall) or of its prediction (precision). */
export type Measure = 'count' | 'label' | 'predicted';

/** Sums and shares of a confusion matrix. */
export class ConfusionModel {
  readonly total: number;
  readonly right: number;
  private readonly ofLabel: number[];
  private readonly ofPredicted: number[];

  constructor(readonly spec: ConfusionSpec) {
    const { counts, classes } = spec;
    this.ofLabel = counts.map((row) => row.reduce((a, b) => a + b, 0));
    this.ofPredicted = classes.map((_, predicted) => counts.reduce((sum, row) => sum + row[predicted], 0));
    this.total = this.ofLabel.reduce((a, b) => a + b, 0);
    this.right = counts.reduce((sum, row, i) => sum + row[i], 0);
  }

  /** What a cell shows, 0 to 1; counts as shares of the largest. */
  share(measure: Measure, label: number, predicted: number): number {
    const count = this.spec.counts[label][predicted];
    const of =
      measure === 'label'
        ? this.ofLabel[label]
        : measure === 'predicted'
          ? this.ofPredicted[predicted]
          : this.spec.counts.reduce((most, row) => row.reduce((a, b) => Math.max(a, b), most), 0);
    return of > 0 ? count / of : 0;
  }

  /** Share of a label's points that were found; NaN for a label that has none. */
  recall(label: number): number {
    return this.spec.counts[label][label] / this.ofLabel[label];
  }

  /** Share of the points taken for a class that are of it; NaN when none was. */
  precision(predicted: number): number {
    return this.spec.counts[predicted][predicted] / this.ofPredicted[predicted];
  }

  /** The commonest confusions, most first. */
  worst(most: number): { label: number; predicted: number; count: number }[] {
    return this.spec.counts
      .flatMap((row, label) => row.map((count, predicted) => ({ label, predicted, count })))
      .filter(({ label, predicted, count }) => label !== predicted && count > 0)
      .sort((a, b) => b.count - a.count)
      .slice(0, most);
  }
}
