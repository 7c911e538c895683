import { backend, metrics, tensor, zeros } from 'lectern';
import { beforeAll, describe, expect, test } from 'vitest';
import { settled } from '../helpers/settled.js';

beforeAll(() => backend.use('auto'));

const classes = (...numbers: number[]) => tensor(numbers, { dtype: 'int32' });

describe('metrics at the edges', () => {
  test('of nothing are NaN', () => {
    const all = [
      new metrics.Accuracy(),
      new metrics.TopKAccuracy(),
      new metrics.Precision(),
      new metrics.Recall({ average: 'micro' }),
      new metrics.F1Score({ average: 'binary' }),
      new metrics.MeanIoU({ classes: 3 }),
      new metrics.RocAuc(),
      new metrics.AveragePrecision(),
      new metrics.Perplexity(),
      new metrics.Bleu(),
      new metrics.R2Score(),
      new metrics.MeanSquaredError(),
      new metrics.Mean(),
    ];
    for (const metric of all) expect(metric.compute(), metric.constructor.name).toBeNaN();
  });

  test('forget everything on reset', () => {
    const [x, y] = [tensor([0.9, 0.1, 0.4]), classes(1, 0, 1)];
    const all = [
      new metrics.Accuracy({ threshold: 0.5 }),
      new metrics.F1Score({ average: 'binary' }),
      new metrics.RocAuc(),
      new metrics.AveragePrecision(),
    ];
    for (const metric of all) {
      metric.update(tensor([0.3, 0.7]), classes(1, 0));
      metric.reset();
      metric.update(x, y);
      const fresh = metric.compute();
      metric.reset();
      expect(metric.compute()).toBeNaN();
      metric.update(x, y);
      expect(metric.compute()).toBe(fresh);
    }
  });

  test('leave out a class that occurs nowhere, but not one that is only predicted', () => {
    const labels = classes(0, 0, 1, 1);
    const recall = (predicted: number[], count: number) =>
      metrics.recall(tensor(predicted, { dtype: 'int32' }), labels, { classes: count });
    expect(recall([0, 0, 1, 0], 3)).toBe(0.75);
    expect(recall([0, 0, 1, 2], 3)).toBe(0.5);
    expect(metrics.meanIoU(classes(0, 0, 1, 0), labels, { classes: 5 })).toBeCloseTo((2 / 3 + 1 / 2) / 2);
  });

  test('have no area under a curve with one class only', () => {
    const scores = tensor([0.2, 0.8]);
    expect(metrics.rocAuc(scores, classes(1, 1))).toBeNaN();
    expect(metrics.rocAuc(scores, classes(0, 0))).toBeNaN();
    expect(metrics.averagePrecision(scores, classes(0, 0))).toBeNaN();
    // Of class 2 there is nothing: the mean is over the other two.
    const three = tensor([
      [0.7, 0.2, 0.1],
      [0.2, 0.7, 0.1],
      [0.6, 0.3, 0.1],
    ]);
    expect(metrics.rocAuc(three, classes(0, 1, 0))).toBe(1);
  });

  test('leave out what ignoreIndex names, in masks too', () => {
    const masks = tensor(
      [
        [
          [0, 1],
          [255, 1],
        ],
      ],
      { dtype: 'int32' },
    );
    const predicted = tensor(
      [
        [
          [0, 1],
          [1, 0],
        ],
      ],
      { dtype: 'int32' },
    );
    expect(metrics.meanIoU(predicted, masks, { ignoreIndex: 255 })).toBe(0.5);
    const matrix = metrics.confusionMatrix(predicted, masks, { ignoreIndex: 255 });
    expect(matrix.toArray()).toEqual([
      [1, 0],
      [1, 1],
    ]);
  });

  test('count equal scores as if the earlier class were higher', () => {
    const same = zeros(3, 3);
    expect([1, 2, 3].map((k) => metrics.topKAccuracy(same, classes(0, 1, 2), { k }))).toEqual([1 / 3, 2 / 3, 1]);
  });

  test('take R² of targets without spread as all or nothing', () => {
    expect(metrics.r2Score(tensor([2, 2]), tensor([2, 2]))).toBe(1);
    expect(metrics.r2Score(tensor([2, 1]), tensor([2, 2]))).toBe(0);
    expect(metrics.r2Score(tensor([2]), tensor([2]))).toBeNaN();
  });

  test('give no BLEU without a common n-gram, and all of it to a copy', () => {
    expect(metrics.bleu(['a b c d'], [['e f g h']])).toBe(0);
    expect(metrics.bleu(['a b c d'], [['a b d c']])).toBe(0);
    expect(metrics.bleu(['a b c d'], [['x', 'a b c d']])).toBe(1);
    expect(metrics.bleu(['a b'], [['a b']])).toBe(0);
    // 'a b' as one word is not the words a and b.
    expect(metrics.bleu([['a b', 'c']], [['a b c']], { order: 2 })).toBe(0);
  });

  test('weigh the mean of unequal batches', () => {
    const mean = new metrics.Mean();
    mean.update(1, 3);
    mean.update(tensor([4, 6]));
    expect(mean.compute()).toBe(13 / 5);
  });

  test('leave no tensor behind', async () => {
    const [x, y] = [tensor([[0.9, 0.1]]), classes(0)];
    const before = await settled();
    for (let i = 0; i < 20; i++) {
      metrics.accuracy(x, y);
      metrics.perplexity(x, y);
      metrics.boxIoU(zeros(2, 4), zeros(2, 4));
    }
    expect((await settled()).tensors).toBe(before.tensors);
  });
});

describe('metrics refuse', () => {
  const cases: [what: string, run: () => unknown, message: string | RegExp][] = [
    [
      'shapes that do not fit',
      () => metrics.f1Score(zeros(4, 3), classes(1)),
      'confusionMatrix: expected scores [n, classes] or classes [n], and labels [n], got [4, 3] and [1]',
    ],
    [
      'scores in place of classes',
      () => metrics.accuracy(tensor([0.2, 0.7]), classes(0, 1)),
      /got 0\.2\d* at index 0; scores are \[n, classes\], or \[n\] with a threshold/,
    ],
    [
      'one score in place of two classes',
      () => metrics.accuracy(zeros(3, 1), classes(0, 1, 1)),
      'expected scores of two classes or more, got [3, 1]; with a threshold, one score tells two classes apart',
    ],
    [
      'labels out of range',
      () => metrics.confusionMatrix(classes(0, 1), classes(0, 3), { classes: 2 }),
      'confusionMatrix: classes must be from 0 to 1, got 3',
    ],
    [
      'a negative label',
      () => metrics.accuracy(classes(0, 1), classes(0, -1)),
      'accuracy: labels must be whole class numbers from 0, got -1 at index 1',
    ],
    [
      'an unknown average',
      () => new metrics.Precision({ average: 'mean' as 'macro' }),
      'Precision: average must be binary, micro, macro, weighted, got mean',
    ],
    [
      'a threshold for many classes',
      () => new metrics.Recall({ threshold: 0.5 }),
      "Recall: threshold is for average 'binary', got 'macro'",
    ],
    [
      'scores that are NaN',
      () => metrics.rocAuc(tensor([0.1, Number.NaN]), classes(0, 1)),
      'RocAuc: scores must be numbers, got NaN at index 1',
    ],
    [
      'a candidate without reference',
      () => metrics.bleu(['a'], [[]]),
      'bleu: expected one reference or more for each candidate, got 1 candidates and references for 0',
    ],
    [
      'boxes of three numbers',
      () => metrics.boxIoU(zeros(2, 3), zeros(2, 4)),
      'boxIoU: expected boxes [n, 4] as x1, y1, x2, y2, got [2, 3]',
    ],
    [
      'a target of another shape',
      () => metrics.r2Score(zeros(4, 1), zeros(4)),
      'R2Score: output and target must have one shape, got [4, 1] and [4]; reshape one of them',
    ],
  ];
  test.each(cases)('%s', (_what, run, message) => expect(run).toThrow(message));
});
