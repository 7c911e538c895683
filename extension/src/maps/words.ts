import type { MapsData } from '../protocol/decode-maps.js';
import { short } from '../tensor/format.js';
import type { MapsModel } from './model.js';

/** How many maps of which size, their range, and what was left out, each a fact of its own. */
export function headFacts(data: MapsData): string[] {
  const many = { activations: 'maps', filters: 'filters', images: 'images' }[data.kind];
  const size = data.kind === 'filters' || data.shape.length < 4 ? data.shape.slice(0, 2) : data.shape.slice(-3, -1);
  return [
    `[${data.shape.join(', ')}]`,
    `${data.ofMaps.toLocaleString('en')} ${many} of ${size.join('×')}`,
    `x∈[${short(data.low)}, ${short(data.high)}]`,
  ];
}

/** What was left out or made smaller, as a sentence, or an empty text. */
export function cutText(data: MapsData): string {
  const parts = [
    ...(data.maps < data.ofMaps ? [`the first ${data.maps} of ${data.ofMaps.toLocaleString('en')}`] : []),
    ...(data.groups < data.ofGroups
      ? [`the first ${data.groups} of ${data.ofGroups.toLocaleString('en')} ${data.groupName}s`]
      : []),
    ...(data.pooled > 1 ? [`each pixel as the mean of ${data.pooled}×${data.pooled}`] : []),
  ];
  return parts.length > 0 ? `Shown: ${parts.join('; ')}.` : '';
}

/** Names the maps that are 0 everywhere, or says nothing. */
export function deadText(model: MapsModel): string {
  const dead = model.data.kind === 'images' ? [] : model.dead();
  if (dead.length === 0) return '';
  const names = dead.slice(0, 20).map((map) => model.caption(map));
  return `All zero: ${names.join(', ')}${dead.length > 20 ? ` and ${dead.length - 20} more` : ''}.`;
}

/** One map in words: its name, range, mean, activity and what is zero or not finite. */
export function mapText(model: MapsModel, map: number): string {
  const { min, max, mean, sparsity, notFinite } = model.facts(map);
  const alike = model.data.kind === 'images' ? undefined : model.alike(map);
  return [
    model.name(map),
    `x∈[${short(min)}, ${short(max)}]`,
    `μ=${short(mean)}`,
    ...(sparsity > 0 ? [`zeros ${short(sparsity * 100, 3)} %`] : []),
    ...(notFinite > 0 ? [`${notFinite} not finite`] : []),
    ...(alike ? [`most alike ${model.caption(alike.map)} (r=${short(alike.correlation, 3)})`] : []),
  ].join('  ');
}

/** Headings and rows of the table of all maps that are seen. */
export function factRows(model: MapsModel): { headings: string[]; rows: string[][] } {
  const rows = model.sequence().map((map) => {
    const { min, max, mean, std, activity, sparsity, notFinite } = model.facts(map);
    return [
      model.caption(map),
      ...[min, max, mean, std, activity].map((v) => short(v)),
      short(sparsity * 100, 3),
      String(notFinite),
    ];
  });
  return { headings: ['map', 'min', 'max', 'mean', 'std', 'mean |x|', 'zeros %', 'not finite'], rows };
}
