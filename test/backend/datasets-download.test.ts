import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { data, datasets, FileError } from 'lectern';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { type CifarSet, readCifarImages } from '../../lib/src/datasets/cifar-images.js';
import type { RemoteFile } from '../../lib/src/datasets/download.js';
import { parseIdx } from '../../lib/src/datasets/idx.js';
import { type IdxSet, readIdxImages } from '../../lib/src/datasets/idx-images.js';
import { temporaryFolder } from '../helpers/temporary-folder.js';

const folder = temporaryFolder();
const documentation = readFileSync(new URL('../../docs/datasets.md', import.meta.url), 'utf8');
let count = 0;
const newFolder = () => join(folder, `root${count++}`);

/** Bytes that look random and are the same in each run. */
const noise = (length: number, top = 256) =>
  Uint8Array.from({ length }, (_, i) => (Math.imul(i + 1, 2654435761) >>> 13) % top);

const idx = (shape: number[], values: Uint8Array) => {
  const head = Buffer.alloc(4 + 4 * shape.length);
  head.set([0, 0, 8, shape.length]);
  for (const [axis, size] of shape.entries()) head.writeUInt32BE(size, 4 + 4 * axis);
  return Buffer.concat([head, values]);
};

const remote = (name: string, content: Uint8Array): RemoteFile => ({
  name,
  bytes: content.length,
  sha256: createHash('sha256').update(content).digest('hex'),
});

const contents = new Map<string, Buffer>([
  ['train-images.gz', gzipSync(idx([6, 4, 5], noise(120)))],
  ['train-labels.gz', gzipSync(idx([6], noise(6, 3)))],
  ['test-images.gz', gzipSync(idx([2, 4, 5], noise(40)))],
  ['test-labels.gz', gzipSync(idx([2], noise(2, 3)))],
]);
const file = (name: string) => remote(name, contents.get(name)!);

/** One server with mirrors that behave in different ways, by the first part of the path. */
const requests: string[] = [];
const server = createServer((request, response) => {
  requests.push(request.url!);
  const [, mirror, name] = request.url!.split('/');
  const content = contents.get(name);
  if (mirror === 'gone' || content === undefined) return void response.writeHead(404).end('no such file');
  if (mirror === 'wrong') return void response.end(Buffer.alloc(content.length));
  if (mirror === 'long') return void response.end(Buffer.concat([content, content]));
  if (mirror === 'short') return void response.end(content.subarray(0, 20));
  if (mirror === 'broken') {
    response.writeHead(200, { 'content-length': content.length });
    response.write(content.subarray(0, 10), () => response.destroy());
    return;
  }
  response.end(content);
});
let address = '';
let set: IdxSet;

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  set = {
    name: 'sample',
    classes: ['a', 'b', 'c'],
    source: 'https://example.org',
    licence: 'CC0 1.0',
    mirrors: [`${address}/good/`],
    files: {
      train: [file('train-images.gz'), file('train-labels.gz')],
      test: [file('test-images.gz'), file('test-labels.gz')],
    },
  };
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

let printed = '';
beforeEach(() => {
  printed = '';
  requests.length = 0;
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += text;
    return true;
  });
  return () => vi.restoreAllMocks();
});

const split = (root: string, mirrors?: string[]) =>
  readIdxImages(set, { root, mirrors: mirrors?.map((name) => `${address}/${name}/`) }) as Promise<datasets.ImageSplit>;
const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => new Error('it did not fail'),
    (error: Error) => error,
  );

describe('images in IDX files', () => {
  test('are downloaded once, and have the values of the files', async () => {
    const root = newFolder();
    const { train, test: held, classes, licence } = await split(root);
    expect([classes, licence]).toEqual([['a', 'b', 'c'], 'CC0 1.0']);
    expect([train.images.shape, held.images.shape]).toEqual([
      [6, 4, 5, 1],
      [2, 4, 5, 1],
    ]);
    expect(train.images.dataSync()).toEqual(Float32Array.from(noise(120), (byte) => byte / 255));
    expect([...train.labels.dataSync()]).toEqual([...noise(6, 3)]);
    expect(readdirSync(root).sort()).toEqual([...contents.keys()].filter((name) => name.endsWith('s.gz')).sort());
    expect(readFileSync(join(root, 'test-labels.gz')).equals(contents.get('test-labels.gz')!)).toBe(true);
    expect(requests.length).toBe(4);
    await split(root);
    expect(requests.length).toBe(4);
  });

  test('print one line a file while they come', async () => {
    await split(newFolder());
    const lines = printed.trimEnd().split('\n');
    expect(lines.length).toBe(4);
    const host = address.slice('http://'.length);
    expect(lines[0].split('\r').at(-1)).toBe(`datasets.sample: train-images.gz from ${host}: 100 % of 0.0 MB`);
  });

  test('are asked for by part: only its files are fetched', async () => {
    const root = newFolder();
    const held = (await readIdxImages(set, { root, split: 'test' })) as datasets.ImageDataset;
    expect([held.length, held.classes]).toEqual([2, ['a', 'b', 'c']]);
    expect(readdirSync(root).sort()).toEqual(['test-images.gz', 'test-labels.gz']);
    const [[images, labels]] = new data.DataLoader(held, { batchSize: 2 });
    expect([images.shape, labels.shape]).toEqual([[2, 4, 5, 1], [2]]);
    const bad = await failure(readIdxImages(set, { root, split: 'valid' as 'test' }));
    expect(bad.message).toBe("datasets.sample: expected split 'train' or 'test', or none for both, got 'valid'");
  });

  test.each(['gone', 'wrong', 'long', 'short', 'broken'])(
    'come from the next mirror when one is %s',
    async (mirror) => {
      const root = newFolder();
      const { train } = await split(root, [mirror, 'good']);
      expect(train.length).toBe(6);
      expect(requests.slice(0, 2)).toEqual([`/${mirror}/train-images.gz`, '/good/train-images.gz']);
      expect(readdirSync(root).length).toBe(4);
    },
  );

  test('are fetched again when the file in the folder is damaged', async () => {
    const root = newFolder();
    await split(root);
    writeFileSync(join(root, 'train-labels.gz'), 'damaged');
    const { ino } = statSync(join(root, 'train-images.gz'));
    expect((await split(root)).train.length).toBe(6);
    expect(requests.slice(4)).toEqual(['/good/train-labels.gz']);
    expect(statSync(join(root, 'train-images.gz')).ino).toBe(ino);
  });

  test('end in one message that names folder, files, checksums and reasons', async () => {
    const root = newFolder();
    const error = await failure(split(root, ['gone', 'wrong', 'long', 'short']));
    expect(error).toBeInstanceOf(FileError);
    const { sha256 } = file('train-images.gz');
    expect(error.message).toContain(
      `datasets.sample: expected in the folder ${root} the files train-images.gz (SHA-256 ${sha256}), train-labels.gz (`,
    );
    for (const reason of ['HTTP status 404', 'other bytes, SHA-256 ', 'more than the ', '20 of ']) {
      expect(error.message).toContain(reason);
    }
    expect(error.message).toContain(`put them there from ${address}/gone/ or `);
    expect(existsSync(root)).toBe(false);
    // One file was enough to see that no mirror answers.
    expect(requests.length).toBe(4);
  });

  test('with download: false are read from the folder alone', async () => {
    const root = newFolder();
    const error = await failure(readIdxImages(set, { root, download: false }));
    expect(error.message).toContain('got none with these checksums; put them there from');
    mkdirSync(root, { recursive: true });
    for (const [name, content] of contents) writeFileSync(join(root, name), content);
    const { test: held } = (await readIdxImages(set, { root, download: false })) as datasets.ImageSplit;
    expect(held.length).toBe(2);
    expect(requests).toEqual([]);
  });

  test('are refused when the file is no IDX file of bytes', () => {
    const good = Uint8Array.from(idx([2, 2], noise(4)));
    expect(parseIdx(good, 'x')).toEqual({ shape: [2, 2], data: noise(4) });
    for (let length = 0; length < good.length; length++) {
      expect(() => parseIdx(good.subarray(0, length), 'x.gz')).toThrow(/^datasets: expected an IDX file .* in x\.gz$/);
    }
    const floats = Uint8Array.from(good);
    floats[2] = 13;
    expect(() => parseIdx(floats, 'x')).toThrow('got values of type 13');
    const huge = Uint8Array.from(good);
    huge.fill(255, 4, 12);
    expect(() => parseIdx(huge, 'x')).toThrow('got 4 values for the sizes 4294967295×4294967295');
  });

  test('must have a label each', async () => {
    contents.set('few-labels.gz', gzipSync(idx([5], noise(5, 3))));
    const unequal = {
      ...set,
      files: { ...set.files, train: [file('train-images.gz'), file('few-labels.gz')] as const },
    };
    const error = await failure(readIdxImages(unequal, { root: newFolder(), split: 'train' }));
    expect(error.message).toBe('datasets.sample: expected images and as many labels, got sizes 6×4×5 and 5');
  });
});

describe('images of CIFAR-10', () => {
  /** `count` records of a label and three planes, as the authors wrote them. */
  const batch = (records: number, seed: number) => {
    const bytes = noise(records * 3073 + seed).slice(seed);
    for (let i = 0; i < records; i++) bytes[i * 3073] = (i + seed) % 10;
    return bytes;
  };
  const archive = (batches: Record<string, Uint8Array>) => {
    const home = newFolder();
    mkdirSync(join(home, 'cifar-10-batches-bin'), { recursive: true });
    for (const [name, bytes] of Object.entries(batches)) writeFileSync(join(home, 'cifar-10-batches-bin', name), bytes);
    return execFileSync('tar', ['-cz', '-C', home, 'cifar-10-batches-bin'], { maxBuffer: 2 ** 24 });
  };
  const sample = (content: Buffer): CifarSet => {
    contents.set('cifar.tar.gz', content);
    return {
      name: 'cifar10',
      classes: ['airplane', 'automobile', 'bird', 'cat', 'deer', 'dog', 'frog', 'horse', 'ship', 'truck'],
      source: 'https://example.org',
      licence: 'none',
      mirrors: [`${address}/good/`],
      archive: file('cifar.tar.gz'),
      batches: {
        train: ['cifar-10-batches-bin/data_batch_1.bin', 'cifar-10-batches-bin/data_batch_2.bin'],
        test: ['cifar-10-batches-bin/test_batch.bin'],
      },
    };
  };

  test('have the colours of a pixel together, batches in order', async () => {
    const batches = { 'data_batch_2.bin': batch(2, 7), 'data_batch_1.bin': batch(3, 1), 'test_batch.bin': batch(1, 4) };
    const root = newFolder();
    const both = (await readCifarImages(sample(archive(batches)), { root })) as datasets.ImageSplit;
    const { images, labels } = both.train;
    expect([images.shape, both.test.images.shape]).toEqual([
      [5, 32, 32, 3],
      [1, 32, 32, 3],
    ]);
    expect(labels.toArray()).toEqual([1, 2, 3, 7, 8]);
    const record = batches['data_batch_2.bin'].subarray(3073);
    for (const [y, x] of [
      [0, 0],
      [3, 31],
      [31, 5],
    ]) {
      const colours = [0, 1, 2].map((c) => Math.fround(record[1 + c * 1024 + y * 32 + x] / 255));
      expect(images.at(4, y, x).toArray()).toEqual(colours);
    }
    const test = (await readCifarImages(sample(archive(batches)), { root, split: 'test' })) as datasets.ImageDataset;
    expect(test.labels.toArray()).toEqual([4]);
  });

  test('are refused when the archive lacks a batch, or one is cut', async () => {
    const error = async (batches: Record<string, Uint8Array>) =>
      (await failure(readCifarImages(sample(archive(batches)), { root: newFolder(), split: 'test' }))).message;
    expect(await error({ 'data_batch_1.bin': batch(1, 0) })).toBe(
      'datasets.cifar10: expected records of 3073 bytes at cifar-10-batches-bin/test_batch.bin in cifar.tar.gz, got none',
    );
    expect(await error({ 'test_batch.bin': batch(2, 0).subarray(1) })).toContain('got 6145 bytes');
    const whole = archive({ 'test_batch.bin': batch(2, 0) });
    const cut = whole.subarray(0, whole.length / 2);
    const said = (await failure(readCifarImages(sample(cut), { root: newFolder() }))).message;
    expect(said).toMatch(/^datasets: expected a whole gzip file, got cifar\.tar\.gz: /);
  });
});

describe('mnist, fashionMnist and cifar10', () => {
  /** An address at which nobody listens any more. */
  let nobody = '';
  beforeAll(async () => {
    const closed = createServer();
    await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve));
    nobody = `http://127.0.0.1:${(closed.address() as AddressInfo).port}/`;
    await new Promise((resolve) => closed.close(resolve));
  });

  test.each([
    ['mnist', 't10k-images-idx3-ubyte.gz', 4],
    ['fashionMnist', 't10k-images-idx3-ubyte.gz', 4],
    ['cifar10', 'cifar-10-binary.tar.gz', 1],
  ] as const)('%s without a network says what to put where', async (name, wanted, files) => {
    const cache = newFolder();
    vi.stubEnv('LECTERN_CACHE', cache);
    const { message } = await failure(datasets[name]({ mirrors: [nobody] }));
    vi.unstubAllEnvs();
    expect(message.startsWith(`datasets.${name}: expected in the folder ${join(cache, name)} the files `)).toBe(true);
    expect(message).toContain(wanted);
    const listed = [...message.matchAll(/(\S+) \(SHA-256 ([0-9a-f]{64})\)/g)];
    expect(listed.length).toBe(files);
    for (const [, file, sha256] of listed) expect(documentation).toContain(`| \`${file}\` | \`${sha256}\` |`);
    expect(message).toMatch(/, got no download \(127\.0\.0\.1:\d+: ECONNREFUSED\); put them there from http:\S+\/$/);
    expect(existsSync(cache)).toBe(false);
  });
});
