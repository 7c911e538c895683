import { FEATURES, type PlayState, sizesOf } from '../protocol/decode-playground.js';
import { PLAYGROUND_GRID } from '../protocol/spec.js';

const CELLS = PLAYGROUND_GRID ** 2;

/** A unit: its layer, 0 for features, and its place in it; of features their place among all. */
export interface Unit {
  layer: number;
  place: number;
}

/** A weight or, without `from`, a bias: where it stands in the list of all numbers. */
export interface Weight {
  at: number;
  to: Unit;
  from?: Unit;
}

/** Where the weights into the units of a layer begin among all numbers. */
export function layerStart(sizes: readonly number[], layer: number): number {
  let start = 0;
  for (let i = 1; i < layer; i++) start += sizes[i] * (sizes[i - 1] + 1);
  return start;
}

/** The weights into a unit, then its bias; none for a feature. */
export function weightsInto(state: PlayState, { layer, place }: Unit): Weight[] {
  if (layer === 0) return [];
  const sizes = sizesOf(state.settings);
  const start = layerStart(sizes, layer);
  const before = sizes[layer - 1];
  const weights: Weight[] = Array.from({ length: before }, (_, from) => ({
    at: start + place * before + from,
    to: { layer, place },
    from: { layer: layer - 1, place: layer === 1 ? FEATURES.indexOf(state.settings.features[from]) : from },
  }));
  return [...weights, { at: start + sizes[layer] * before + place, to: { layer, place } }];
}

/** The heat map of a unit. */
export function cellsOf(state: PlayState, { layer, place }: Unit): Uint8Array {
  if (layer === 0) return state.featureGrids.subarray(place * CELLS, (place + 1) * CELLS);
  const before = sizesOf(state.settings)
    .slice(1, layer)
    .reduce((sum, units) => sum + units, 0);
  return state.grids.subarray((before + place) * CELLS, (before + place + 1) * CELLS);
}

/** The output unit. */
export function outputOf(state: PlayState): Unit {
  return { layer: state.settings.layers.length + 1, place: 0 };
}

/** A unit in words: `x1`, `unit 2 of layer 1`, `the output`. */
export function unitName(state: PlayState, { layer, place }: Unit): string {
  if (layer === 0) return featureName(state, place);
  return layer > state.settings.layers.length ? 'the output' : `unit ${place + 1} of layer ${layer}`;
}

/** A feature with the user's own column names. */
export function featureName({ axes }: PlayState, place: number): string {
  const name = FEATURES[place];
  if (axes[0] === 'x1' && axes[1] === 'x2') return name;
  if (name === 'x1x2') return `${axes[0]}·${axes[1]}`;
  return name.replace('x1', axes[0]).replace('x2', axes[1]);
}
