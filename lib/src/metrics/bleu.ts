import { ValueError } from '../errors.js';
import { computeOnce, Metric } from './metric.js';

/** Words in order, or a text whose words stand between spaces. */
export type Sentence = string | readonly string[];

export interface BleuOptions {
  /** Longest n-grams that count; default 4. */
  order?: number;
  /** `add-one` counts one more of each n-gram from pairs on (Lin and Och 2004); default `none`. */
  smoothing?: 'none' | 'add-one';
}

/**
 * The BLEU of a corpus, 0…1: the geometric mean of the parts of the candidates' n-grams that stand in a reference, less
 * what they are too short. Papineni et al. 2002. Each candidate may have several references; NaN of nothing.
 *
 *     const m = new metrics.Bleu();
 *     m.update(['the cat sat on the mat'], [['the cat sat on the mat']]);
 *     m.compute() // → 1
 */
export class Bleu extends Metric<
  [candidates: readonly Sentence[], references: readonly (readonly Sentence[])[]],
  number
> {
  readonly order: number;
  readonly smoothing: 'none' | 'add-one';
  #matches: number[] = [];
  #totals: number[] = [];
  #candidateLength = 0;
  #referenceLength = 0;

  constructor({ order = 4, smoothing = 'none' }: BleuOptions = {}) {
    super();
    if (!Number.isInteger(order) || order < 1)
      throw new ValueError(`Bleu: order must be whole and at least 1, got ${order}`);
    if (smoothing !== 'none' && smoothing !== 'add-one') {
      throw new ValueError(`Bleu: smoothing must be 'none' or 'add-one', got '${String(smoothing)}'`);
    }
    this.order = order;
    this.smoothing = smoothing;
    this.reset();
  }

  update(candidates: readonly Sentence[], references: readonly (readonly Sentence[])[]): void {
    if (candidates.length !== references.length || references.some((list) => list.length === 0)) {
      const got = `${candidates.length} candidates and references for ${references.filter((r) => r.length > 0).length}`;
      throw new ValueError(`bleu: expected one reference or more for each candidate, got ${got}`);
    }
    for (const [i, candidate] of candidates.entries()) this.#add(words(candidate), references[i].map(words));
  }

  compute(): number {
    if (this.#referenceLength === 0) return Number.NaN;
    const extra = (n: number) => (this.smoothing === 'add-one' && n > 0 ? 1 : 0);
    const logs = this.#matches.map((count, n) => Math.log((count + extra(n)) / (this.#totals[n] + extra(n))));
    // A candidate shorter than an n-gram has none: 0 of 0 counts as no match.
    if (this.#matches[0] === 0 || logs.some((log) => Number.isNaN(log))) return 0;
    const brevity = Math.min(0, 1 - this.#referenceLength / this.#candidateLength);
    return Math.exp(brevity + logs.reduce((a, b) => a + b, 0) / this.order);
  }

  reset(): void {
    this.#matches = new Array<number>(this.order).fill(0);
    this.#totals = new Array<number>(this.order).fill(0);
    this.#candidateLength = 0;
    this.#referenceLength = 0;
  }

  #add(candidate: readonly string[], references: readonly (readonly string[])[]): void {
    const apart = (length: number) => Math.abs(length - candidate.length);
    const lengths = references.map(({ length }) => length);
    this.#candidateLength += candidate.length;
    // The closest length counts, of two equally close ones the shorter.
    this.#referenceLength += lengths.reduce((best, length) =>
      apart(length) < apart(best) || (apart(length) === apart(best) && length < best) ? length : best,
    );
    for (let n = 1; n <= this.order; n++) {
      const known = references.map((reference) => countNgrams(reference, n));
      for (const [ngram, count] of countNgrams(candidate, n)) {
        this.#matches[n - 1] += Math.min(count, Math.max(...known.map((counts) => counts.get(ngram) ?? 0)));
      }
      this.#totals[n - 1] += Math.max(0, candidate.length - n + 1);
    }
  }
}

/**
 * {@link Bleu} of one corpus.
 *
 *     metrics.bleu(['the cat sat on the mat'], [['the cat sat on the mat']]) // → 1
 */
export function bleu(
  candidates: readonly Sentence[],
  references: readonly (readonly Sentence[])[],
  options: BleuOptions = {},
): number {
  return computeOnce(new Bleu(options), candidates, references);
}

function words(sentence: Sentence): readonly string[] {
  return typeof sentence === 'string' ? sentence.split(/\s+/).filter((word) => word !== '') : sentence;
}

function countNgrams(sentence: readonly string[], n: number): Map<string, number> {
  const counts = new Map<string, number>();
  for (let i = 0; i + n <= sentence.length; i++) {
    // As JSON, so that no word can look like two.
    const ngram = JSON.stringify(sentence.slice(i, i + n));
    counts.set(ngram, (counts.get(ngram) ?? 0) + 1);
  }
  return counts;
}
