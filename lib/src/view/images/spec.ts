import type { MapsLayer } from '../maps/spec.js';
import type { JsonNumber, PackedBytes } from '../spec.js';

/** Images at one step of a run. */
export interface ImagesStep {
  step: number;
  /** Lowest and highest finite value of the images that are kept. */
  low: JsonNumber;
  high: JsonNumber;
  /**
   * Kept values as base64 bytes: images, rows, columns, channels. A byte is how far a value lies from `low` to `high`, in
   * 254ths; 255: NaN or ±Inf.
   */
  pixels: string;
  /**
   * For each kept image its lowest and highest value, mean, standard deviation, mean of the absolute values, share of exact
   * zeros and number of values that are not finite, as base64 of little-endian float32.
   */
  facts: string;
}

/** Images over the steps of a run: shown under the MIME type of maps, which have no `steps`. */
export interface ImagesSpec extends Omit<MapsLayer, 'values' | 'facts'> {
  version: 1;
  kind: 'images';
  /** Of a view that grows: its identity, and the number of this state. */
  id?: string;
  seq?: number;
  title?: string;
  /** How many steps were pushed; when fewer are kept, the others were left out evenly. */
  pushed: number;
  /** In the order of pushing; the first and the last pushed are always kept. */
  steps: ImagesStep[];
}

/** What a growing view got since its last message. */
export interface ImagesDelta {
  pushed: number;
  /** Values of black and white, which follow from all steps unless they were given. */
  low: JsonNumber;
  high: JsonNumber;
  /** Places of the steps that stay, among those that were there. */
  kept: number[];
  /** Steps after them, their values and facts as bytes. */
  added: (Omit<ImagesStep, 'pixels' | 'facts'> & { pixels: PackedBytes; facts: PackedBytes })[];
}
