import { data, datasets, type Tensor, tensor } from 'lectern';
import { describe, expect, test } from 'vitest';
import '../helpers/close.js';

const rows = (x: Tensor) => x.toArray() as number[][];
const counts = (labels: Tensor) => {
  const found: number[] = [];
  for (const label of labels.dataSync()) found[label] = (found[label] ?? 0) + 1;
  return found;
};

const POINTS = {
  moons: datasets.moons,
  circles: datasets.circles,
  spirals: datasets.spirals,
  blobs: datasets.blobs,
  xor: datasets.xor,
  checkerboard: datasets.checkerboard,
  gaussianQuantiles: datasets.gaussianQuantiles,
  swissRoll: datasets.swissRoll,
  linearRegression: datasets.linearRegression,
  sineRegression: datasets.sineRegression,
};
const SEQUENCES = {
  addingProblem: datasets.addingProblem,
  copyMemory: datasets.copyMemory,
  sineWaves: datasets.sineWaves,
  parity: datasets.parity,
  temporalOrder: datasets.temporalOrder,
};

describe('every generated set', () => {
  test.each(Object.entries({ ...POINTS, ...SEQUENCES }))(
    '%s has n samples, the same for the same seed',
    (name, make) => {
      const [set, same, other] = [make({ n: 31, seed: 1 }), make({ n: 31, seed: 1 }), make({ n: 31, seed: 2 })];
      expect([set.name, set.length, set.inputs.shape[0], set.targets.shape[0]]).toEqual([name, 31, 31, 31]);
      expect([same.inputs.toArray(), same.targets.toArray()]).toEqual([set.inputs.toArray(), set.targets.toArray()]);
      expect(other.inputs.toArray()).not.toEqual(set.inputs.toArray());
      const isClass = set.classes.length > 0;
      expect(set.targets.dtype).toBe(isClass ? 'int32' : 'float32');
      if (isClass) expect(Math.max(...set.targets.dataSync())).toBeLessThan(set.classes.length);
      expect(make().length).toBe(100);
      expect(() => make({ n: 0 })).toThrow(
        new RegExp(`^datasets\\.${name}: expected n to be a whole number of at least \\d, got 0$`),
      );
      for (const [x, y] of new data.DataLoader(set, { batchSize: 40 }))
        expect([x.shape[0], y.shape[0]]).toEqual([31, 31]);
    },
  );

  test.each(Object.entries(POINTS))(
    '%s is shuffled unless told otherwise, and keeps points with their targets',
    (_, make) => {
      const [mixed, plain] = [make({ n: 40, seed: 3 }), make({ n: 40, seed: 3, shuffle: false })];
      const pairs = (set: datasets.GeneratedDataset) =>
        rows(set.inputs).map((point, i) =>
          [...point.map((v) => v.toFixed(4)), set.targets.get(i).sum().item().toFixed(4)].join(),
        );
      // Blobs draw their noise for each place.
      if (mixed.name !== 'blobs') expect(pairs(mixed).sort()).toEqual(pairs(plain).sort());
      expect(mixed.inputs.toArray()).not.toEqual(plain.inputs.toArray());
    },
  );

  test('noise has the deviation that was asked for', () => {
    const of = (noise: number) => datasets.moons({ n: 4000, noise, shuffle: false, seed: 1 }).inputs;
    const added = of(0.3).sub(of(0));
    expect(added.mean().item()).toBeCloseTo(0, 1.5);
    expect(added.std().item()).toBeCloseTo(0.3, 2);
    expect(() => datasets.circles({ noise: -1 })).toThrow('datasets.circles: expected noise from 0, got -1');
  });
});

describe('moons and circles', () => {
  // What sklearn.datasets.make_moons and make_circles(factor=0.5) give with shuffle=False.
  const [s, c] = [0.8660254, 0.4330127];
  const MOONS = {
    5: [
      [1, 0],
      [-1, 0],
      [0, 0.5],
      [1, -0.5],
      [2, 0.5],
    ],
    8: [
      [1, 0],
      [0.5, s],
      [-0.5, s],
      [-1, 0],
      [0, 0.5],
      [0.5, 0.5 - s],
      [1.5, 0.5 - s],
      [2, 0.5],
    ],
  };
  const CIRCLES = {
    5: [
      [1, 0],
      [-1, 0],
      [0.5, 0],
      [-0.25, c],
      [-0.25, -c],
    ],
    8: [
      [1, 0],
      [0, 1],
      [-1, 0],
      [0, -1],
      [0.5, 0],
      [0, 0.5],
      [-0.5, 0],
      [0, -0.5],
    ],
  };
  test.each([5, 8] as const)('are the points of scikit-learn, n = %d', (n) => {
    const labels = Array.from({ length: n }, (_, i) => Number(i >= Math.floor(n / 2)));
    const moons = datasets.moons({ n, shuffle: false });
    const circles = datasets.circles({ n, shuffle: false, factor: 0.5 });
    expect(moons.inputs).toBeCloseToTensor(tensor(MOONS[n]), { atol: 1e-6 });
    expect(circles.inputs).toBeCloseToTensor(tensor(CIRCLES[n]), { atol: 1e-6 });
    expect([moons.targets.toArray(), circles.targets.toArray()]).toEqual([labels, labels]);
  });
});

describe('sets of points', () => {
  test('spirals wind by their turns, an arm a class', () => {
    const set = datasets.spirals({ n: 30, classes: 3, turns: 2, shuffle: false });
    expect(counts(set.targets)).toEqual([10, 10, 10]);
    for (const [i, [x, y]] of rows(set.inputs).entries()) {
      const radius = Math.hypot(x, y);
      const angle = 2 * Math.PI * (2 * radius + set.targets.get(i).item() / 3);
      expect([x, y]).toEqual([
        expect.closeTo(radius * Math.cos(angle), 4),
        expect.closeTo(radius * Math.sin(angle), 4),
      ]);
    }
    expect(set.inputs.norm({ dim: 1 }).max().item()).toBeCloseTo(1, 5);
  });

  test('blobs lie about their centres', () => {
    const centers = [
      [5, 0, 0],
      [-5, 1, 2],
    ];
    const set = datasets.blobs({ n: 3001, centers, std: 0.5, seed: 1 });
    expect(counts(set.targets)).toEqual([1501, 1500]);
    for (const [label, center] of centers.entries()) {
      const own = set.inputs.at(set.targets.eq(label));
      expect(own.mean(0)).toBeCloseToTensor(tensor(center), { atol: 0.05 });
      expect(own.std(0)).toBeCloseToTensor(tensor([0.5, 0.5, 0.5]), { atol: 0.03 });
    }
    const drawn = datasets.blobs({ centers: 4, features: 5, box: [2, 3], std: 0, seed: 1 });
    expect(drawn.inputs.shape).toEqual([100, 5]);
    expect(drawn.inputs.min().item()).toBeGreaterThanOrEqual(2);
    expect(drawn.inputs.max().item()).toBeLessThanOrEqual(3);
    expect(() => datasets.blobs({ centers: [[1], [1, 2]] })).toThrow('expected centers of one length, got [[1],[1,2]]');
  });

  test('xor and checkerboard colour the square by its fields', () => {
    const { inputs, targets } = datasets.xor({ seed: 1 });
    expect(targets.toArray()).toEqual(rows(inputs).map(([x, y]) => Number(x * y < 0)));
    const board = datasets.checkerboard({ n: 4000, cells: 3, seed: 2 });
    const labels = board.targets.dataSync();
    for (const [i, [x, y]] of rows(board.inputs).entries()) {
      expect(Math.max(Math.abs(x), Math.abs(y))).toBeLessThanOrEqual(1);
      const field = (v: number) => Math.floor(((v + 1) / 2) * 3);
      expect(labels[i]).toBe((field(x) + field(y)) % 2);
    }
    // 5 of 9 fields have the colour of the corner.
    expect(Math.abs(counts(board.targets)[0] / 4000 - 5 / 9)).toBeLessThan(0.04);
  });

  test('gaussianQuantiles cuts rings of equally many points', () => {
    const set = datasets.gaussianQuantiles({ n: 1000, features: 3, variance: 4, seed: 1 });
    expect(counts(set.targets)).toEqual([333, 333, 334]);
    const radius = set.inputs.norm({ dim: 1 });
    const ring = (label: number) => radius.at(set.targets.eq(label));
    expect(ring(0).max().item()).toBeLessThanOrEqual(ring(1).min().item());
    expect(ring(1).max().item()).toBeLessThanOrEqual(ring(2).min().item());
    expect(set.inputs.std().item()).toBeCloseTo(2, 0.9);
  });

  test('swissRoll rolls a strip up', () => {
    const set = datasets.swissRoll({ n: 500, seed: 1 });
    for (const [i, [x, y, z]] of rows(set.inputs).entries()) {
      const t = set.targets.dataSync()[i];
      expect([x, z]).toEqual([expect.closeTo(t * Math.cos(t), 3), expect.closeTo(t * Math.sin(t), 3)]);
      expect(y).toBeLessThan(21);
    }
    expect(set.targets.min().item()).toBeGreaterThanOrEqual(1.5 * Math.PI);
    expect(set.targets.max().item()).toBeLessThanOrEqual(4.5 * Math.PI);
    expect(set.targets.mean().item()).toBeCloseTo(3 * Math.PI, 0);
  });

  test('regressions have noise on their targets alone, and tell the truth', () => {
    const set = datasets.linearRegression({ n: 2000, weights: [2, -3], bias: 1, noise: 0.5, seed: 1 });
    const rest = set.targets.sub(set.inputs.matmul(tensor([[2], [-3]])).add(1));
    expect(rest.std().item()).toBeCloseTo(0.5, 1.3);
    const drawn = datasets.linearRegression({ n: 50, features: 3, seed: 2 });
    expect(drawn.inputs.matmul(tensor(drawn.weights.map((w) => [w]))).add(drawn.bias)).toBeCloseToTensor(drawn.targets);
    const sine = datasets.sineRegression({ n: 100, range: [0, 2], frequency: 3, seed: 1 });
    expect(sine.inputs.mul(3).sin()).toBeCloseToTensor(sine.targets);
    expect(sine.inputs.max().item()).toBeLessThanOrEqual(2);
  });
});

describe('sequences', () => {
  test('addingProblem marks one number in each half', () => {
    const { inputs, targets } = datasets.addingProblem({ n: 200, length: 9, seed: 1 });
    expect(inputs.shape).toEqual([200, 9, 2]);
    const [values, marks] = [inputs.at('...', 0), inputs.at('...', 1)];
    expect(values.mul(marks).sum(1)).toBeCloseToTensor(targets.squeeze(1));
    expect(new Set(marks.at(':', ':4').sum(1).dataSync())).toEqual(new Set([1]));
    expect(new Set(marks.at(':', '4:').sum(1).dataSync())).toEqual(new Set([1]));
    expect(targets.mean().item()).toBeCloseTo(1, 0.9);
    // A model that always says 1 has the mean squared error 1/6.
    expect(targets.var().item()).toBeGreaterThan(0.1);
    expect(targets.var().item()).toBeLessThan(0.23);
  });

  test('copyMemory asks for the symbols after the delay', () => {
    const set = datasets.copyMemory({ n: 20, length: 3, symbols: 4, delay: 5, seed: 1 });
    expect(set.classes).toEqual(['blank', '1', '2', '3', '4', 'recall']);
    for (const [i, tokens] of rows(set.inputs).entries()) {
      const wanted = rows(set.targets)[i];
      expect(tokens.slice(3)).toEqual([0, 0, 0, 0, 5, 0, 0, 0]);
      expect(wanted).toEqual([0, 0, 0, 0, 0, 0, 0, 0, ...tokens.slice(0, 3)]);
      for (const token of tokens.slice(0, 3)) expect([1, 2, 3, 4]).toContain(token);
    }
  });

  test('sineWaves ask for the next value', () => {
    const { inputs, targets } = datasets.sineWaves({ n: 30, length: 40, frequency: [2, 2], seed: 1 });
    expect(inputs.at(':', '1:')).toBeCloseToTensor(targets.at(':', ':-1'));
    // x(t + 1) + x(t − 1) = 2 cos(ω) x(t) for every sine.
    const around = inputs.at(':', '2:').add(inputs.at(':', ':-2'));
    expect(around).toBeCloseToTensor(inputs.at(':', '1:-1').mul(2 * Math.cos((2 * Math.PI * 2) / 40)), { atol: 1e-4 });
    const noisy = datasets.sineWaves({ n: 200, length: 40, frequency: [2, 2], noise: 0.2, seed: 1 });
    expect(noisy.inputs.at(':', '1:').sub(noisy.targets.at(':', ':-1')).std().item()).toBeCloseTo(0.2, 1.5);
  });

  test('parity counts the ones, at the end or at each step', () => {
    const [end, running] = [false, true].map((each) => datasets.parity({ n: 50, length: 7, running: each, seed: 1 }));
    const bits = rows(end.inputs.squeeze(2));
    expect(end.targets.toArray()).toEqual(bits.map((row) => row.reduce((a, b) => a + b) % 2));
    expect(running.targets.toArray()).toEqual(
      bits.map((row) => row.map((_, t) => row.slice(0, t + 1).reduce((a, b) => a + b) % 2)),
    );
  });

  test('temporalOrder has two signs among others', () => {
    const set = datasets.temporalOrder({ n: 100, length: 30, seed: 1 });
    const symbols = datasets.TEMPORAL_ORDER_SYMBOLS;
    for (const [i, tokens] of rows(set.inputs).entries()) {
      const text = tokens.map((token) => symbols[token]).join('');
      const [, first, second] = /^E[abcd]{2,4}([XY])[abcd]+([XY])[abcd]{11,13}B$/.exec(text)!;
      expect(text.search(/[XY]/)).toBeLessThan(6);
      expect(set.classes[set.targets.dataSync()[i]]).toBe(first + second);
    }
    expect(counts(set.targets).every((count) => count > 10)).toBe(true);
  });
});
