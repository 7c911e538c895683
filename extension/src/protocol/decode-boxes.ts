import { byteValues } from './base64.js';
import { decodePhoto, type PhotoData } from './decode-photo.js';
import { asArray, asNumber, asNumbers, asSpec, asTexts, optionalText } from './fields.js';
import { asCount, asObject, asText, PayloadError } from './payload.js';

/** One box, checked. */
export interface BoxData {
  xyxy: [left: number, top: number, right: number, bottom: number];
  label: number;
  score: number | undefined;
  /** One bit a kept pixel of the image, from the highest of a byte. */
  mask: Uint8Array | undefined;
}

/** Boxes and masks ready to draw. */
export interface BoxesData {
  title: string;
  photo: PhotoData;
  classes: string[];
  found: BoxData[][];
  truth: BoxData[][];
  leftOut: number;
  masksLeftOut: number;
  segmentation: Uint8Array[] | undefined;
}

const MOST_BOXES = 5000;

/** Reads the JSON of boxes over images. Throws a PayloadError that says what is wrong. */
export function decodeBoxes(payload: unknown): BoxesData {
  const spec = asSpec('boxes view', payload);
  const photo = decodePhoto('boxes', spec.photo);
  const classes = asTexts('boxes classes', spec.classes);
  const lists = (key: 'found' | 'truth') => {
    const images = asArray(`boxes ${key}`, spec[key]);
    if (images.length !== photo.images) {
      throw new PayloadError(`boxes ${key}`, `a list for each of ${photo.images} images`, images.length);
    }
    const all = images.map((list) => asArray(`boxes ${key}`, list));
    const count = all.reduce((sum, list) => sum + list.length, 0);
    if (count > MOST_BOXES) throw new PayloadError(`boxes ${key}`, `at most ${MOST_BOXES} boxes`, count);
    return all.map((list) => list.map((box) => readBox(`boxes ${key}`, box, photo, classes.length)));
  };
  return {
    title: optionalText('boxes title', spec.title),
    photo,
    classes,
    found: lists('found'),
    truth: lists('truth'),
    leftOut: asCount('boxes leftOut', spec.leftOut),
    masksLeftOut: asCount('boxes masksLeftOut', spec.masksLeftOut),
    segmentation: spec.segmentation === undefined ? undefined : readClasses(spec.segmentation, photo, classes.length),
  };
}

function readBox(where: string, value: unknown, photo: PhotoData, classes: number): BoxData {
  const box = asObject(where, value);
  const xyxy = asNumbers(`${where} xyxy`, box.xyxy);
  if (xyxy.length !== 4 || !xyxy.every(Number.isFinite)) {
    throw new PayloadError(`${where} xyxy`, 'four finite numbers', box.xyxy);
  }
  const label = asCount(`${where} label`, box.label);
  if (label >= classes) throw new PayloadError(`${where} label`, `one of ${classes} classes`, label);
  const mask = box.mask === undefined ? undefined : byteValues(`${where} mask`, asText(`${where} mask`, box.mask));
  const bytes = Math.ceil((photo.rows * photo.cols) / 8);
  if (mask && mask.length !== bytes) throw new PayloadError(`${where} mask`, `${bytes} bytes`, mask.length);
  const score = box.score === undefined ? undefined : asNumber(`${where} score`, box.score);
  return { xyxy: xyxy as BoxData['xyxy'], label, score, mask };
}

function readClasses(value: unknown, photo: PhotoData, classes: number): Uint8Array[] {
  const images = asArray('boxes segmentation', value).map((text) =>
    byteValues('boxes segmentation', asText('boxes segmentation', text)),
  );
  const size = photo.rows * photo.cols;
  const wrong = images.find((bytes) => bytes.length !== size || bytes.some((label) => label >= classes));
  if (images.length !== photo.images || wrong) {
    const rule = `a class below ${classes} for each of ${size} pixels of ${photo.images} images`;
    throw new PayloadError('boxes segmentation', rule, wrong ? wrong.length : images.length);
  }
  return images;
}
