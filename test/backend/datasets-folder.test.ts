import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { data, datasets, F, FileError, files, full, type Tensor } from 'lectern';
import { beforeAll, describe, expect, test } from 'vitest';
import { temporaryFolder } from '../helpers/temporary-folder.js';

const root = temporaryFolder();
const photos = join(root, 'photos');

beforeAll(() => {
  const put = (name: string, value: number, shape: number[]) =>
    files.writeImage(join(photos, name), full(shape, value, { dtype: 'int32' }));
  put('dog/b.png', 51, [4, 4]);
  put('dog/a.jpg', 102, [4, 4, 3]);
  put('cat/deep/er.png', 153, [4, 4, 3]);
  put('cat/z.PNG', 204, [4, 4, 4]);
  put('.hidden/x.png', 0, [4, 4]);
  writeFileSync(join(photos, 'dog', 'notes.txt'), 'not an image');
  writeFileSync(join(photos, 'readme.txt'), 'not a class');
});

describe('ImageFolder', () => {
  test('has a class for each folder and the images in and below it, sorted', () => {
    const set = new datasets.ImageFolder(photos);
    expect(set.classes).toEqual(['cat', 'dog']);
    expect(set.paths).toEqual(['cat/deep/er.png', 'cat/z.PNG', 'dog/a.jpg', 'dog/b.png'].map((p) => join(photos, p)));
    expect([set.length, set.labels.toArray()]).toEqual([4, [0, 0, 1, 1]]);
    const values = [0, 1, 2, 3].map((i) => {
      const [image, label] = set.get(i);
      expect([image.shape, label.item()]).toEqual([[4, 4, 3], set.labels.at(i).item()]);
      return image.mean().item();
    });
    for (const [i, value] of [0.6, 0.8, 0.4, 0.2].entries()) expect(values[i]).toBeCloseTo(value, 2);
  });

  test('makes batches of images that a transform brings to one size', () => {
    const transform = (image: Tensor) => F.interpolate(image.unsqueeze(0), { size: [2, 2] }).squeeze(0);
    const set = new datasets.ImageFolder(photos, { transform, channels: 1 });
    const [[images, labels]] = new data.DataLoader(set, { batchSize: 4 });
    expect([images.shape, labels.toArray()]).toEqual([
      [4, 2, 2, 1],
      [0, 0, 1, 1],
    ]);
  });

  test('says what is missing', () => {
    expect(() => new datasets.ImageFolder(join(root, 'none'))).toThrow(
      `ImageFolder: expected a folder that can be read, got ENOENT for ${join(root, 'none')}`,
    );
    mkdirSync(join(root, 'empty', 'class'), { recursive: true });
    expect(() => new datasets.ImageFolder(join(root, 'empty'))).toThrow(
      `ImageFolder: expected PNG or JPEG files in each folder, got none in ${join(root, 'empty', 'class')}`,
    );
    expect(() => new datasets.ImageFolder(join(photos, 'dog'))).toThrow(FileError);
    expect(() => new datasets.ImageFolder(photos).get(4)).toThrow('index must be a whole number from 0 to 3, got 4');
  });
});
