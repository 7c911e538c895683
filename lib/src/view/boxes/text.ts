import { shortNumber } from '../numbers.js';
import { photoCut } from '../photo/photo.js';
import { tableText } from '../text-table.js';
import type { BoxesSpec } from './spec.js';

const MOST_ROWS = 12;

/** The boxes of the first image as a table under a line of facts. */
export function boxesText(spec: BoxesSpec): string {
  const boxes = spec.found[0] ?? [];
  if (boxes.length === 0) return boxesLine(spec);
  const rows = boxes
    .slice(0, MOST_ROWS)
    .map(({ xyxy, label, score }) => [
      spec.classes[label],
      score === undefined ? '' : shortNumber(score),
      ...xyxy.map((value) => shortNumber(value)),
    ]);
  const head = ['class', 'score', 'left', 'top', 'right', 'bottom'];
  const more = boxes.length > MOST_ROWS ? [`… and ${boxes.length - MOST_ROWS} more`] : [];
  return `${boxesLine(spec)}\n${tableText({ head, rows, notes: more, left: ['class'] })}`;
}

/** How many boxes of which classes over what, and what was left out. */
export function boxesLine(spec: BoxesSpec): string {
  const { title, photo, found, truth, leftOut, masksLeftOut } = spec;
  const [boxes, right] = [found, truth].map((lists) => lists.reduce((sum, list) => sum + list.length, 0));
  const masks = found.flat().filter(({ mask }) => mask !== undefined).length;
  const many = (count: number, name: string) => `${count} ${name}${count === 1 ? '' : name.endsWith('x') ? 'es' : 's'}`;
  return [
    `${title ? `${title}: ` : ''}${many(photo.ofImages, 'image')} of ${photo.height}×${photo.width}`,
    many(boxes, 'box'),
    ...(masks ? [many(masks, 'mask')] : []),
    ...(right ? [`${right} in truth`] : []),
    ...(spec.segmentation ? ['a class a pixel'] : []),
    ...(leftOut ? [`${leftOut} boxes of the lowest scores left out`] : []),
    ...(masksLeftOut ? [`${many(masksLeftOut, 'mask')} left out`] : []),
    ...photoCut(photo),
  ].join(' · ');
}
