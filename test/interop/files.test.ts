import { join } from 'node:path';
import fc from 'fast-check';
import { backend, datasets, files, tensor } from 'lectern';
import { beforeAll, describe, expect, test } from 'vitest';
import { temporaryFolder } from '../helpers/temporary-folder.js';
import { torchOfFile } from '../helpers/torch-of-file.js';

const SETTINGS = { seed: 20_261_121, numRuns: 25 };
const folder = temporaryFolder();
const path = (name: string) => join(folder, name);

const torch = torchOfFile();
beforeAll(() => backend.use('auto'));

const size = fc.integer({ min: 1, max: 12 });
const seeds = fc.integer({ min: 1, max: 2 ** 30 });

describe('files that Python wrote are read', () => {
  test('CSV of numpy, to the last bit of float32', async () => {
    await fc.assert(
      fc.asyncProperty(seeds, size, size, async (seed, rows, columns) => {
        const { x } = await torch.run(`
import numpy
r = numpy.random.default_rng(${seed})
x = r.standard_normal((${rows}, ${columns})) * 10.0 ** r.integers(-20, 20, (${rows}, ${columns}))
x[r.random((${rows}, ${columns})) < 0.1] = numpy.nan
numpy.savetxt('${path('a.csv')}', x, delimiter=',', header=','.join('c%d' % i for i in range(${columns})), comments='')
found['x'] = x.astype('float32')
`);
        const table = files.readCsv(path('a.csv'));
        expect(table.columns.length).toBe(columns);
        expect(table.tensor().shape).toEqual([rows, columns]);
        expect(Array.from(table.tensor().dataSync())).toEqual(Array.from(x.values));
      }),
      SETTINGS,
    );
  });

  test('WAV of scipy, in every format that it writes', async () => {
    const formats = [
      ['uint8', 128, 128],
      ['int16', 0, 2 ** 15],
      ['int32', 0, 2 ** 31],
      ['float32', 0, 1],
      ['float64', 0, 1],
    ] as const;
    await fc.assert(
      fc.asyncProperty(seeds, size, fc.integer({ min: 1, max: 3 }), fc.constantFrom(...formats), async (...given) => {
        const [seed, time, channels, [dtype, zero, one]] = given;
        const { x } = await torch.run(`
import numpy, scipy.io.wavfile
r = numpy.random.default_rng(${seed})
d = numpy.dtype('${dtype}')
x = r.uniform(-2, 2, (${time}, ${channels})).astype(d) if d.kind == 'f' else r.integers(numpy.iinfo(d).min, numpy.iinfo(d).max, (${time}, ${channels}), d, True)
scipy.io.wavfile.write('${path('a.wav')}', 11025, x)
found['x'] = ((x.astype('float64') - ${zero}) / ${one}).astype('float32')
`);
        const { samples, sampleRate } = files.readAudio(path('a.wav'));
        expect([samples.shape, sampleRate]).toEqual([[time, channels], 11025]);
        expect(Array.from(samples.dataSync())).toEqual(Array.from(x.values));
      }),
      SETTINGS,
    );
  });
});

describe('files that we wrote are read by Python', () => {
  test('CSV by numpy, WAV by scipy', async () => {
    await fc.assert(
      fc.asyncProperty(seeds, size, size, async (seed, rows, columns) => {
        const values = Float32Array.from({ length: rows * columns }, (_, i) => Math.sin(seed + i * 7.3));
        const x = tensor(values).reshape(rows, columns);
        files.writeCsv(path('b.csv'), x);
        files.writeAudio(path('b.wav'), x, { sampleRate: 8000, bitDepth: '32f' });
        files.writeAudio(path('c.wav'), x, { sampleRate: 8000 });
        const found = await torch.run(`
import numpy, scipy.io.wavfile
found['csv'] = numpy.loadtxt('${path('b.csv')}', delimiter=',', ndmin=2).astype('float32').ravel()
rate, wave = scipy.io.wavfile.read('${path('b.wav')}')
found['wave'] = wave.ravel()
found['rate'] = torch.tensor(float(rate))
found['whole'] = (scipy.io.wavfile.read('${path('c.wav')}')[1].astype('float32') / 32768).ravel()
`);
        expect(Array.from(found.csv.values)).toEqual([...values]);
        expect(Array.from(found.wave.values)).toEqual([...values]);
        expect(found.rate.values[0]).toBe(8000);
        for (const [i, value] of values.entries()) {
          expect(Math.abs(found.whole.values[i] - value)).toBeLessThanOrEqual(1 / 32768);
        }
      }),
      SETTINGS,
    );
  });
});

describe('data sets have the numbers of scikit-learn', () => {
  test('iris and digits', async () => {
    const { iris, digits } = await torch.run(`
import sklearn.datasets as sk
for name, load in (('iris', sk.load_iris), ('digits', sk.load_digits)):
    data = load()
    found[name] = torch.cat([torch.tensor(data.data), torch.tensor(data.target)[:, None]], 1).float()
`);
    const table = datasets.iris().table;
    const rows = table.tensor(datasets.iris().train.features);
    const flowers = rows.toArray() as number[][];
    const { labels } = table.codes('species');
    expect(flowers.flatMap((row, i) => [...row, Number(labels.dataSync()[i])])).toEqual(Array.from(iris.values));
    const { train } = datasets.digits({ testFraction: 0 });
    const pixels = train.images.mul(16).dataSync();
    const numbers = train.labels.dataSync();
    const lines = (at: (i: number, j: number) => number, count: number) =>
      Array.from({ length: count }, (_, i) => Array.from({ length: 65 }, (_, j) => at(i, j)).join()).sort();
    // Ours are shuffled, so both are compared as sets.
    const ours = lines((i, j) => (j < 64 ? pixels[i * 64 + j] : numbers[i]), 1797);
    expect(ours).toEqual(lines((i, j) => digits.values[i * 65 + j], 1797));
  });
});
