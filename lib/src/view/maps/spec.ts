import type { JsonNumber } from '../spec.js';

export const MAPS_MIME = 'application/vnd.lectern.maps.v1+json';

/** What is known of all values of one map, also of those that were cut. NaN and ±Inf are left out and counted. */
export interface MapFacts {
  min: JsonNumber;
  max: JsonNumber;
  mean: JsonNumber;
  std: JsonNumber;
  /** Mean of the absolute values: how active the map is. */
  activity: JsonNumber;
  /** Share of exact zeros, 0 to 1. */
  sparsity: number;
  /** How many values are NaN or ±Inf. */
  notFinite: number;
}

/** A grid of small pictures: feature maps of one layer, its filters, or images. */
export interface MapsLayer {
  kind: 'activations' | 'filters' | 'images';
  /** What the layer is called among several. */
  name?: string;
  /** True shape of the tensor. */
  shape: number[];
  /** Values a pixel: 1, or 3 for red, green and blue. */
  channels: 1 | 3;
  /** Size of a map as kept. */
  height: number;
  width: number;
  /** Side of the square of true pixels that a kept pixel is the mean of; 1 when the maps are whole. */
  pooled: number;
  /** Maps that are kept of those that the tensor has, in each group; a group is one sample or one input channel. */
  maps: number;
  ofMaps: number;
  groups: number;
  ofGroups: number;
  /** What a group is, e.g. `sample`; groups are told apart only when there are several. */
  groupName: string;
  /** A caption for each kept map. */
  labels?: string[];
  /** Lowest and highest finite value of the whole tensor; of images, the values of black and white. */
  low: JsonNumber;
  high: JsonNumber;
  /** Kept values as base64 of little-endian float32: groups, maps, rows, columns, channels. */
  values: string;
  /** For each kept map, group by group. */
  facts: MapFacts[];
}

/** Which values get the colours at the ends: those of each map by itself, of its layer, of all layers, or these two. */
export type MapsRange = 'map' | 'layer' | 'model' | [low: number, high: number];

/** One or more layers: the first is the spec itself, so that a reader of one layer shows it. */
export interface MapsSpec extends MapsLayer {
  version: 1;
  title?: string;
  /** What the colours first mean, which the reader can change; default `layer`. */
  range?: MapsRange;
  /** The layers after the first, each with a name. */
  more?: MapsLayer[];
  /** How many layers were given, where that is more than are kept. */
  ofLayers?: number;
}
