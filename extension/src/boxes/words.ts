import { photoCut } from '../photo/picture.js';
import type { BoxData, BoxesData } from '../protocol/decode-boxes.js';
import type { Rows } from '../shell/frame.js';
import { short } from '../tensor/format.js';
import type { BoxesModel } from './model.js';
import { readsPixels } from './pixels.js';

/** `Boxes street`, or `Segmentation street` when there are no boxes. */
export function viewName(model: BoxesModel): string {
  return `${readsPixels(model) ? 'Segmentation' : 'Boxes'} ${model.data.title}`.trim();
}

/** Size of the image, how many boxes are seen, and how many of them are right. */
export function facts(model: BoxesModel): string[] {
  const { data } = model;
  const all = data.found[model.image]?.length ?? 0;
  const { right, wrong, missed } = model.found();
  return [
    `${data.photo.height}×${data.photo.width}`,
    ...(all > 0 ? [`${model.seen().length} of ${all} boxes`] : []),
    ...(model.truth.length > 0 ? [`${right} right`, `${wrong} wrong`, `${missed} missed`] : []),
  ];
}

/** What was left out, as a sentence, or an empty text. */
export function cutText({ photo, leftOut, masksLeftOut }: BoxesData): string {
  const parts = [
    ...photoCut(photo),
    ...(leftOut > 0 ? [`all but ${leftOut} boxes of the lowest scores`] : []),
    ...(masksLeftOut > 0 ? [`all but ${masksLeftOut} masks`] : []),
  ];
  return parts.length > 0 ? `Shown: ${parts.join('; ')}.` : '';
}

/** A box in words: class, score, corners, and its overlap with the truth. */
export function boxText(model: BoxesModel, box: BoxData): string {
  const { classes } = model.data;
  const match = model.match(box);
  const other = match && match.truth.label !== box.label ? ` of ${classes[match.truth.label]}` : '';
  return [
    classes[box.label],
    ...(box.score === undefined ? [] : [`score ${short(box.score, 6)}`]),
    `[${box.xyxy.map((value) => short(value, 6)).join(', ')}]`,
    ...(match
      ? [`IoU ${short(match.iou, 3)} with the truth${other}`]
      : model.truth.length > 0
        ? ['meets no truth']
        : []),
  ].join('  ');
}

/** Headings and rows of the table of the boxes that are seen. */
export function boxRows(model: BoxesModel): Rows {
  const { classes } = model.data;
  const line = (name: string, box: BoxData, overlap: string) => [
    name,
    classes[box.label],
    box.score === undefined ? '' : short(box.score, 6),
    ...box.xyxy.map((value) => short(value, 6)),
    overlap,
  ];
  return {
    headings: ['box', 'class', 'score', 'left', 'top', 'right', 'bottom', 'IoU'],
    rows: [
      ...model.seen().map((box, i) => line(String(i), box, short(model.match(box)?.iou ?? 0, 3))),
      ...model.truth.map((box, i) => line(`truth ${i}`, box, '')),
    ],
  };
}
