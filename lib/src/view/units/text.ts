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
    `${samples} samples × ${units} units`,
    `zeros ${Math.round(zeros * 1000) / 10} %`,
    deadInAll > 0 ? `${deadInAll} dead` : 'none dead',
  ];
  return `${title ? `${title}: ` : ''}${parts.join(', ')}`;
}

/** What is wrong with units, a line each: the dead, the constant, and those that answer alike. */
export function troubles({ dead, constant, alike, names }: UnitsSpec): string[] {
  const name = (unit: number) => names?.[unit] ?? String(unit);
  return [
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
