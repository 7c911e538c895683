import { ShapeError, shapeText, ValueError } from '../../errors.js';
import { toBase64 } from '../base64.js';
import { columnOf, type Numbers } from '../columns.js';
import { readableOf, type TensorLike } from '../lists.js';
import type { Photo } from '../photo/spec.js';
import type { Readable } from '../values.js';
import type { FoundBox } from './spec.js';

/** The boxes of one image, or a list of them an image. */
export type EachImage<T> = T | readonly T[];

/** What was found in one image. */
export interface Given {
  boxes?: TensorLike | undefined;
  scores?: Numbers | undefined;
  labels?: Numbers | undefined;
  masks?: TensorLike | undefined;
}

/** Checks what was found in one image and makes boxes of it, by falling score. */
export function boxesOf(where: string, photo: Photo, { boxes, scores, labels, masks }: Given): FoundBox[] {
  const corners = boxes ? cornersOf(where, readableOf(`${where}: boxes`, boxes)) : [];
  const areas = masks ? masksOf(where, photo, readableOf(`${where}: masks`, masks)) : [];
  const count = boxes ? corners.length : areas.length;
  if (boxes && masks && areas.length !== count) {
    throw new ShapeError(`${where}: masks needs one for each of ${count} boxes, got ${areas.length}`);
  }
  const list = (name: 'scores' | 'labels', given: Numbers | undefined) => {
    if (given === undefined) return undefined;
    const values = columnOf(`${where}: ${name}`, given);
    if (values.length !== count) {
      throw new ShapeError(`${where}: ${name} needs a number for each of ${count} boxes, got ${values.length}`);
    }
    return values;
  };
  const [scored, labelled] = [list('scores', scores), list('labels', labels)];
  const wrong = labelled?.find((label) => !Number.isInteger(label) || label < 0 || label > 9999);
  if (wrong !== undefined) throw new ValueError(`${where}: expected labels from 0 to 9999, got ${wrong}`);
  const found = Array.from({ length: count }, (_, i): FoundBox => {
    const score = scored?.[i];
    return {
      xyxy: corners[i] ?? areas[i].xyxy,
      label: labelled?.[i] ?? 0,
      ...(score !== undefined && Number.isFinite(score) ? { score } : {}),
      ...(areas[i] ? { mask: areas[i].mask } : {}),
    };
  });
  return found.sort((a, b) => (b.score ?? 0) - (a.score ?? 0));
}

function cornersOf(where: string, boxes: Readable): [number, number, number, number][] {
  const { shape } = boxes;
  // No box at all, as an empty list.
  if (shape.length === 1 && shape[0] === 0) return [];
  if (shape.length !== 2 || shape[1] !== 4) {
    throw new ShapeError(`${where}: expected boxes [n, 4] as left, top, right, bottom, got ${shapeText(shape)}`);
  }
  const values = boxes.dataSync();
  return Array.from({ length: shape[0] }, (_, i) => {
    const [left, top, right, bottom] = values.slice(4 * i, 4 * i + 4);
    if (!(right >= left && bottom >= top) || ![left, top, right, bottom].every(Number.isFinite)) {
      const got = [left, top, right, bottom].join(', ');
      const fix = 'a box [x, y, width, height] needs x + width and y + height';
      throw new ValueError(
        `${where}: box ${i} must go from left to right and from top to bottom, got [${got}]; ${fix}`,
      );
    }
    return [left, top, right, bottom];
  });
}

/** Masks [n, height, width]: a kept pixel is inside when more than half of what it stands for is. */
function masksOf(where: string, photo: Photo, masks: Readable): Required<Pick<FoundBox, 'xyxy' | 'mask'>>[] {
  const [count, height, width] = masks.shape;
  if (masks.shape.length === 1 && count === 0) return [];
  if (masks.shape.length !== 3 || height !== photo.height || width !== photo.width) {
    const wanted = `masks [n, ${photo.height}, ${photo.width}] as large as the image`;
    throw new ShapeError(`${where}: expected ${wanted}, got ${shapeText(masks.shape)}`);
  }
  const values = masks.dataSync();
  const { rows, cols, pooled } = photo;
  return Array.from({ length: count }, (_, i) => {
    const inside = (y: number, x: number) => values[(i * height + y) * width + x] > 0.5;
    const bits = new Uint8Array(Math.ceil((rows * cols) / 8));
    for (let at = 0; at < rows * cols; at++) {
      const [top, left] = [Math.floor(at / cols) * pooled, (at % cols) * pooled];
      let [hits, all] = [0, 0];
      for (let y = top; y < Math.min(height, top + pooled); y++) {
        for (let x = left; x < Math.min(width, left + pooled); x++, all++) hits += inside(y, x) ? 1 : 0;
      }
      if (2 * hits > all) bits[at >> 3] |= 128 >> (at & 7);
    }
    return { xyxy: around(height, width, inside), mask: toBase64(bits) };
  });
}

function around(
  height: number,
  width: number,
  inside: (y: number, x: number) => boolean,
): [number, number, number, number] {
  let [left, top, right, bottom] = [width, height, 0, 0];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (!inside(y, x)) continue;
      left = Math.min(left, x);
      right = Math.max(right, x + 1);
      top = Math.min(top, y);
      bottom = Math.max(bottom, y + 1);
    }
  }
  return left > right ? [0, 0, 0, 0] : [left, top, right, bottom];
}

/** The class of each kept pixel of segmentations [height, width] or [batch, height, width], an image at a time. */
export function segmentationOf(where: string, photo: Photo, x: TensorLike): { classes: string[]; most: number } {
  const given = readableOf(`${where}: segmentation`, x);
  const shape = given.shape.length === 2 ? [1, ...given.shape] : [...given.shape];
  if (shape.join() !== [photo.ofImages, photo.height, photo.width].join()) {
    const wanted = `segmentation [${photo.height}, ${photo.width}] with a class a pixel`;
    throw new ShapeError(`${where}: expected ${wanted}, got ${shapeText(given.shape)}`);
  }
  const values = given.dataSync();
  let most = 0;
  const classes = Array.from({ length: photo.images }, (_, i) => {
    const bytes = Uint8Array.from({ length: photo.rows * photo.cols }, (_, at) => {
      const [y, x] = [Math.floor(at / photo.cols) * photo.pooled, (at % photo.cols) * photo.pooled];
      const value = values[(i * photo.height + y) * photo.width + x];
      if (!(Number.isInteger(value) && value >= 0 && value < 256)) {
        throw new ValueError(`${where}: expected classes from 0 to 255 in segmentation, got ${value}`);
      }
      most = Math.max(most, value);
      return value;
    });
    return toBase64(bytes);
  });
  return { classes, most };
}
