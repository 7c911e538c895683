export const CONFUSION_MIME = 'application/vnd.lectern.confusion.v1+json';

/** How often each class was taken for each. */
export interface ConfusionSpec {
  version: 1;
  title?: string;
  classes: string[];
  /** `counts[label][predicted]`. */
  counts: number[][];
}
