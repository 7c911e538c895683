import { shortNumber } from '../numbers.js';
import { sparkline } from '../tensor/spark.js';
import { fromJsonNumber } from '../values.js';
import type { MapsSpec } from './spec.js';

/** A line on a grid of maps: name, count, size and range; for feature maps also how active each one is. */
export function mapsText(spec: MapsSpec): string {
  const active = spec.facts.slice(0, spec.maps).map(({ activity }) => fromJsonNumber(activity));
  const line = mapsLine(spec);
  if (spec.kind === 'images' || active.length < 2) return line;
  return `${line}\nactivity of each map: ${sparkline(active, 0)}`;
}

/** The first line of {@link mapsText} alone. */
export function mapsLine(spec: MapsSpec): string {
  const { kind, title, shape, ofMaps, low, high } = spec;
  const one = { activations: 'map', filters: 'filter', images: 'image' }[kind];
  const [height, width] = spec.kind === 'filters' || shape.length < 4 ? shape : shape.slice(-3);
  const facts = spec.facts.slice(0, spec.maps);
  const dead = facts.filter(({ sparsity }) => sparsity === 1).length;
  const bad = facts.filter(({ notFinite }) => notFinite > 0).length;
  return [
    `${title ? `${title}: ` : ''}${ofMaps} ${one}${ofMaps === 1 ? '' : 's'} of ${height}×${width}${spec.channels === 3 ? ' in colour' : ''}`,
    `x∈[${shortNumber(fromJsonNumber(low))}, ${shortNumber(fromJsonNumber(high))}]`,
    ...(kind === 'activations' && dead ? [`all zero: ${dead}`] : []),
    ...(bad ? [`with NaN or Inf: ${bad}`] : []),
    ...cutWords(spec),
  ].join(' · ');
}

/** What was left out or made smaller, in words. */
export function cutWords({ maps, ofMaps, groups, ofGroups, groupName, pooled }: MapsSpec): string[] {
  return [
    ...(maps < ofMaps ? [`first ${maps} of ${ofMaps} kept`] : []),
    ...(groups < ofGroups ? [`first ${groups} of ${ofGroups} ${groupName}s kept`] : []),
    ...(pooled > 1 ? [`each pixel the mean of ${pooled}×${pooled}`] : []),
  ];
}
