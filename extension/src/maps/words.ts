import { stepGrain } from '../protocol/decode-image-steps.js';
import type { MapsData, MapsLayerData } from '../protocol/decode-maps.js';
import type { Rows } from '../shell/frame.js';
import { counted, short } from '../tensor/format.js';
import { type Pair, strongestPairs } from './correlation.js';
import type { MapsModel } from './model.js';

/** Most pairs of alike maps in a sentence, and how alike all but the first are at least. */
const NAMED = { most: 5, least: 0.5 };

/** How many maps of which size, and their range, each a fact of its own. */
export function headFacts(data: MapsLayerData): string[] {
  return [...sizeFacts(data), `x∈[${short(data.low)}, ${short(data.high)}]`];
}

/** How many steps there are, and how many of them are kept. */
export function keptText({ steps, pushed }: MapsData): string {
  const all = counted(Math.max(pushed, steps.length), 'step');
  return steps.length < pushed ? `${steps.length} of ${all} kept, evenly spaced` : all;
}

/** How many maps of which size. */
export function sizeFacts(data: MapsLayerData): string[] {
  const one = { activations: 'map', filters: 'filter', images: 'image' }[data.kind];
  const size = data.kind === 'filters' || data.shape.length < 4 ? data.shape.slice(0, 2) : data.shape.slice(-3, -1);
  return [`[${data.shape.join(', ')}]`, `${counted(data.ofMaps, one)} of ${size.join('×')}`];
}

/** What was left out or made smaller, as a sentence, or an empty text. */
export function cutText(data: MapsLayerData): string {
  const parts = [
    ...(data.maps < data.ofMaps ? [`the first ${data.maps} of ${data.ofMaps.toLocaleString('en')}`] : []),
    ...(data.groups < data.ofGroups
      ? [`the first ${data.groups} of ${data.ofGroups.toLocaleString('en')} ${data.groupName}s`]
      : []),
    ...(data.pooled > 1 ? [`each pixel as the mean of ${data.pooled}×${data.pooled}`] : []),
  ];
  return parts.length > 0 ? `Shown: ${parts.join('; ')}.` : '';
}

/** As long as what {@link rangeText} says of most layers. */
export const LONGEST_RANGE = 'colours: one scale for all layers, −0.1234 to 0.1234';

/** What the colours mean, for the header. */
export function rangeText(model: MapsModel): string[] {
  if (model.data.kind === 'images' || model.data.values.length === 0) return [];
  if (model.correlated) return ['colours: correlation, −1 (blue) to 1 (orange)'];
  if (model.range === 'map') return ['colours: each map by itself'];
  const [low, high] = model.ends(0);
  const whose = { model: 'one scale for all layers', layer: 'one scale for the layer', given: 'given' }[model.range];
  return [`colours: ${whose}, ${short(low)} to ${short(high)}`];
}

/** The values of the step that is seen, how finely they are kept, and which of them are black and white. */
export function stepText(model: MapsModel): string {
  const { step, low, high } = model.all.steps[model.step];
  if (!Number.isFinite(low)) return `Step ${step}: no finite value.`;
  const grain = stepGrain(model.all.steps[model.step]);
  const rounded = grain > 0 ? `, rounded to ${short(grain, 2)}` : '';
  const [black, white] = model.ends(0);
  const scale =
    model.range === 'map'
      ? 'Each image has its own black and white'
      : `Black is ${short(black)}, white ${short(white)}`;
  return `Values of this step: ${short(low)} to ${short(high)}${rounded}. ${scale}.`;
}

/** What stands below the toolbar: what was left out, what is not there, what is dead or alike. */
export function noteText(model: MapsModel): string {
  const { layers, all, data } = model;
  const left = layers.length < all.ofLayers ? `Shown: the first ${layers.length} of ${all.ofLayers} layers.` : '';
  const empty = data.values.length === 0 ? 'No values: an axis has length 0.' : '';
  return [left, cutText(data), empty, deadText(model), model.correlated ? alikeText(model) : '']
    .filter(Boolean)
    .join(' ');
}

/** Names the pairs of maps that are most alike, and says what is not compared. */
export function alikeText(model: MapsModel): string {
  const { maps, still } = model.correlation();
  const pairs = strongestPairs(model.correlation()).filter(
    ({ correlation }, place) => place === 0 || Math.abs(correlation) >= NAMED.least,
  );
  const named = pairs.slice(0, NAMED.most).map((pair) => `${pairName(model, pair)} (r=${short(pair.correlation, 3)})`);
  return [
    ...(maps < model.data.maps ? [`Compared: the first ${maps} of ${model.data.maps}.`] : []),
    named.length > 0 ? `Most alike: ${named.join(', ')}.` : 'No two can be compared.',
    ...(still.size > 0 ? [`Grey: the same value everywhere or not finite (${still.size}).`] : []),
  ].join(' ');
}

/** The pair of maps at the cursor of the matrix and how alike they are. */
export function cellText(model: MapsModel): string | undefined {
  const { cell } = model;
  const order = model.compared();
  if (!cell || order[cell.row] === undefined || order[cell.col] === undefined) return undefined;
  const [a, b] = [order[cell.row], order[cell.col]];
  const { maps, values, still } = model.correlation();
  const flat = [a, b].find((map) => still.has(map));
  const names = `${model.name(a)} and ${model.name(b)}`;
  return flat === undefined
    ? `${names}: r=${short(values[a * maps + b], 3)}`
    : `${names}: no correlation, ${model.name(flat)} does not vary or is not finite`;
}

/** Headings and a row for each pair of maps, the most alike first. */
export function pairRows(model: MapsModel): Rows {
  const rows = strongestPairs(model.correlation()).map((pair) => [pairName(model, pair), short(pair.correlation, 4)]);
  return { headings: ['maps', 'correlation'], rows };
}

function pairName(model: MapsModel, { a, b }: Pair): string {
  return `${model.caption(a)} and ${model.caption(b)}`;
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

/** The facts of all images at each step that is kept; `undefined` where there are no steps. */
export function stepRows(model: MapsModel): Rows | undefined {
  if (!model.stepped) return undefined;
  const rows = model.all.steps.flatMap(({ step }, place) =>
    factRows(model, model.at(place)).rows.map((row) => [String(step), ...row]),
  );
  return { headings: ['step', ...factRows(model).headings], rows };
}

/** Headings and rows of the table of all maps that are seen, or of those of `data`. */
export function factRows(model: MapsModel, data = model.data): Rows {
  const rows = model.sequence().map((map) => {
    const { min, max, mean, std, activity, sparsity, notFinite } = model.facts(map, data);
    return [
      model.caption(map),
      ...[min, max, mean, std, activity].map((v) => short(v)),
      short(sparsity * 100, 3),
      String(notFinite),
    ];
  });
  return { headings: ['map', 'min', 'max', 'mean', 'std', 'mean |x|', 'zeros %', 'not finite'], rows };
}
