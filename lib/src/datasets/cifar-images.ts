import { parseTar } from 'nanotar';
import { FileError } from '../errors.js';
import { type DownloadOptions, type RemoteFile, type RemoteSet, readRemote } from './download.js';
import { gunzip } from './gunzip.js';
import { ImageDataset, type ImageSplit } from './image-dataset.js';
import { type Part, readParts, type StandardSet } from './standard.js';

/** Labelled colour images in one tar file, compressed with gzip, in the binary form of CIFAR-10. */
export interface CifarSet extends RemoteSet, StandardSet {
  archive: RemoteFile;
  /** Names of the files in the archive. */
  batches: Readonly<Record<Part, readonly string[]>>;
}

const SIDE = 32;
const PLANE = SIDE * SIDE;
/** A label, then the red, the green and the blue plane. */
const RECORD = 1 + 3 * PLANE;

/** Reads one part of the set, or both. */
export function readCifarImages(
  set: CifarSet,
  options: DownloadOptions & { split?: Part },
): Promise<ImageDataset | ImageSplit> {
  return readParts(set, options, async (parts) => {
    const [archive] = await readRemote(set, [set.archive], options);
    const entries = parseTar(gunzip(archive, set.archive.name));
    return parts.map((part) => {
      const batches = set.batches[part].map((name) => {
        const data = entries.find((entry) => entry.name === name)?.data;
        if (data !== undefined && data.length > 0 && data.length % RECORD === 0) return data;
        const got = data === undefined ? 'none' : `${data.length} bytes`;
        throw new FileError(
          `datasets.${set.name}: expected records of ${RECORD} bytes at ${name} in ${set.archive.name}, got ${got}`,
        );
      });
      return dataset(batches, set.classes);
    });
  });
}

function dataset(batches: readonly Uint8Array[], classes: readonly string[]): ImageDataset {
  const count = batches.reduce((sum, batch) => sum + batch.length / RECORD, 0);
  const labels = new Uint8Array(count);
  const pixels = new Uint8Array(count * 3 * PLANE);
  let image = 0;
  for (const batch of batches) {
    for (let at = 0; at < batch.length; at += RECORD, image++) {
      labels[image] = batch[at];
      const out = image * 3 * PLANE;
      for (let i = 0; i < PLANE; i++) {
        for (let c = 0; c < 3; c++) pixels[out + 3 * i + c] = batch[at + 1 + c * PLANE + i];
      }
    }
  }
  const bytes = { height: SIDE, width: SIDE, channels: 3, white: 255, pixels, labels };
  return new ImageDataset(
    bytes,
    Int32Array.from({ length: count }, (_, i) => i),
    classes,
  );
}
