export const ATTENTION_MIME = 'application/vnd.lectern.attention.v1+json';

/** How strongly each query attends to each key, in every head. */
export interface AttentionSpec {
  version: 1;
  title?: string;
  /** True size of the weights. */
  shape: [batch: number, heads: number, queries: number, keys: number];
  /** How many of each are kept, the first ones. */
  kept: [batch: number, heads: number, queries: number, keys: number];
  /** The kept tokens. */
  queries: string[];
  keys: string[];
  /** Kept weights as base64 of little-endian float32, `[batch, heads, queries, keys]`. */
  weights: string;
  /** How many rows of all weights do not add up to 1, and what the one farthest from it adds up to. */
  off: { rows: number; of: number; worst: number | 'NaN' | 'Infinity' | '-Infinity' };
}
