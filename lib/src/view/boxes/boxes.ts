import { ShapeError, ValueError } from '../../errors.js';
import type { Numbers } from '../columns.js';
import type { MimeBundle } from '../host.js';
import { isList, readableOf, type TensorLike } from '../lists.js';
import { photoOf } from '../photo/photo.js';
import { showView, viewBundle } from '../show.js';
import { namesOf } from '../texts.js';
import { isReadable, type Readable } from '../values.js';
import { boxesOf, type EachImage, segmentationOf } from './given.js';
import { boxesPng } from './png.js';
import { BOXES_MIME, type BoxesSpec, type FoundBox } from './spec.js';
import { boxesText } from './text.js';

/** What is drawn over images. For a batch, each of these is a list with an entry an image. */
export interface BoxesOptions {
  /** Boxes `[n, 4]`: left, top, right, bottom in pixels. */
  boxes?: EachImage<TensorLike>;
  /** How sure each box is, 0 to 1. */
  scores?: EachImage<Numbers>;
  /** Class of each box; default 0. */
  labels?: EachImage<Numbers>;
  /** Masks `[n, height, width]`, one a box; without `boxes` each gets the box around it. */
  masks?: EachImage<TensorLike>;
  /** The right boxes, drawn dashed, with their classes. */
  truth?: EachImage<{ boxes: TensorLike; labels?: Numbers }>;
  /** Class of each pixel, `[height, width]` or with a batch axis; class 0 is the ground. */
  segmentation?: TensorLike;
  /** Names of the classes; default their numbers. */
  classes?: readonly (string | number)[];
  /** Name in the header; default the image's label, if it has one. */
  title?: string;
}

const MOST_BOXES = 1000;
const MOST_MASK_BYTES = 225_000;

/** The plain data of boxes and masks over images. Throws a ShapeError or ValueError for what does not fit the images. */
export function boxesSpec(image: Readable, options: BoxesOptions = {}): BoxesSpec {
  const { title = image.label, segmentation } = options;
  const where = 'view.boxes';
  const photo = photoOf(where, image);
  const each = <T>(name: string, given: EachImage<T> | undefined, index: number, single: boolean): T | undefined => {
    if (given === undefined) return undefined;
    const lists: readonly T[] | undefined = Array.isArray(given) && !single ? given : undefined;
    if (!lists && photo.ofImages === 1) return given as T;
    if (lists?.length !== photo.ofImages) {
      throw new ShapeError(
        `${where}: ${name} needs an entry for each of ${photo.ofImages} images, got ${lists?.length ?? 1}`,
      );
    }
    return lists[index];
  };
  const none = (given: unknown) => photo.ofImages === 1 && isList(given) && given.length === 0;
  const numbers = (given: EachImage<Numbers> | undefined) => depthOf(given) === 1;
  const found = Array.from({ length: photo.images }, (_, i): FoundBox[] => {
    const boxes = each('boxes', options.boxes, i, depthOf(options.boxes) === 2 || none(options.boxes));
    const masks = each('masks', options.masks, i, depthOf(options.masks) === 3 || none(options.masks));
    const scores = each('scores', options.scores, i, numbers(options.scores));
    const labels = each('labels', options.labels, i, numbers(options.labels));
    return boxesOf(where, photo, { boxes, masks, scores, labels });
  });
  const truth = Array.from({ length: photo.images }, (_, i): FoundBox[] => {
    const right = each('truth', options.truth, i, false);
    if (right && (typeof right !== 'object' || !('boxes' in right))) {
      throw new ValueError(
        `${where}: truth must be { boxes, labels }, got ${isReadable(right) ? 'a tensor' : String(right)}`,
      );
    }
    return right ? boxesOf(`${where}: truth`, photo, right) : [];
  });
  const pixels = segmentation && segmentationOf(where, photo, segmentation);
  const most = [...found, ...truth].flat().reduce((highest, { label }) => Math.max(highest, label), pixels?.most ?? 0);
  const classes = options.classes
    ? namesOf(`${where}: classes`, options.classes)
    : Array.from({ length: most + 1 }, (_, i) => String(i));
  if (classes.length <= most) {
    throw new ValueError(`${where}: classes needs a name for class ${most}, got ${classes.length} names`);
  }
  const room = Math.floor(MOST_BOXES / photo.images);
  const kept = found.map((list) => list.slice(0, room));
  const masksLeftOut = dropMasks(kept, Math.ceil((photo.rows * photo.cols) / 8));
  return {
    version: 1,
    ...(title ? { title } : {}),
    photo,
    classes,
    found: kept,
    truth: truth.map((list) => list.slice(0, room)),
    leftOut: found.reduce((sum, list, i) => sum + list.length - kept[i].length, 0),
    masksLeftOut,
    ...(pixels ? { segmentation: pixels.classes } : {}),
  };
}

/** Everything that a notebook can show of boxes: data, a picture where one can be drawn, and text. */
export function boxesBundle(spec: BoxesSpec): MimeBundle {
  return viewBundle(BOXES_MIME, spec, boxesPng(spec), boxesText(spec));
}

/**
 * Shows boxes, masks or a segmentation over one image or several, with the right ones dashed. In the notebook boxes are
 * filtered by score, by class and by overlap. Images are `[height, width]` or `[height, width, 1 | 3]`, or a batch.
 *
 *     const found = { boxes: tensor([[2, 3, 20, 18], [4, 4, 22, 20]]), scores: [0.9, 0.4], classes: ['cat'] };
 *     view.boxes(rand(32, 32, 3), { ...found, truth: { boxes: tensor([[3, 3, 21, 19]]) } });
 */
export function boxes(image: TensorLike, options: BoxesOptions = {}): void {
  const spec = boxesSpec(readableOf('view.boxes', image), options);
  showView(spec, boxesBundle, boxesText);
}

/** How deep numbers lie in lists: 1 for a list of them; 0 for what is no list, or has no number at its start. */
function depthOf(given: unknown): number {
  let depth = 0;
  let inner = given;
  for (; isList(inner); inner = inner[0]) depth++;
  return typeof inner === 'number' || typeof inner === 'boolean' ? depth : 0;
}

/** Leaves out masks that would make the notebook large, those of the lowest scores first; says how many. */
function dropMasks(found: FoundBox[][], bytes: number): number {
  const all = found.flat().filter(({ mask }) => mask !== undefined);
  const dropped = all
    .sort((a, b) => (b.score ?? 0) - (a.score ?? 0))
    .slice(Math.max(1, Math.floor(MOST_MASK_BYTES / bytes)));
  for (const box of dropped) delete box.mask;
  return dropped.length;
}
