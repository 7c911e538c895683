import type { SaliencyData } from '../protocol/decode-saliency.js';

/** What of image and map is seen. */
export const MODES = [
  { value: 'blended', text: 'map over image' },
  { value: 'map', text: 'map alone' },
  { value: 'image', text: 'image alone' },
  { value: 'masked', text: 'image times map' },
  { value: 'alpha', text: 'image where the map is high' },
] as const;

/** Which values of the map count. */
export const SIGNS = [
  { value: 'all', text: 'both signs' },
  { value: 'positive', text: 'positive' },
  { value: 'negative', text: 'negative' },
  { value: 'absolute', text: 'absolute' },
] as const;

export type Mode = (typeof MODES)[number]['value'];
export type Sign = (typeof SIGNS)[number]['value'];

/** A heat map, seen by its signs and scaled so that outliers do not hide the rest. */
export class SaliencyModel {
  image = 0;
  mode: Mode = 'blended';
  sign: Sign;
  /** Part of the values, in per cent, that may lie beyond the ends of the colours. */
  outliers = 2;

  constructor(readonly data: SaliencyData) {
    this.sign = data.min < 0 ? 'all' : 'positive';
  }

  /** A value as given. */
  value(at: number): number {
    const { rows, cols, values } = this.data;
    return values[this.image * rows * cols + at];
  }

  /** A value as the chosen sign lets it through; other signs count as 0. */
  signed(at: number): number {
    const value = this.value(at);
    if (this.sign === 'absolute') return Math.abs(value);
    if (this.sign === 'positive') return Math.max(0, value);
    return this.sign === 'negative' ? Math.max(0, -value) : value;
  }

  /** The size that gets the strongest colour: all but the part of outliers are at most as large. */
  reach(): number {
    const { rows, cols } = this.data;
    const sizes = Float32Array.from({ length: rows * cols }, (_, at) => Math.abs(this.signed(at))).filter(
      Number.isFinite,
    );
    sizes.sort();
    const place = Math.ceil(((100 - this.outliers) / 100) * sizes.length) - 1;
    return sizes[Math.max(0, place)] || sizes.at(-1) || 1;
  }
}
