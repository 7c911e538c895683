/** One run of the objective. */
export interface Trial<Params = Record<string, unknown>> {
  /** Of its configuration, from 1; with successive halving one configuration has a trial in each round it reaches. */
  number: number;
  params: Params;
  seed: number;
  /** With successive halving: what it was allowed to spend. */
  budget?: number;
  /** Missing if it failed. */
  score?: number;
  /** Other numbers that the objective gave. */
  values?: Record<string, number>;
  /** Why it failed. */
  error?: string;
  seconds: number;
}

/** Orders trials: larger budgets first, then better scores, failures last; the earlier number of equal ones. */
export function compareTrials(mode: 'min' | 'max'): (a: Trial, b: Trial) => number {
  const sign = mode === 'min' ? 1 : -1;
  const failed = (trial: Trial) => (trial.score === undefined ? 1 : 0);
  return (a, b) =>
    failed(a) - failed(b) ||
    (b.budget ?? 0) - (a.budget ?? 0) ||
    sign * ((a.score ?? 0) - (b.score ?? 0)) ||
    a.number - b.number;
}
