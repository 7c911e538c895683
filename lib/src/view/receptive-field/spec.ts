import type { Photo } from '../photo/spec.js';

export const RECEPTIVE_FIELD_MIME = 'application/vnd.lectern.receptive-field.v1+json';

/** One layer of a chain of windows. Pairs are down and across. */
export interface FieldLayer {
  name: string;
  type: string;
  /** Size of its output. */
  height: number;
  width: number;
  channels: number;
  window: [number, number];
  stride: [number, number];
  dilation: [number, number];
  /** Rows and columns of padding before its input. */
  padding: [number, number];
  /** Rows and columns of the input that one output sees, and how far the fields of neighbours lie apart. */
  size: [number, number];
  jump: [number, number];
}

/** How strongly each pixel of the input changes the middle output of a layer. */
export interface EffectiveField {
  layer: number;
  row: number;
  col: number;
  /** Sizes of gradients as base64 of little-endian float32: rows, columns of the input. */
  values: string;
}

/** What the outputs of each layer see of the input. */
export interface ReceptiveFieldSpec {
  version: 1;
  title?: string;
  input: [height: number, width: number, channels: number];
  layers: FieldLayer[];
  /** Layers from which on nothing could be followed, as `name (Type)`. */
  leftOut: string[];
  /** The input as an image, if it is one that is not all of one value. */
  photo?: Photo;
  effective?: EffectiveField;
}
