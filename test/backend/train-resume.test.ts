import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  backend,
  data,
  evaluate,
  type FitOptions,
  fitAsync,
  fit as fitModel,
  metrics,
  nn,
  optim,
  rand,
  tensor,
} from 'lectern';
import { beforeAll, describe, expect, test } from 'vitest';
import { loaderOf, netOf, type Pair, pair, points, Scale, weightsOf } from '../helpers/small-runs.js';
import { temporaryFolder } from '../helpers/temporary-folder.js';

const folder = temporaryFolder();
beforeAll(() => backend.use('auto'));

const quiet = { progress: false } as const;
const mse = new nn.MSELoss();

describe('fit refuses', () => {
  const model = () => new Scale(1);
  const base = (m: nn.Module): FitOptions<Pair> => ({
    ...quiet,
    train: [pair([1], [2])],
    loss: mse,
    optimizer: new optim.SGD(m.parameters(), { lr: 0.1 }),
  });
  const cases: [what: string, change: Partial<FitOptions<Pair>>, message: string][] = [
    ['half an epoch', { epochs: 1.5 }, 'fit: epochs must be whole and at least 1, got 1.5'],
    ['no loss', { loss: undefined }, 'fit: expected either loss or step, got neither'],
    ['a monitor that is no column', { monitor: 'valLoss' }, "fit: monitor must be a column (loss), got 'valLoss'"],
    [
      'a monitor without direction',
      { metrics: { accuracy: new metrics.Accuracy() }, monitor: 'accuracy' },
      "fit: mode must be 'min' or 'max' to monitor 'accuracy', got undefined",
    ],
    [
      'a loss of many values',
      { loss: (x, y) => x.sub(y).expand(2, 1) },
      'fit: the loss must be a single value, got shape [2, 1]',
    ],
    [
      'batches of three',
      { train: [[tensor([1])]] as unknown as Pair[] },
      'fit: expected batches [input, target], got a list of 1',
    ],
    ['no batches', { train: [] }, 'fit: expected batches in train, got none'],
    ['to resume from nowhere', { resume: true }, 'fit: resume needs a file, got true without checkpoint'],
    ['a metric named loss', { metrics: { loss: () => 1 } }, 'fit: a metric cannot be named loss'],
  ];
  test.each(cases)('%s', (_what, change, message) => {
    const m = model();
    expect(() => fitModel(m, { ...base(m), ...change })).toThrow(message);
    expect(m.training).toBe(true);
  });

  test('a validation that can be gone through only once', () => {
    const m = model();
    const once = [pair([1], [2])][Symbol.iterator]();
    expect(() => fitModel(m, { ...base(m), validation: once, epochs: 2 })).toThrow(
      'fit: expected batches to evaluate, got none; can they be looped over twice?',
    );
  });

  test('a loss that is not finite, before it reaches the weights', () => {
    const m = model();
    const bad = [pair([1], [2]), pair([1], [Number.NaN])];
    expect(() => fitModel(m, { ...base(m), train: bad, epochs: 2 })).toThrow(
      'fit: the loss must be finite, got NaN at epoch 1, step 2; lower the learning rate (now 0.1), limit the gradients ' +
        'with clip, or look for NaN in the data, log(0) and divisions by 0',
    );
    expect(m.w.item()).toBeCloseTo(1.2);
    expect(m.w.grad).toBeNull();
  });

  test('to leave a model that was evaluated in another mode than before, also after an error', () => {
    const m = model();
    const failing = () => {
      throw new Error('no loss');
    };
    expect(() => evaluate(m, [pair([1], [2])], { loss: failing })).toThrow('no loss');
    expect(m.training).toBe(true);
  });

  test('L-BFGS, which needs a loop of its own', () => {
    const m = model();
    const optimizer = new optim.LBFGS(m.parameters());
    expect(() => fitModel(m, { ...base(m), optimizer })).toThrow(
      'got LBFGS; write the loop with optimizer.step(() => loss)',
    );
  });
});

describe('fit resumes', () => {
  /** A noisy run: shuffling, dropout, momentum, a schedule, averages, early stopping. */
  function options(model: nn.Module, epochs: number, file?: string): FitOptions<Pair> {
    const optimizer = new optim.Adam(model.parameters(), { lr: 0.02 });
    const noisy = points(60, 20);
    return {
      ...quiet,
      train: new data.DataLoader(noisy, { batchSize: 16, shuffle: true }),
      validation: loaderOf(40, 21),
      loss: new nn.CrossEntropyLoss(),
      optimizer,
      schedule: new optim.lrScheduler.CosineAnnealingLR(optimizer, 6),
      metrics: { accuracy: new metrics.Accuracy() },
      ema: 0.8,
      earlyStopping: { patience: 4, restore: false },
      clip: { value: 0.5 },
      seed: 9,
      epochs,
      ...(file ? { checkpoint: file, resume: true } : {}),
    };
  }

  const ways = { fit: async (...given: Parameters<typeof fitModel<Pair>>) => fitModel(...given), fitAsync };
  test.each(Object.entries(ways))('a broken run bit for bit as an unbroken one, by %s', async (name, run) => {
    const whole = netOf(4);
    const expected = await run(whole, options(whole, 5));
    const next = rand(1).item();
    const file = join(folder, `${name}.ckpt`);
    for (const epochs of [2, 3]) {
      const part = netOf(4);
      await run(part, options(part, epochs, file));
    }
    // Another start, which the file replaces.
    const last = netOf(99);
    const history = await run(last, options(last, 5, file));
    expect(weightsOf(last)).toEqual(weightsOf(whole));
    const measured = ({ seconds: _, ...columns }: Record<string, number[]>) => columns;
    expect(measured(history.columns)).toEqual(measured(expected.columns));
    expect(history.steps).toBe(expected.steps);
    // What is drawn next is the same too.
    expect(rand(1).item()).toBe(next);
  });

  test('nothing that had stopped early', () => {
    const file = join(folder, 'stopped.ckpt');
    const stopped = (model: Scale) =>
      fitModel(model, {
        ...quiet,
        train: [pair([1], [10])],
        validation: [pair([1], [6])],
        loss: mse,
        optimizer: new optim.SGD(model.parameters(), { lr: 0.25 }),
        earlyStopping: 2,
        epochs: 50,
        checkpoint: { path: file, every: 10 },
        resume: true,
      });
    const first = stopped(new Scale(0));
    const bytes = readFileSync(file);
    const model = new Scale(0);
    const again = stopped(model);
    expect([again.epochs, again.stopped]).toEqual([first.epochs, 'early stopping']);
    expect(model.w.item()).toBe(5);
    expect(readFileSync(file).equals(bytes)).toBe(true);
  });

  test('a file that is named only if it is there', () => {
    const model = new Scale(1);
    const start = {
      ...quiet,
      train: [pair([1], [2])],
      loss: mse,
      optimizer: new optim.SGD(model.parameters(), { lr: 0.1 }),
    };
    expect(() => fitModel(model, { ...start, resume: join(folder, 'missing.ckpt') })).toThrow('missing.ckpt');
  });
});
