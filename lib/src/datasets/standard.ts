import { ValueError } from '../errors.js';
import type { ImageDataset, ImageSplit } from './image-dataset.js';

export type Part = 'train' | 'test';

/** What is known of a data set whose authors divided it. */
export interface StandardSet {
  name: string;
  classes: readonly string[];
  source: string;
  licence: string;
}

const PARTS: readonly Part[] = ['train', 'test'];

/** One part, or both with where they come from; `read` reads the parts that are asked for. */
export async function readParts(
  { name, classes, source, licence }: StandardSet,
  options: { split?: Part },
  read: (parts: readonly Part[]) => Promise<ImageDataset[]>,
): Promise<ImageDataset | ImageSplit> {
  const { split } = options;
  if (split !== undefined && !PARTS.includes(split)) {
    throw new ValueError(`datasets.${name}: expected split 'train' or 'test', or none for both, got '${split}'`);
  }
  if (split !== undefined) return (await read([split]))[0];
  const [train, test] = await read(PARTS);
  return { name, classes, source, licence, train, test };
}
