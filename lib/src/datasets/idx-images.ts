import { FileError } from '../errors.js';
import { type DownloadOptions, type RemoteFile, type RemoteSet, readRemote } from './download.js';
import { gunzip } from './gunzip.js';
import { parseIdx } from './idx.js';
import { ImageDataset, type ImageSplit } from './image-dataset.js';
import { type Part, readParts, type StandardSet } from './standard.js';

/** Labelled grey images in IDX files: for each part one of images and one of labels. */
export interface IdxSet extends RemoteSet, StandardSet {
  files: Readonly<Record<Part, readonly [images: RemoteFile, labels: RemoteFile]>>;
}

/** Reads one part of the set, or both. */
export function readIdxImages(
  set: IdxSet,
  options: DownloadOptions & { split?: Part },
): Promise<ImageDataset | ImageSplit> {
  return readParts(set, options, async (parts) => {
    const read = await readRemote(
      set,
      parts.flatMap((part) => set.files[part]),
      options,
    );
    return parts.map((part, i) => dataset(set, part, read[2 * i], read[2 * i + 1]));
  });
}

function dataset(set: IdxSet, part: Part, imageFile: Uint8Array, labelFile: Uint8Array): ImageDataset {
  const [imageName, labelName] = set.files[part].map(({ name }) => name);
  const images = parseIdx(gunzip(imageFile, imageName), imageName);
  const labels = parseIdx(gunzip(labelFile, labelName), labelName);
  const [count, height, width] = images.shape;
  if (images.shape.length !== 3 || labels.shape.length !== 1 || labels.shape[0] !== count) {
    const got = `${images.shape.join('×')} and ${labels.shape.join('×')}`;
    throw new FileError(`datasets.${set.name}: expected images and as many labels, got sizes ${got}`);
  }
  const { classes } = set;
  const bytes = { height, width, white: 255, pixels: images.data, labels: labels.data };
  return new ImageDataset(
    bytes,
    Int32Array.from({ length: count }, (_, i) => i),
    classes,
  );
}
