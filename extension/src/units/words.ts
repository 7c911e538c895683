import { element } from '../shell/dom.js';
import { short } from '../tensor/format.js';
import type { UnitsModel } from './model.js';

const LISTED = 12;
const STRONGEST = 8;

/** What was left out and which units are of no use, as sentences. */
export function noteText({ data }: UnitsModel): string {
  const name = (unit: number) => data.names[unit] ?? String(unit);
  const { samples, ofSamples, units, ofUnits, dead, constant, alike } = data;
  const cut = [
    ...(units < ofUnits ? [`the first ${units} of ${ofUnits.toLocaleString('en')} units`] : []),
    ...(samples.length < ofSamples
      ? [`${samples.length} of ${ofSamples.toLocaleString('en')} samples, evenly chosen`]
      : []),
  ];
  const parts = [
    ...(cut.length > 0 ? [`Shown: ${cut.join('; ')}.`] : []),
    ...(dead.length > 0 ? [`Dead (0 for every sample): ${list(dead.map(name), ', ')}.`] : []),
    ...(constant.length > 0 ? [`Constant: ${list(constant.map(name), ', ')}.`] : []),
    ...(alike.length > 0
      ? [
          `Alike: ${list(
            alike.map((group) => list(group.map(name), ' = ')),
            ', ',
          )}.`,
        ]
      : []),
    ...(units === 0 || samples.length === 0 ? ['No values: an axis has length 0.'] : []),
  ];
  return parts.join(' ');
}

/** What is at the cursor, in words. */
export function cellText(model: UnitsModel): string | undefined {
  const { cursor, data } = model;
  if (!cursor) return undefined;
  const row = model.rows()[cursor.row];
  const unit = model.columns()[cursor.col];
  if (row === undefined || unit === undefined) return undefined;
  const value = short(model.value(row, unit), 3);
  if (model.show === 'correlation') return `${model.unitName(row)} and ${model.unitName(unit)}: correlation ${value}`;
  const { zeros, mean, notFinite } = data.facts[unit];
  const state = model.dead.has(unit) ? '  dead' : model.constant.has(unit) ? '  constant' : '';
  const broken = notFinite > 0 ? `  ${notFinite} not finite` : '';
  const facts = `zeros ${short(zeros * 100, 3)} %  μ=${short(mean)}`;
  return `${model.unitName(unit)}, ${model.sampleName(row)} = ${short(model.value(row, unit))}  ${facts}${state}${broken}`;
}

/** One unit closely: what excites it most, and its mean answer to each class. */
export function unitDetail(model: UnitsModel, unit: number): HTMLElement {
  const { data } = model;
  const answer = (place: number) => short(data.values[place * data.units + unit]);
  const name = model.unitName(unit);
  if (model.dead.has(unit)) return element('p', {}, `${name} is dead: it answers 0 to every sample.`);
  const items = model
    .strongest(unit, STRONGEST)
    .map((place) => element('li', {}, `${model.sampleName(place)} ${answer(place)}`));
  const means = model
    .classMeans(unit)
    .map((mean, kind) => ({ mean, name: data.classes[kind] }))
    .sort((a, b) => b.mean - a.mean)
    .map(({ mean, name }) => `${name} ${short(mean, 3)}`);
  return element(
    'div',
    {},
    element('p', {}, element('strong', {}, name), ' is most excited by'),
    element('ol', { class: 'lectern-Strongest' }, ...items),
    ...(means.length > 0 ? [element('p', {}, `Mean answer: ${means.join(', ')}.`)] : []),
  );
}

/** Headings and a row a unit, in the order in which they are seen. */
export function unitRows(model: UnitsModel): { headings: string[]; rows: string[][] } {
  const rows = model.columns().map((unit) => {
    const { mean, std, max, zeros, notFinite } = model.data.facts[unit];
    const state = model.dead.has(unit) ? 'dead' : model.constant.has(unit) ? 'constant' : '';
    return [
      model.data.names[unit] ?? String(unit),
      ...[mean, std, max].map((value) => short(value)),
      short(zeros * 100, 3),
      String(notFinite),
      state,
    ];
  });
  return { headings: ['unit', 'mean', 'std', 'max', 'zeros %', 'not finite', 'state'], rows };
}

function list(names: string[], between: string): string {
  const more = names.length > LISTED ? `${between}… (${names.length})` : '';
  return names.slice(0, LISTED).join(between) + more;
}
