import { counted } from '../numbers.js';
import type { UnitsSpec } from './spec.js';

const LISTED = 8;

/** Activations as text: how many units are dead, constant or alike, and the share of zeros. */
export function unitsText(spec: UnitsSpec): string {
  return [unitsLine(spec), ...troubles(spec)].join('\n');
}

/** Title, size, share of zeros and number of dead units in one line. */
export function unitsLine({ title, shape: [samples, units], facts, deadInAll }: UnitsSpec): string {
  const zeros = facts.length > 0 ? facts.reduce((sum, { zeros }) => sum + zeros, 0) / facts.length : 0;
  const parts = [
    `${counted(samples, 'sample')} × ${counted(units, 'unit')}`,
    `zeros ${Math.round(zeros * 1000) / 10} %`,
    deadInAll > 0 ? `${deadInAll} dead` : 'none dead',
  ];
  return `${title ? `${title}: ` : ''}${parts.join(', ')}`;
}

/** What is wrong with units, a line each: the dead, the constant, and those that answer alike. */
export function troubles({ dead, constant, alike, names, facts }: UnitsSpec): string[] {
  const name = (unit: number) => names?.[unit] ?? String(unit);
  const broken = facts.flatMap(({ notFinite }, unit) => (notFinite > 0 ? [unit] : []));
  return [
    ...(broken.length > 0 ? [`NaN or ±Inf: ${list(broken.map(name), ', ')}`] : []),
    ...(dead.length > 0 ? [`dead: ${list(dead.map(name), ', ')}`] : []),
    ...(constant.length > 0 ? [`constant: ${list(constant.map(name), ', ')}`] : []),
    ...(alike.length > 0
      ? [
          `alike: ${list(
            alike.map((group) => list(group.map(name), ' = ')),
            ', ',
          )}`,
        ]
      : []),
  ];
}

function list(names: string[], between: string): string {
  const more = names.length > LISTED ? `${between}… (${names.length})` : '';
  return names.slice(0, LISTED).join(between) + more;
}
