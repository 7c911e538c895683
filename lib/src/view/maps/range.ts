import { ValueError } from '../../errors.js';
import { fromJsonNumber } from '../values.js';
import type { MapsLayer, MapsRange, MapsSpec } from './spec.js';
import { layersOf } from './text.js';

const NAMES: readonly unknown[] = ['map', 'layer', 'model'];

/** The range as it travels; the default takes no room. Throws a ValueError for what is none. */
export function checkedRange(range: MapsRange | undefined): { range?: MapsRange } {
  if (range === undefined || range === 'layer') return {};
  if (NAMES.includes(range)) return { range };
  if (Array.isArray(range) && range.length === 2 && range.every(Number.isFinite) && range[0] < range[1]) {
    return { range: [...range] };
  }
  const got = Array.isArray(range) ? `[${range.join(', ')}]` : range;
  throw new ValueError(`view.maps: range must be 'map', 'layer', 'model' or [low, high] with low < high, got ${got}`);
}

/**
 * Values at the two ends of the colours of a map. Where the values that share the colours go below zero, the ends lie
 * evenly around it, so that zero has one colour in all maps.
 */
export function colourEnds(spec: MapsSpec, layer: MapsLayer, map: number): [low: number, high: number] {
  const shared = sharedEnds(spec, layer);
  const own: [number, number] = [fromJsonNumber(layer.facts[map].min), fromJsonNumber(layer.facts[map].max)];
  const [low, high] = spec.range === 'map' ? own : shared;
  if (layer.channels === 3 || layer.kind === 'images' || !(shared[0] < 0)) return [low, high];
  const reach = Math.max(Math.abs(low), Math.abs(high)) || 1;
  return [-reach, reach];
}

/** What the colours of a picture mean, where that is not the range of its layer. */
export function rangeWords({ range }: MapsSpec): string[] {
  if (range === undefined || range === 'layer') return [];
  if (range === 'map') return ['colours: each by itself'];
  return [range === 'model' ? 'colours: one scale for all layers' : `colours: from ${range[0]} to ${range[1]}`];
}

function sharedEnds(spec: MapsSpec, layer: MapsLayer): [low: number, high: number] {
  if (Array.isArray(spec.range)) return spec.range;
  const ends = (spec.range === 'model' ? layersOf(spec) : [layer]).map(({ low, high }) =>
    [low, high].map(fromJsonNumber),
  );
  const known = ends.filter((pair) => pair.every(Number.isFinite));
  if (known.length === 0) return [Number.NaN, Number.NaN];
  return [Math.min(...known.map(([low]) => low)), Math.max(...known.map(([, high]) => high))];
}
