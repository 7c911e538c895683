import fc from 'fast-check';
import { F, nn, type Tensor, tensor, zeros } from 'lectern';
import { describe, expect, test } from 'vitest';
import { type Given, python } from '../helpers/torch.js';
import { torchOfFile } from '../helpers/torch-of-file.js';
import { agree } from './ops/agree.js';
import { floats, int, integers, type OpCase, opCase, seeds, shapes } from './ops/spec.js';

const SETTINGS = { seed: 20_260_107, numRuns: 20 };

const torch = torchOfFile();

type Reduction = 'mean' | 'sum' | 'none';
const reductions = fc.constantFrom<Reduction>('mean', 'sum', 'none');

/** −1 and 1 at random. */
function signs(shape: readonly number[], seed: number): Given {
  const x = floats(shape, seed);
  x.values.forEach((v, i) => {
    x.values[i] = v < 0 ? -1 : 1;
  });
  return x;
}

/** 0 and 1 at random. */
function bits(shape: readonly number[], seed: number): Given {
  const x = floats(shape, seed);
  x.values.forEach((v, i) => {
    x.values[i] = v < 0 ? 0 : 1;
  });
  return x;
}

const unit = { low: 0.02, high: 0.98 };

/** Losses of arrays of one shape: our module, PyTorch's expression in a, b, …, and how to make the arrays. */
interface Elementwise {
  title: string;
  arrays: (shape: readonly number[], seed: number) => Given[];
  /** `r` is the reduction, `m` a random setting from 0.2 to 2, `flag` a random choice. */
  module: (reduction: Reduction, m: number, flag: boolean) => nn.Module;
  torch: (r: string, m: number, flag: boolean) => string;
  minRank?: number;
  order?: 1 | 2;
}

const two = (shape: readonly number[], seed: number) => [floats(shape, seed), floats(shape, seed + 1)];

const ELEMENTWISE: Elementwise[] = [
  {
    title: 'MSELoss',
    arrays: two,
    module: (reduction) => new nn.MSELoss({ reduction }),
    torch: (r) => `F.mse_loss(a, b, reduction=${r})`,
  },
  {
    title: 'L1Loss',
    arrays: two,
    module: (reduction) => new nn.L1Loss({ reduction }),
    torch: (r) => `F.l1_loss(a, b, reduction=${r})`,
  },
  {
    title: 'SmoothL1Loss',
    arrays: two,
    module: (reduction, beta) => new nn.SmoothL1Loss({ reduction, beta }),
    torch: (r, m) => `F.smooth_l1_loss(a, b, reduction=${r}, beta=${m})`,
  },
  {
    title: 'HuberLoss',
    arrays: two,
    module: (reduction, delta) => new nn.HuberLoss({ reduction, delta }),
    torch: (r, m) => `F.huber_loss(a, b, reduction=${r}, delta=${m})`,
  },
  {
    title: 'BCELoss',
    arrays: (shape, seed) => [floats(shape, seed, unit), floats(shape, seed + 1, unit)],
    module: (reduction) => new nn.BCELoss({ reduction }),
    torch: (r) => `F.binary_cross_entropy(a, b, reduction=${r})`,
    order: 1,
  },
  {
    title: 'BCEWithLogitsLoss',
    arrays: (shape, seed) => [floats(shape, seed, { low: -9, high: 9 }), floats(shape, seed + 1, unit)],
    module: (reduction, m) => new nn.BCEWithLogitsLoss({ reduction, posWeight: tensor(m), weight: tensor(m + 1) }),
    torch: (r, m) =>
      `F.binary_cross_entropy_with_logits(a, b, reduction=${r}, pos_weight=torch.tensor(${m}), weight=torch.tensor(${m + 1}))`,
  },
  {
    title: 'FocalLoss',
    arrays: (shape, seed) => [floats(shape, seed), bits(shape, seed + 1)],
    module: (reduction, gamma, flag) => new nn.FocalLoss({ reduction, gamma: gamma + 1, alpha: flag ? 0.3 : -1 }),
    torch: (r, m, flag) => {
      const p = '(torch.sigmoid(a) * b + (1 - torch.sigmoid(a)) * (1 - b))';
      const alpha = flag ? '(0.3 * b + 0.7 * (1 - b))' : '1';
      const loss = `${alpha} * (1 - ${p}) ** ${m + 1} * F.binary_cross_entropy_with_logits(a, b, reduction='none')`;
      return `(lambda l: {'mean': l.mean(), 'sum': l.sum(), 'none': l}[${r}])(${loss})`;
    },
    order: 1,
  },
  {
    title: 'HingeLoss',
    arrays: (shape, seed) => [floats(shape, seed), signs(shape, seed + 1)],
    module: (reduction, margin) => new nn.HingeLoss({ reduction, margin }),
    torch: (r, m) => `(lambda l: {'mean': l.mean(), 'sum': l.sum(), 'none': l}[${r}])(torch.relu(${m} - a * b))`,
  },
  {
    title: 'HingeEmbeddingLoss',
    arrays: (shape, seed) => [floats(shape, seed), signs(shape, seed + 1)],
    module: (reduction, margin) => new nn.HingeEmbeddingLoss({ reduction, margin }),
    torch: (r, m) => `F.hinge_embedding_loss(a, b, reduction=${r}, margin=${m})`,
  },
  {
    title: 'MarginRankingLoss',
    arrays: (shape, seed) => [...two(shape, seed), signs(shape, seed + 2)],
    module: (reduction, margin) => new nn.MarginRankingLoss({ reduction, margin }),
    torch: (r, m) => `F.margin_ranking_loss(a, b, c, reduction=${r}, margin=${m})`,
  },
  {
    title: 'TripletMarginLoss',
    arrays: (shape, seed) => [...two(shape, seed), floats(shape, seed + 2)],
    module: (reduction, margin, swap) => new nn.TripletMarginLoss({ reduction, margin, swap }),
    torch: (r, m, flag) => `F.triplet_margin_loss(a, b, c, reduction=${r}, margin=${m}, swap=${python(flag)})`,
    minRank: 2,
  },
  {
    title: 'CosineEmbeddingLoss',
    arrays: (shape, seed) => [
      ...[0, 1].map((i) => floats([shape[0], shape[1]], seed + i, { away: 0.2 })),
      signs([shape[0]], seed + 2),
    ],
    module: (reduction, m) => new nn.CosineEmbeddingLoss({ reduction, margin: m / 4 }),
    torch: (r, m) => `F.cosine_embedding_loss(a, b, c, reduction=${r}, margin=${m / 4})`,
    minRank: 2,
  },
  {
    title: 'ContrastiveLoss',
    arrays: (shape, seed) => [...two([shape[0], shape[1]], seed), bits([shape[0]], seed + 2)],
    module: (reduction, margin) => new nn.ContrastiveLoss({ reduction, margin: margin * 2 }),
    torch: (r, m) => {
      const d = 'F.pairwise_distance(a, b)';
      const loss = `0.5 * torch.where(c == 1, ${d} ** 2, torch.relu(${m * 2} - ${d}) ** 2)`;
      return `(lambda l: {'mean': l.mean(), 'sum': l.sum(), 'none': l}[${r}])(${loss})`;
    },
    minRank: 2,
  },
  {
    title: 'KLDivLoss',
    arrays: (shape, seed) => [floats(shape, seed, { low: -3, high: 0 }), floats(shape, seed + 1, unit)],
    module: (reduction, _, logTarget) => new nn.KLDivLoss({ reduction, logTarget }),
    torch: (r, _, flag) => `F.kl_div(a, b, reduction=${r}, log_target=${python(flag)})`,
  },
  {
    title: 'GaussianNLLLoss',
    arrays: (shape, seed) => [...two(shape, seed), floats(shape, seed + 2, { low: 0.1, high: 2 })],
    module: (reduction, _, full) => new nn.GaussianNLLLoss({ reduction, full }),
    torch: (r, _, flag) => `F.gaussian_nll_loss(a, b, c, reduction=${r}, full=${python(flag)})`,
  },
  {
    title: 'PoissonNLLLoss',
    arrays: (shape, seed) => [floats(shape, seed, { low: 0.3, high: 2 }), floats(shape, seed + 1, { low: 0, high: 6 })],
    module: (reduction, m, full) => new nn.PoissonNLLLoss({ reduction, full, logInput: m > 1 }),
    torch: (r, m, flag) => `F.poisson_nll_loss(a, b, log_input=${python(m > 1)}, full=${python(flag)}, reduction=${r})`,
  },
];

const cases = ({ arrays, module, torch: program, minRank = 1 }: Elementwise): fc.Arbitrary<OpCase> =>
  fc.tuple(shapes(minRank, 3), seeds, reductions, int(1, 10), fc.boolean()).map(([shape, seed, reduction, n, flag]) => {
    const m = n / 5;
    return opCase(arrays(shape, seed), program(`'${reduction}'`, m, flag), (...xs) =>
      (module(reduction, m, flag) as unknown as (...xs: Tensor[]) => Tensor)(...xs),
    );
  });

describe('losses have PyTorch’s values and gradients for every reduction', () => {
  test.each(ELEMENTWISE)('$title', async (it) => {
    await fc.assert(
      fc.asyncProperty(cases(it), (one) => agree(torch, one, { order: it.order ?? 2 })),
      SETTINGS,
    );
  });

  test('DiceLoss', async () => {
    const dice = fc
      .tuple(shapes(2, 4), seeds)
      .map(([shape, seed]) =>
        opCase(
          [floats(shape, seed, unit), bits(shape, seed + 1)],
          '(1 - (2 * (a * b).flatten(1).sum(1) + 1) / (a.flatten(1).sum(1) + b.flatten(1).sum(1) + 1)).mean()',
          (p, t) => new nn.DiceLoss()(p, t),
        ),
      );
    await fc.assert(
      fc.asyncProperty(dice, (one) => agree(torch, one, { order: 2 })),
      SETTINGS,
    );
  });

  test('KLDivLoss with batchmean', async () => {
    const p = [floats([4, 3], 1, { low: -3, high: 0 }), floats([4, 3], 2, unit)];
    const one = opCase(p, "F.kl_div(a, b, reduction='batchmean')", (x, t) => F.klDiv(x, t, { reduction: 'batchmean' }));
    await agree(torch, one, { order: 2 });
  });
});

describe('losses of labels have PyTorch’s values and gradients', () => {
  const setup = fc.record({
    lead: shapes(1, 3, 4),
    classes: int(2, 5),
    weighted: fc.boolean(),
    ignore: fc.boolean(),
    smoothing: fc.constantFrom(0, 0.1, 0.7),
    reduction: reductions,
    p: fc.constantFrom(1 as const, 2 as const),
    seed: seeds,
  });
  /** Labels of which the first is never ignored: PyTorch’s mean of nothing is NaN. */
  const labelled = (lead: readonly number[], classes: number, seed: number) => {
    const labels = integers(lead, seed, 0, classes);
    labels.values[0] = 1;
    return labels;
  };
  const channels = 'a.movedim(-1, 1).contiguous()';

  test('CrossEntropyLoss with weights, ignored labels and smoothing', async () => {
    const all = setup.map(({ lead, classes, weighted, ignore, smoothing, reduction, seed }) => {
      const inputs = [floats([...lead, classes], seed, { low: -6, high: 6 }), labelled(lead, classes, seed + 1)];
      if (weighted) inputs.push(floats([classes], seed + 2, { low: 0.2, high: 2 }));
      const ignoreIndex = ignore ? 0 : undefined;
      const options = `weight=${weighted ? 'c.detach()' : 'None'}, ignore_index=${ignoreIndex ?? -100}`;
      return opCase(
        inputs,
        `F.cross_entropy(${channels}, b, ${options}, label_smoothing=${smoothing}, reduction='${reduction}')`,
        (x, labels, weight) =>
          new nn.CrossEntropyLoss({
            weight: weight?.detach(),
            ignoreIndex,
            labelSmoothing: smoothing,
            reduction,
          })(x, labels),
      );
    });
    await fc.assert(
      fc.asyncProperty(all, (one) => agree(torch, one, { order: 2 })),
      { ...SETTINGS, numRuns: 40 },
    );
  });

  test('CrossEntropyLoss of probabilities', async () => {
    const all = setup.map(({ lead, classes, weighted, smoothing, reduction, seed }) => {
      const inputs = [floats([...lead, classes], seed), floats([...lead, classes], seed + 1, unit)];
      if (weighted) inputs.push(floats([classes], seed + 2, { low: 0.2, high: 2 }));
      return opCase(
        inputs,
        `F.cross_entropy(${channels}, b.movedim(-1, 1), weight=${weighted ? 'c.detach()' : 'None'}, ` +
          `label_smoothing=${smoothing}, reduction='${reduction}')`,
        (x, t, weight) =>
          new nn.CrossEntropyLoss({ weight: weight?.detach(), labelSmoothing: smoothing, reduction })(x, t),
      );
    });
    await fc.assert(
      fc.asyncProperty(all, (one) => agree(torch, one, { order: 2 })),
      SETTINGS,
    );
  });

  test('NLLLoss', async () => {
    const all = setup.map(({ lead, classes, weighted, ignore, reduction, seed }) => {
      const inputs = [floats([...lead, classes], seed), labelled(lead, classes, seed + 1)];
      if (weighted) inputs.push(floats([classes], seed + 2, { low: 0.2, high: 2 }));
      const ignoreIndex = ignore ? 0 : undefined;
      const options = `weight=${weighted ? 'c.detach()' : 'None'}, ignore_index=${ignoreIndex ?? -100}`;
      return opCase(inputs, `F.nll_loss(${channels}, b, ${options}, reduction='${reduction}')`, (x, labels, weight) =>
        new nn.NLLLoss({ weight: weight?.detach(), ignoreIndex, reduction })(x, labels),
      );
    });
    await fc.assert(
      fc.asyncProperty(all, (one) => agree(torch, one, { order: 2 })),
      SETTINGS,
    );
  });

  test('MultiMarginLoss', async () => {
    const all = setup.map(({ lead, classes, weighted, reduction, p, seed }) => {
      const inputs = [floats([lead[0], classes], seed), integers([lead[0]], seed + 1, 0, classes)];
      if (weighted) inputs.push(floats([classes], seed + 2, { low: 0.2, high: 2 }));
      const options = `p=${p}, margin=0.7, weight=${weighted ? 'c.detach()' : 'None'}, reduction='${reduction}'`;
      return opCase(inputs, `F.multi_margin_loss(a, b, ${options})`, (x, labels, weight) =>
        new nn.MultiMarginLoss({ p, margin: 0.7, weight: weight?.detach(), reduction })(x, labels),
      );
    });
    await fc.assert(
      fc.asyncProperty(all, (one) => agree(torch, one, { order: 1 })),
      SETTINGS,
    );
  });

  test('CTCLoss of any lengths, also of impossible ones', async () => {
    const lengths = fc.record({
      items: fc.array(fc.tuple(int(1, 7), int(0, 4)), { minLength: 1, maxLength: 3 }),
      blank: int(0, 2),
      reduction: reductions,
      seed: seeds,
    });
    const all = lengths.map(({ items, blank, reduction, seed }) => {
      const inputs = items.map(([n]) => n);
      const targets = items.map(([, n]) => n);
      const longest = Math.max(...targets, 1);
      const labels = integers([items.length, longest], seed + 1, 0, 3);
      labels.values.forEach((v, i) => {
        labels.values[i] = v >= blank ? v + 1 : v;
      });
      const text = `[${inputs}], [${targets}], blank=${blank}, reduction='${reduction}', zero_infinity=True`;
      return opCase(
        [floats([Math.max(...inputs), items.length, 4], seed), labels],
        `F.ctc_loss(F.log_softmax(a, -1), b, ${text})`,
        (x, t) => new nn.CTCLoss({ blank, reduction, zeroInfinity: true })(x.logSoftmax(-1), t, inputs, targets),
      );
    });
    await fc.assert(
      fc.asyncProperty(all, (one) => agree(torch, one, { order: 1, tolerance: { rtol: 1e-3, atol: 1e-4 } })),
      SETTINGS,
    );
  });
});

describe('losses name what they cannot take', () => {
  const labels = (...values: number[]) => tensor(values, { dtype: 'int32' });

  test.each<[string, () => unknown, string]>([
    [
      'reduction',
      () => new nn.L1Loss({ reduction: 'avg' as 'sum' }),
      "L1Loss: reduction must be 'mean', 'sum' or 'none'",
    ],
    [
      'shapes',
      () => F.l1Loss(zeros(2, 1), zeros(2)),
      'l1Loss: input and target must have one shape, got [2, 1] and [2]',
    ],
    ['a label', () => F.nllLoss(zeros(2, 3), labels(0, 3)), 'nllLoss: labels must be from 0 to 2'],
    [
      'a label that is not ignored',
      () => F.crossEntropy(zeros(2, 3), labels(-1, 5), { ignoreIndex: -1 }),
      'got 5 at index 1',
    ],
    [
      'weights',
      () => F.crossEntropy(zeros(2, 3), labels(0, 1), { weight: zeros(2) }),
      'a weight for each of 3 classes, got [2]',
    ],
    ['smoothing', () => F.crossEntropy(zeros(2, 3), labels(0, 1), { labelSmoothing: 2 }), 'from 0 to 1, got 2'],
    ['lengths', () => F.ctcLoss(zeros(4, 1, 3), zeros([1, 2], { dtype: 'int32' }), [5], [1]), 'from 1 to 4, got 5'],
  ])('%s', (_title, run, message) => {
    expect(run).toThrow(message);
  });

  test('an impossible CTC target is infinitely bad unless asked otherwise', () => {
    const target = zeros([1, 2], { dtype: 'int32' }).add(1);
    expect(F.ctcLoss(zeros(1, 1, 3), target, [1], [2], { reduction: 'sum' }).item()).toBe(Infinity);
  });
});
