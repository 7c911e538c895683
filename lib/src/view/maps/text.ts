import { shortNumber } from '../numbers.js';
import { sparkline } from '../tensor/spark.js';
import { fromJsonNumber } from '../values.js';
import type { MapsLayer, MapsSpec } from './spec.js';

/** Most layers that are told of. */
const LISTED = 12;

/** A line on a grid of maps: name, count, size and range; for feature maps also how active each one is. Layers one by one. */
export function mapsText(spec: MapsSpec): string {
  const layers = layersOf(spec);
  if (layers.length === 1 && spec.name === undefined) return layerText(spec, spec.title);
  const shown = layers.slice(0, LISTED);
  const many = spec.ofLayers ?? layers.length;
  return [
    ...(spec.title ? [spec.title] : []),
    ...shown.map((layer) => layerText(layer, layer.name)),
    ...(shown.length < many ? [`… (${many} layers)`] : []),
  ].join('\n');
}

/** The layers of a view, the first one too. */
export function layersOf(spec: MapsSpec): MapsLayer[] {
  return [spec, ...(spec.more ?? [])];
}

function layerText(layer: MapsLayer, name?: string): string {
  const active = layer.facts.slice(0, layer.maps).map(({ activity }) => fromJsonNumber(activity));
  const line = mapsLine(layer, name);
  if (layer.kind === 'images' || active.length < 2) return line;
  return `${line}\nactivity of each map: ${sparkline(active, 0)}`;
}

/** One layer in a line, after its name if it is given. */
export function mapsLine(spec: MapsLayer, name?: string): string {
  const { kind, shape, ofMaps, low, high } = spec;
  const one = { activations: 'map', filters: 'filter', images: 'image' }[kind];
  const [height, width] = spec.kind === 'filters' || shape.length < 4 ? shape : shape.slice(-3);
  const facts = spec.facts.slice(0, spec.maps);
  const dead = facts.filter(({ sparsity }) => sparsity === 1).length;
  const bad = facts.filter(({ notFinite }) => notFinite > 0).length;
  return [
    `${name ? `${name}: ` : ''}${ofMaps} ${one}${ofMaps === 1 ? '' : 's'} of ${height}×${width}${spec.channels === 3 ? ' in colour' : ''}`,
    `x∈[${shortNumber(fromJsonNumber(low))}, ${shortNumber(fromJsonNumber(high))}]`,
    ...(kind === 'activations' && dead ? [`all zero: ${dead}`] : []),
    ...(bad ? [`with NaN or Inf: ${bad}`] : []),
    ...cutWords(spec),
  ].join(' · ');
}

/** What was left out or made smaller, in words. */
export function cutWords({ maps, ofMaps, groups, ofGroups, groupName, pooled }: MapsLayer): string[] {
  return [
    ...(maps < ofMaps ? [`first ${maps} of ${ofMaps} kept`] : []),
    ...(groups < ofGroups ? [`first ${groups} of ${ofGroups} ${groupName}s kept`] : []),
    ...(pooled > 1 ? [`each pixel the mean of ${pooled}×${pooled}`] : []),
  ];
}
