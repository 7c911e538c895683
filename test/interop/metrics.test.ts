import fc from 'fast-check';
import { metrics, type Tensor } from 'lectern';
import { describe, expect, test } from 'vitest';
import type { Given } from '../helpers/torch.js';
import { torchOfFile } from '../helpers/torch-of-file.js';
import '../helpers/close.js';
import { asTensor } from './ops/derive.js';
import { floats, int, integers } from './ops/spec.js';

const SETTINGS = { seed: 20_261_121, numRuns: 25 };

const torch = torchOfFile();

const seeds = fc.integer({ min: 1, max: 2 ** 30 });

type Update = { update(output: Tensor, target: Tensor): void };

/** The metric of the rows in uneven batches. */
function streamed<M extends Update>(metric: M, output: Given, target: Given): M {
  const rows = target.shape[0];
  for (let from = 0, length = 1; from < rows; from += length++) {
    const part = (x: Given) => asTensor(x).narrow(0, from, Math.min(length, rows - from));
    metric.update(part(output), part(target));
  }
  return metric;
}

/** What scikit-learn says, as flat lists by name. */
async function ask(script: string, given: Record<string, Given>): Promise<Record<string, number[]>> {
  const answer = await torch.run(
    `import sklearn.metrics as sk, numpy, warnings\nwarnings.simplefilter('ignore')\n${script}`,
    given,
  );
  return Object.fromEntries(Object.entries(answer).map(([name, { values }]) => [name, Array.from(values)]));
}

function close(actual: number | readonly number[], expected: readonly number[], within = 1e-6): void {
  const list = typeof actual === 'number' ? [actual] : actual;
  expect(list).toHaveLength(expected.length);
  for (const [i, value] of expected.entries()) {
    if (!Number.isFinite(value)) expect(list[i]).toBe(value);
    else expect(Math.abs(list[i] - value)).toBeLessThanOrEqual(within * Math.max(1, Math.abs(value)));
  }
}

describe('metrics of classes agree with scikit-learn', () => {
  test('confusion matrix, accuracy, top-k accuracy, precision, recall, F1 and IoU, streamed and whole', async () => {
    await fc.assert(
      fc.asyncProperty(seeds, int(1, 40), int(3, 7), int(1, 2), async (seed, rows, classes, k) => {
        const scores = floats([rows, classes], seed);
        // Often one class is absent.
        const labels = integers([rows], seed + 1, seed % 2, classes);
        const [x, y] = [asTensor(scores), asTensor(labels)];
        const all = `list(range(${classes}))`;
        const names = { precision: metrics.Precision, recall: metrics.Recall, f1: metrics.F1Score } as const;
        const expected = await ask(
          `
y = given['y'].numpy(); s = given['x'].numpy(); p = s.argmax(1)
found['matrix'] = sk.confusion_matrix(y, p, labels=${all})
found['accuracy'] = sk.accuracy_score(y, p)
found['topk'] = sk.top_k_accuracy_score(y, s, k=${k}, labels=${all})
found['iou'] = sk.jaccard_score(y, p, average='macro')
for name, f in (('precision', sk.precision_score), ('recall', sk.recall_score), ('f1', sk.f1_score)):
    for average in ('micro', 'macro', 'weighted'): found[name + average] = f(y, p, average=average, zero_division=0)
    found[name + 'each'] = f(y, p, average=None, labels=${all}, zero_division=0)
`,
          { x: scores, y: labels },
        );
        close(Array.from(metrics.confusionMatrix(x, y).dataSync()), expected.matrix);
        close(
          Array.from(streamed(new metrics.ConfusionMatrix(), scores, labels).compute().dataSync()),
          expected.matrix,
        );
        close(metrics.accuracy(x, y), expected.accuracy);
        close(streamed(new metrics.Accuracy(), scores, labels).compute(), expected.accuracy);
        close(metrics.topKAccuracy(x, y, { k }), expected.topk);
        close(streamed(new metrics.TopKAccuracy({ k }), scores, labels).compute(), expected.topk);
        close(metrics.meanIoU(x, y), expected.iou);
        close(streamed(new metrics.MeanIoU(), scores, labels).compute(), expected.iou);
        for (const [name, Class] of Object.entries(names)) {
          for (const average of ['micro', 'macro', 'weighted'] as const) {
            const metric = streamed(new Class({ average }), scores, labels);
            close(metric.compute(), expected[name + average]);
            close(metric.perClass(), expected[`${name}each`]);
          }
        }
        close(metrics.f1Score(x, y, { average: 'weighted' }), expected.f1weighted);
      }),
      SETTINGS,
    );
  });

  test('binary precision, recall and F1 at a threshold', async () => {
    await fc.assert(
      fc.asyncProperty(seeds, int(1, 40), fc.constantFrom(0.5, 0.2, 0.9), async (seed, rows, threshold) => {
        const scores = floats([rows], seed, { low: 0, high: 1 });
        const labels = integers([rows], seed + 1, 0, 2);
        const expected = await ask(
          `
y = given['y'].numpy(); p = (given['x'].numpy() > ${threshold}).astype(int)
found['precision'] = sk.precision_score(y, p, zero_division=1)
found['recall'] = sk.recall_score(y, p, zero_division=1)
found['f1'] = sk.f1_score(y, p, zero_division=1)
found['accuracy'] = sk.accuracy_score(y, p)
`,
          { x: scores, y: labels },
        );
        const [x, y] = [asTensor(scores), asTensor(labels)];
        const options = { average: 'binary', threshold, zeroDivision: 1 } as const;
        close(metrics.precision(x, y, options), expected.precision);
        close(metrics.recall(x, y, options), expected.recall);
        close(metrics.f1Score(x, y, options), expected.f1);
        close(streamed(new metrics.F1Score(options), scores, labels).compute(), expected.f1);
        close(metrics.accuracy(x, y, { threshold }), expected.accuracy);
      }),
      SETTINGS,
    );
  });
});

describe('metrics of rankings agree with scikit-learn', () => {
  test('ROC curve and area, precision-recall curve and average precision, with ties', async () => {
    await fc.assert(
      fc.asyncProperty(seeds, int(2, 60), fc.constantFrom(0, 0.25), async (seed, rows, grid) => {
        const scores = floats([rows], seed, { low: -1, high: 1, grid });
        const labels = integers([rows], seed + 1, 0, 2);
        labels.values[0] = 0;
        labels.values[1] = 1;
        const expected = await ask(
          `
y = given['y'].numpy(); s = given['x'].numpy()
found['fpr'], found['tpr'], found['at'] = map(numpy.array, sk.roc_curve(y, s, drop_intermediate=False))
found['auc'] = sk.roc_auc_score(y, s)
found['precision'], found['recall'], found['pr'] = map(lambda v: numpy.array(v), sk.precision_recall_curve(y, s))
found['ap'] = sk.average_precision_score(y, s)
`,
          { x: scores, y: labels },
        );
        const [x, y] = [asTensor(scores), asTensor(labels)];
        const roc = metrics.rocCurve(x, y);
        close(roc.falsePositiveRate, expected.fpr);
        close(roc.truePositiveRate, expected.tpr);
        close(roc.thresholds, expected.at);
        close(metrics.rocAuc(x, y), expected.auc);
        close(streamed(new metrics.RocAuc(), scores, labels).compute(), expected.auc);
        const curve = metrics.precisionRecallCurve(x, y);
        close(curve.precision, expected.precision);
        close(curve.recall, expected.recall);
        close(curve.thresholds, expected.pr);
        close(metrics.averagePrecision(x, y), expected.ap);
        close(streamed(new metrics.AveragePrecision(), scores, labels).compute(), expected.ap);
      }),
      SETTINGS,
    );
  });

  test('the areas of each class against the rest', async () => {
    await fc.assert(
      fc.asyncProperty(seeds, int(8, 50), int(3, 5), async (seed, rows, classes) => {
        const scores = floats([rows, classes], seed, { low: 0.01, high: 1 });
        const sums = Array.from({ length: rows }, (_, i) =>
          Array.from(scores.values.subarray(i * classes, (i + 1) * classes)).reduce((a, b) => a + b, 0),
        );
        for (let i = 0; i < scores.values.length; i++) scores.values[i] /= sums[Math.floor(i / classes)];
        const labels = integers([rows], seed + 1, 0, classes);
        for (let c = 0; c < classes; c++) labels.values[c] = c;
        const expected = await ask(
          `
y = given['y'].numpy(); s = given['x'].double().numpy(); s = s / s.sum(1, keepdims=True)
hot = numpy.eye(${classes})[y]
for average in ('macro', 'weighted'):
    found['auc' + average] = sk.roc_auc_score(y, s, multi_class='ovr', average=average)
    found['ap' + average] = sk.average_precision_score(hot, s, average=average)
`,
          { x: scores, y: labels },
        );
        for (const average of ['macro', 'weighted'] as const) {
          close(streamed(new metrics.RocAuc({ average }), scores, labels).compute(), expected[`auc${average}`]);
          close(
            streamed(new metrics.AveragePrecision({ average }), scores, labels).compute(),
            expected[`ap${average}`],
          );
        }
      }),
      SETTINGS,
    );
  });
});

describe('metrics of numbers agree with scikit-learn', () => {
  test('R², mean squared, root mean squared and mean absolute error', async () => {
    await fc.assert(
      fc.asyncProperty(seeds, int(2, 40), int(-2, 2), async (seed, rows, shift) => {
        const target = floats([rows], seed, { low: 300 * shift - 1, high: 300 * shift + 1 });
        const output = floats([rows], seed + 1, { low: 300 * shift - 1, high: 300 * shift + 1 });
        const expected = await ask(
          `
y = given['y'].double().numpy(); p = given['x'].double().numpy()
found['r2'] = sk.r2_score(y, p)
found['mse'] = sk.mean_squared_error(y, p)
found['rmse'] = sk.root_mean_squared_error(y, p)
found['mae'] = sk.mean_absolute_error(y, p)
`,
          { x: output, y: target },
        );
        const [x, y] = [asTensor(output), asTensor(target)];
        close(metrics.r2Score(x, y), expected.r2);
        close(streamed(new metrics.R2Score(), output, target).compute(), expected.r2);
        close(metrics.meanSquaredError(x, y), expected.mse);
        close(streamed(new metrics.RootMeanSquaredError(), output, target).compute(), expected.rmse);
        close(streamed(new metrics.MeanAbsoluteError(), output, target).compute(), expected.mae);
      }),
      SETTINGS,
    );
  });

  test('the intersection over union of boxes, as by its formula in PyTorch', async () => {
    await fc.assert(
      fc.asyncProperty(seeds, int(1, 6), int(1, 6), async (seed, n, m) => {
        const boxes = (count: number, s: number) => {
          const given = floats([count, 4], s, { low: 0, high: 3 });
          for (let i = 0; i < count; i++)
            for (const j of [2, 3]) given.values[4 * i + j] += given.values[4 * i + j - 2];
          return given;
        };
        const [a, b] = [boxes(n, seed), boxes(m, seed + 1)];
        const expected = await torch.run(
          `
a, b = given['a'].double(), given['b'].double()
def one(p, q):
    width = min(p[2], q[2]) - max(p[0], q[0]); height = min(p[3], q[3]) - max(p[1], q[1])
    both = max(width, 0) * max(height, 0)
    return both / ((p[2] - p[0]) * (p[3] - p[1]) + (q[2] - q[0]) * (q[3] - q[1]) - both)
found['iou'] = torch.tensor([[one(p, q) for q in b.tolist()] for p in a.tolist()])
`,
          { a, b },
        );
        expect(metrics.boxIoU(asTensor(a), asTensor(b))).toBeCloseToTensor(expected.iou);
      }),
      SETTINGS,
    );
  });
});

describe('metrics of language agree with PyTorch and the definition', () => {
  test('perplexity, with places that do not count', async () => {
    await fc.assert(
      fc.asyncProperty(seeds, int(1, 5), int(1, 9), int(2, 8), async (seed, rows, length, tokens) => {
        const logits = floats([rows, length, tokens], seed);
        const labels = integers([rows, length], seed + 1, 0, tokens);
        for (let i = 1; i < labels.values.length; i += 3) labels.values[i] = -100;
        const expected = await torch.run(
          `found['ppl'] = F.cross_entropy(given['x'].double().flatten(0, 1), given['y'].flatten(), ignore_index=-100).exp()`,
          { x: logits, y: labels },
        );
        const options = { ignoreIndex: -100 };
        const wanted = Array.from(expected.ppl.values);
        close(metrics.perplexity(asTensor(logits), asTensor(labels), options), wanted, 1e-5);
        close(streamed(new metrics.Perplexity(options), logits, labels).compute(), wanted, 1e-5);
      }),
      SETTINGS,
    );
  });

  test('BLEU of corpora with several references, any order and smoothing', async () => {
    await fc.assert(
      fc.asyncProperty(
        seeds,
        int(1, 5),
        int(1, 3),
        int(1, 4),
        fc.constantFrom('none', 'add-one'),
        async (seed, rows, refs, order, smoothing) => {
          const candidates = integers([rows, 9], seed, 0, 4);
          const references = integers([rows, refs, 8], seed + 1, 0, 4);
          const lengths = integers([rows, refs + 1], seed + 2, 3, 9);
          const expected = await torch.run(
            `
from collections import Counter
from math import log, exp
c, r, n = (given[k].int().tolist() for k in 'crn')
c = [row[:k[0]] for row, k in zip(c, n)]
r = [[ref[:j] for ref, j in zip(row, k[1:])] for row, k in zip(r, n)]
grams = lambda s, k: Counter(tuple(s[i:i + k]) for i in range(len(s) - k + 1))
logs = []
for k in range(1, ${order} + 1):
    hits = total = 0
    for s, refs in zip(c, r):
        best = Counter()
        for ref in refs: best |= grams(ref, k)
        hits += sum((grams(s, k) & best).values()); total += max(0, len(s) - k + 1)
    plus = 1 if k > 1 and '${smoothing}' == 'add-one' else 0
    logs.append(log((hits + plus) / (total + plus)) if hits + plus > 0 and total + plus > 0 else float('-inf'))
long = sum(len(s) for s in c)
ref = sum(min((abs(len(x) - len(s)), len(x)) for x in refs)[1] for s, refs in zip(c, r))
found['bleu'] = torch.tensor(exp(min(0, 1 - ref / long) + sum(logs) / ${order}) if logs[0] > float('-inf') else 0.0, dtype=torch.float64)
`,
            { c: candidates, r: references, n: lengths },
          );
          const words = (values: ArrayLike<number>, from: number, count: number) =>
            Array.from({ length: count }, (_, i) => `w${values[from + i]}`);
          const count = (row: number, i: number) => lengths.values[row * (refs + 1) + i];
          const texts = Array.from({ length: rows }, (_, row) => words(candidates.values, row * 9, count(row, 0)));
          const known = texts.map((_, row) =>
            Array.from({ length: refs }, (_, i) =>
              words(references.values, (row * refs + i) * 8, Math.min(8, count(row, i + 1))),
            ),
          );
          const options = { order, smoothing } as metrics.BleuOptions;
          const metric = new metrics.Bleu(options);
          for (const [row, text] of texts.entries()) metric.update([text.join('  ')], [known[row]]);
          close(metric.compute(), Array.from(expected.bleu.values));
          close(metrics.bleu(texts, known, options), Array.from(expected.bleu.values));
        },
      ),
      { ...SETTINGS, numRuns: 40 },
    );
  });
});
