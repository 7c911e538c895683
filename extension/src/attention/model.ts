import type { AttentionData } from '../protocol/decode-attention.js';
import { within } from '../shell/within.js';
import { short } from '../tensor/format.js';

/** A query, a key, or both: what the reader points at. */
export interface Place {
  query?: number;
  key?: number;
}

const LISTED = 5;

/** Which sample and head is seen large, and where the reader is. */
export class AttentionModel {
  sample = 0;
  /** Index of a head, or `mean` over all heads. */
  head: number | 'mean';
  cursor: Place | undefined;

  constructor(readonly data: AttentionData) {
    this.head = 0;
  }

  /** The weight in a head of the sample that is seen. */
  weight(head: number | 'mean', query: number, key: number): number {
    const { heads, queries, keys, weights } = this.data;
    const at = (one: number) => weights[((this.sample * heads + one) * queries.length + query) * keys.length + key];
    if (head !== 'mean') return at(head);
    let sum = 0;
    for (let one = 0; one < heads; one++) sum += at(one);
    return sum / heads;
  }

  /** `head 2`, or `mean over 4 heads`. */
  headName(head: number | 'mean'): string {
    return head === 'mean' ? `mean over ${this.data.heads} heads` : `head ${head}`;
  }

  /** Moves the cursor over the large map and stops at its edges. */
  move(down: number, right: number): void {
    const { queries, keys } = this.data;
    const { query, key } = this.cursor ?? {};
    this.cursor =
      query === undefined && key === undefined
        ? { query: 0, key: 0 }
        : { query: within((query ?? 0) + down, queries.length), key: within((key ?? 0) + right, keys.length) };
  }

  /** What the cursor is at, in words. */
  text(): string | undefined {
    const { cursor, data, head } = this;
    if (!cursor) return undefined;
    const { query, key } = cursor;
    const [row, col] = [data.queries[query ?? -1], data.keys[key ?? -1]];
    if (query !== undefined && key !== undefined) {
      const sum = data.keys.reduce((total, _, i) => total + this.weight(head, query, i), 0);
      const whole = data.keys.length === data.shape[3] ? `  row adds up to ${short(sum, 3)}` : '';
      return `${this.headName(head)}: ${row} → ${col} = ${short(this.weight(head, query, key))}${whole}`;
    }
    if (query !== undefined)
      return `${row} attends to ${this.strongest(data.keys, (i) => this.weight(head, query, i))}`;
    if (key !== undefined)
      return `${col} is attended to by ${this.strongest(data.queries, (i) => this.weight(head, i, key))}`;
    return undefined;
  }

  /** Rows of the table: a query each, of the head that is seen. */
  rows(): { headings: string[]; rows: string[][] } {
    const { queries, keys } = this.data;
    const rows = queries.map((token, query) => [
      token,
      ...keys.map((_, key) => short(this.weight(this.head, query, key), 3)),
    ]);
    return { headings: ['query \\ key', ...keys], rows };
  }

  private strongest(tokens: readonly string[], weight: (i: number) => number): string {
    return tokens
      .map((token, i) => ({ token, weight: weight(i) }))
      .sort((a, b) => b.weight - a.weight)
      .slice(0, LISTED)
      .map(({ token, weight }) => `${token} ${short(weight, 3)}`)
      .join(', ');
  }
}
