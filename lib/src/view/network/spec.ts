import type { MapsSpec } from '../maps/spec.js';
import type { TensorSpec } from '../spec.js';

export const NETWORK_MIME = 'application/vnd.lectern.network.v1+json';

/** Values that belong to a layer, as the view of their kind draws them. */
export type NetworkDetail =
  | { name: string; kind: 'tensor'; spec: TensorSpec }
  | { name: string; kind: 'maps'; spec: MapsSpec };

/** One call of a layer, an input, or an operation outside of any layer. */
export interface NetworkLayer {
  kind: 'input' | 'layer' | 'operation';
  /** Dotted name of the module; of others what they are called. */
  name: string;
  /** Its class, or the name of the operation. */
  type: string;
  /** Its settings as the module prints them. */
  settings?: string;
  /** Names of the modules that it is in, outer ones first. */
  group: string[];
  /** Shape of what comes out. */
  shape: number[];
  parameters: number;
  multiplyAdds: number;
  /** Whether the module was called before. */
  again?: boolean;
  /** How many of its units were 0 for everything that was passed through; only where something was. */
  dead?: { units: number; of: number };
  /** Weights, and what came out of it. */
  details: NetworkDetail[];
}

/** A column of units, with what leads from the column before to it. */
export interface NetworkUnits {
  /** The layer that a unit belongs to, as a place in `layers`. */
  layer: number;
  size: number;
  /** From each unit of the column before (inner) to each unit (outer); missing in the first column. */
  weights?: number[][];
  bias?: number[];
  /** What each unit gave for the first example. */
  values?: number[];
}

/** A network as layers and what leads from one to the next. */
export interface NetworkSpec {
  version: 1;
  title?: string;
  /** In the order of the calls. */
  layers: NetworkLayer[];
  edges: [from: number, to: number][];
  /** All parameters of the model, each once, and how many of them are trained. */
  parameters: number;
  trainable: number;
  multiplyAdds: number;
  /** How many layers and operations there are; the first ones are kept. */
  ofLayers: number;
  /** Single units, of a small network of dense layers. */
  units?: NetworkUnits[];
}
