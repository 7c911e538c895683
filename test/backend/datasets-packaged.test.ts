import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { data, datasets, type files } from 'lectern';
import { describe, expect, test } from 'vitest';

const folder = new URL('../../lib/data/', import.meta.url);
const readme = readFileSync(new URL('README.md', folder), 'utf8');
const countOf = (labels: Iterable<number>, classes: readonly string[]) => {
  const counts = Object.fromEntries(classes.map((name) => [name, 0]));
  for (const label of labels) counts[classes[label]]++;
  return counts;
};
const meanOf = (values: readonly files.Cell[]) => {
  const present = values.filter((value) => typeof value === 'number');
  return present.reduce((sum, value) => sum + value, 0) / present.length;
};

describe('the data that ships', () => {
  test('is listed with its size and checksum, and no file is over 1 MB', () => {
    const names = readdirSync(folder).filter((name) => name !== 'README.md');
    expect(names.length).toBeGreaterThan(7);
    for (const name of names) {
      const { size } = statSync(new URL(name, folder));
      const sha256 = createHash('sha256')
        .update(readFileSync(new URL(name, folder)))
        .digest('hex');
      expect(readme).toContain(`| \`${name}\` | ${size.toLocaleString('en')} | \`${sha256}\` |`);
      expect(size).toBeLessThan(1_000_000);
    }
  });
});

describe('iris', () => {
  test('has the 150 flowers of the paper, with its means', () => {
    const { table, classes, train, test: held } = datasets.iris();
    expect([table.length, classes]).toEqual([150, ['setosa', 'versicolor', 'virginica']]);
    const means = train.features.map((name) => meanOf(table.column(name)));
    for (const [i, mean] of [5.8433, 3.0573, 3.758, 1.1993].entries()) expect(means[i]).toBeCloseTo(mean, 4);
    expect([train.inputs.shape, held.inputs.shape]).toEqual([
      [120, 4],
      [30, 4],
    ]);
    expect(countOf(held.labels.dataSync(), classes)).toEqual({ setosa: 10, versicolor: 10, virginica: 10 });
  });

  test('keeps rows and labels together, in batches too', () => {
    const { table, train, classes } = datasets.iris({ testFraction: 0, seed: 4 });
    const rows = new Map(table.rows().map((row) => [Object.values(row).slice(0, 4).map(Number).join(), row.species]));
    const [[inputs, labels]] = new data.DataLoader(train, { batchSize: 150 });
    const numbers = labels.toArray() as number[];
    for (const [i, row] of (inputs.toArray() as number[][]).entries()) {
      const key = row.map((value) => Number(value.toFixed(1))).join();
      expect(rows.get(key)).toBe(classes[numbers[i]]);
    }
    const [input, label] = train.get(3);
    expect([input.shape, label.shape]).toEqual([[4], []]);
  });
});

describe('penguins', () => {
  test('has the 344 birds of the study, those without measurements in the table only', () => {
    const { table, classes, train, test: held } = datasets.penguins();
    expect(table.length).toBe(344);
    const all = countOf([...train.labels.dataSync(), ...held.labels.dataSync()], classes);
    expect(all).toEqual({ Adelie: 151, Chinstrap: 68, Gentoo: 123 });
    const means = train.features.map((name) => meanOf(table.column(name)));
    for (const [i, mean] of [43.92193, 17.15117, 200.91521, 4201.75439].entries())
      expect(means[i]).toBeCloseTo(mean, 4);
    expect(train.inputs.isnan().any().item()).toBe(0);
  });

  test('can be told apart by sex or island', () => {
    const sizes = (['sex', 'island'] as const).map((target) => {
      const { train, test: held, classes } = datasets.penguins({ target });
      return [train.length + held.length, ...classes];
    });
    expect(sizes).toEqual([
      [333, 'female', 'male'],
      [342, 'Biscoe', 'Dream', 'Torgersen'],
    ]);
    expect(() => datasets.penguins({ target: 'year' as 'sex' })).toThrow(
      "datasets.penguins: expected target species, island, sex, got 'year'",
    );
  });
});

describe('names', () => {
  test('has surnames of 17 languages, in both parts each', () => {
    const { train, test: held, classes } = datasets.names();
    expect([classes.length, train.length + held.length]).toEqual([17, 10_152]);
    const counts = countOf(held.labels.dataSync(), classes);
    expect(counts).toMatchObject({ Finnish: 10, Italian: 434, Yoruba: 20 });
    const language = (name: string) => {
      const at = train.texts.indexOf(name);
      return at < 0 ? classes[held.labels.dataSync()[held.texts.indexOf(name)]] : classes[train.labels.dataSync()[at]];
    };
    expect(['Kowalczyk', 'Adegoke', 'Mäkinen'].map(language)).toEqual(['Polish', 'Yoruba', 'Finnish']);
  });

  test('has given names by gender, and keeps names that look like missing values', () => {
    const { train, test: held, classes } = datasets.names({ by: 'gender', testFraction: 0.1 });
    expect([classes, train.length + held.length]).toEqual([['female', 'male'], 8841]);
    expect([...train.texts, ...held.texts]).toContain('Nan');
    expect(() => datasets.names({ by: 'age' as 'gender' })).toThrow("expected by language or gender, got 'age'");
  });

  test('gives samples and batches that agree', () => {
    const { train } = datasets.names();
    const [text, label] = train.get(7);
    const [texts, labels] = train.batch([3, 7]);
    expect([texts[1], labels.dataSync()[1]]).toEqual([text, label.item()]);
    expect([typeof text, label.shape, label.dtype]).toEqual(['string', [], 'int32']);
    for (const [batch, numbers] of new data.DataLoader(train, { batchSize: 100 })) {
      expect(batch.length).toBe(numbers.shape[0]);
    }
    expect(() => train.get(-1)).toThrow('TextDataset: index must be');
  });
});

describe('mobyDick', () => {
  test('begins and ends as the novel does, and has all its chapters', () => {
    const { text } = datasets.mobyDick();
    expect(text.startsWith('CHAPTER 1. Loomings.\n\nCall me Ishmael. Some years ago')).toBe(true);
    expect(text.trimEnd().endsWith('only found another orphan.')).toBe(true);
    expect(text.match(/^CHAPTER \d+\. /gm)?.length).toBe(135);
  });

  test('is numbered letter by letter, and back', () => {
    const corpus = datasets.mobyDick();
    const codes = corpus.encode();
    expect([codes.shape, codes.dtype]).toEqual([[1_191_164], 'int32']);
    expect(codes.max().item()).toBe(corpus.characters.length - 1);
    expect(corpus.characters.length).toBe(81);
    expect(corpus.decode(codes.at('20:40'))).toBe(corpus.text.slice(20, 40));
    expect(corpus.decode(corpus.encode('A whale!'))).toBe('A whale!');
    expect(() => corpus.encode('π')).toThrow("Corpus.encode: expected one of the 81 characters, got 'π'");
    expect(() => corpus.decode([81])).toThrow('Corpus.decode: expected codes 0…80, got 81');
  });
});

describe('photograph', () => {
  test('is a colour image with values in 0…1', () => {
    for (const name of ['china', 'flower'] as const) {
      const { image, licence, author } = datasets.photograph(name);
      expect([image.shape, image.dtype, licence]).toEqual([[427, 640, 3], 'float32', 'CC BY 2.0']);
      expect(image.min().item()).toBeGreaterThanOrEqual(0);
      expect(image.max().item()).toBeLessThanOrEqual(1);
      expect(author.length).toBeGreaterThan(3);
    }
  });

  test('has the pixels that libjpeg decodes', () => {
    // What Pillow 13 gives at three places and on average, within the rounding that decoders may differ by.
    const image = datasets.photograph('china').image.mul(255);
    const pixels = [image.at(0, 0), image.at(200, 300), image.at(426, 639)].map((pixel) => pixel.toArray() as number[]);
    const pillow = [
      [174, 201, 231],
      [44, 24, 23],
      [15, 24, 7],
    ];
    for (const [i, pixel] of pixels.entries()) {
      for (const [c, value] of pixel.entries()) expect(Math.abs(value - pillow[i][c])).toBeLessThanOrEqual(2);
    }
    const means = image.mean([0, 1]).toArray() as number[];
    for (const [c, mean] of [144.72, 145.469, 140.919].entries()) expect(Math.abs(means[c] - mean)).toBeLessThan(0.1);
    expect(() => datasets.photograph('cat' as 'china')).toThrow("expected china or flower, got 'cat'");
  });
});
