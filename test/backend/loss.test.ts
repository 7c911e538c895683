import { metrics, nn, tensor, zeros } from 'lectern';
import { describe, expect, test } from 'vitest';

const labelsOf = (...labels: number[]) => tensor(labels, { dtype: 'int32' });

describe('CrossEntropyLoss', () => {
  const logits = [
    [1, 2, 0.5],
    [-1, 3, 100],
  ];
  const losses = [
    [1, 0],
    [2, 1],
  ].map(([label, row]) => {
    const top = Math.max(...logits[row]);
    return top + Math.log(logits[row].reduce((sum, z) => sum + Math.exp(z - top), 0)) - logits[row][label];
  });

  test('is the negative log of the softmax at the label, reduced', () => {
    const x = tensor(logits);
    const y = labelsOf(1, 2);
    expect(new nn.CrossEntropyLoss()(x, y).item()).toBeCloseTo((losses[0] + losses[1]) / 2, 5);
    expect(new nn.CrossEntropyLoss({ reduction: 'sum' })(x, y).item()).toBeCloseTo(losses[0] + losses[1], 5);
    const each = new nn.CrossEntropyLoss({ reduction: 'none' })(x, y);
    expect(each.shape).toEqual([2]);
    for (const [i, loss] of each.dataSync().entries()) expect(loss).toBeCloseTo(losses[i], 5);
  });

  test('has the gradient softmax minus one-hot, divided by the number of rows', () => {
    const x = tensor(
      [
        [1, 2, 0.5],
        [0, 0, 0],
      ],
      { requiresGrad: true },
    );
    new nn.CrossEntropyLoss()(x, labelsOf(1, 0)).backward();
    const sum = Math.exp(1) + Math.exp(2) + Math.exp(0.5);
    const expected = [Math.exp(1) / sum, Math.exp(2) / sum - 1, Math.exp(0.5) / sum, 1 / 3 - 1, 1 / 3, 1 / 3];
    for (const [i, g] of x.grad!.dataSync().entries()) expect(g).toBeCloseTo(expected[i] / 2, 5);
  });

  test('names the first label that is out of range', () => {
    const criterion = new nn.CrossEntropyLoss();
    expect(() => criterion(zeros(3, 10), labelsOf(0, 9, 10))).toThrow(
      'CrossEntropyLoss: labels must be from 0 to 9 for logits of 10 classes, got 10 at index 2',
    );
    expect(() => criterion(zeros(2, 10), labelsOf(-1, 0))).toThrow('got -1 at index 0');
  });

  test('refuses labels that are not int32 and shapes that do not fit', () => {
    const criterion = new nn.CrossEntropyLoss();
    expect(() => criterion(zeros(2, 3), tensor([0, 1]))).toThrow("got float32; convert them: labels.to('int32')");
    expect(() => criterion(zeros(2, 3), labelsOf(0, 1, 2))).toThrow('got [2, 3] and [3]');
    expect(() => new nn.CrossEntropyLoss({ reduction: 'avg' as 'mean' })).toThrow(
      "CrossEntropyLoss: reduction must be 'mean', 'sum' or 'none', got 'avg'",
    );
  });
});

describe('MSELoss', () => {
  test('is the mean, the sum or each of the squared differences', () => {
    const [x, y] = [
      tensor([
        [1, 2],
        [3, 4],
      ]),
      tensor([
        [1, 0],
        [0, 8],
      ]),
    ];
    expect(new nn.MSELoss()(x, y).item()).toBe(29 / 4);
    expect(new nn.MSELoss({ reduction: 'sum' })(x, y).item()).toBe(29);
    expect(new nn.MSELoss({ reduction: 'none' })(x, y).toArray()).toEqual([
      [0, 4],
      [9, 16],
    ]);
  });

  test('has the gradient 2 (x − y) / n', () => {
    const x = tensor([1, 2, 3, 4], { requiresGrad: true });
    new nn.MSELoss()(x, tensor([1, 0, 0, 8])).backward();
    expect(x.grad!.toArray()).toEqual([0, 1, 1.5, -2]);
  });

  test('refuses shapes that would broadcast', () => {
    expect(() => new nn.MSELoss()(zeros(5, 1), zeros(5))).toThrow(
      'MSELoss: input and target must have one shape, got [5, 1] and [5]',
    );
  });
});

describe('accuracy', () => {
  test('counts rows whose highest score is at the label, or equal classes', () => {
    const scores = tensor([
      [0, 1, 0],
      [2, 1, 0],
      [0, 0, 3],
      [5, 1, 0],
    ]);
    expect(metrics.accuracy(scores, labelsOf(1, 0, 2, 1))).toBe(0.75);
    expect(metrics.accuracy(labelsOf(1, 2), labelsOf(2, 2))).toBe(0.5);
    expect(() => metrics.accuracy(scores, labelsOf(1))).toThrow('got [4, 3] and [1]');
  });
});
