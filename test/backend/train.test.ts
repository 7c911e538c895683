import {
  backend,
  evaluate,
  evaluateAsync,
  type FitCallback,
  fitAsync,
  fit as fitModel,
  manualSeed,
  metrics,
  nn,
  optim,
  type Tensor,
  tensor,
} from 'lectern';
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { settled } from '../helpers/settled.js';
import { loaderOf, netOf, type Pair, pair, Scale, weightsOf } from '../helpers/small-runs.js';

beforeAll(() => backend.use('auto'));
beforeEach(() => void manualSeed(1));
afterEach(() => void vi.restoreAllMocks());

const quiet = { progress: false } as const;
const mse = new nn.MSELoss();

describe('fit', () => {
  test('is the loop that one would write, bit for bit', () => {
    const byHand = netOf(3);
    const criterion = new nn.CrossEntropyLoss();
    const adam = new optim.Adam(byHand.parameters(), { lr: 0.01 });
    const schedule = new optim.lrScheduler.ExponentialLR(adam, 0.5);
    const loader = loaderOf(50, 5);
    manualSeed(7);
    const losses: number[] = [];
    for (let epoch = 0; epoch < 3; epoch++) {
      byHand.train();
      let sum = 0;
      for (const [x, y] of loader) {
        const loss = criterion(byHand(x), y);
        adam.zeroGrad();
        loss.backward();
        optim.clipGradNorm(byHand.parameters(), 0.3);
        adam.step();
        sum += loss.item() * x.shape[0];
      }
      losses.push(sum / 50);
      schedule.step();
    }
    const model = netOf(3);
    const optimizer = new optim.Adam(model.parameters(), { lr: 0.01 });
    const train = loaderOf(50, 5);
    const history = fitModel(model, {
      ...quiet,
      train,
      loss: new nn.CrossEntropyLoss(),
      optimizer,
      schedule: new optim.lrScheduler.ExponentialLR(optimizer, 0.5),
      clip: 0.3,
      epochs: 3,
      seed: 7,
    });
    expect(weightsOf(model)).toEqual(weightsOf(byHand));
    expect(history.columns.loss).toEqual(losses);
    expect(history.columns.lr).toEqual([0.01, 0.005, 0.0025]);
    expect([history.epochs, history.steps, history.stopped]).toEqual([3, 12, null]);
  });

  test('learns, and measures training and validation by the same metrics', () => {
    const model = netOf(1);
    const test_ = loaderOf(100, 11);
    const history = fitModel(model, {
      ...quiet,
      train: loaderOf(200, 10),
      validation: test_,
      loss: new nn.CrossEntropyLoss(),
      optimizer: new optim.Adam(model.parameters(), { lr: 0.02 }),
      epochs: 8,
      metrics: { accuracy: new metrics.Accuracy(), error: (output, y) => 1 - metrics.accuracy(output, y) },
    });
    expect(Object.keys(history.columns)).toEqual([
      'loss',
      'accuracy',
      'error',
      'valLoss',
      'valAccuracy',
      'valError',
      'lr',
      'seconds',
    ]);
    const { valAccuracy, valLoss, valError, loss } = history.last;
    expect(valAccuracy).toBeGreaterThan(0.9);
    expect(loss).toBeLessThan(history.columns.loss[0]);
    expect(valError).toBeCloseTo(1 - valAccuracy);
    const again = evaluate(model, test_, {
      loss: new nn.CrossEntropyLoss(),
      metrics: { accuracy: new metrics.Accuracy() },
    });
    expect(again).toEqual({ loss: expect.closeTo(valLoss, 5), accuracy: expect.closeTo(valAccuracy, 10) });
    expect(history.best).toEqual({
      epoch: history.columns.valLoss.indexOf(Math.min(...history.columns.valLoss)) + 1,
      monitor: 'valLoss',
      value: Math.min(...history.columns.valLoss),
    });
  });

  test('trains in train, validates in eval without gradients, and leaves the modes as they were', () => {
    const model = new nn.Sequential(new Scale(1), new nn.Dropout(0.5));
    model.eval();
    const seen: string[] = [];
    model.registerForwardHook((module, _args, output) => {
      seen.push(`${module.training} ${(output as Tensor).requiresGrad}`);
      return undefined;
    });
    fitModel(model, {
      ...quiet,
      train: [pair([1], [2])],
      validation: [pair([1], [2])],
      loss: mse,
      optimizer: new optim.SGD(model.parameters(), { lr: 0.01 }),
      epochs: 2,
    });
    expect(seen).toEqual(['true true', 'false false', 'true true', 'false false']);
    expect(model.modules().map(({ training }) => training)).toEqual([false, false, false]);
    expect(model.parameters()[0].grad).toBeNull();
  });

  test('adds up gradients of several batches to one step, the last ones too', () => {
    const batches = [pair([1, 2], [3, 1]), pair([2, 0], [1, 1]), pair([1, 3], [0, 2])];
    const big = new Scale(1);
    const steps = (model: nn.Module, train: Pair[], gradientAccumulation: number) =>
      fitModel(model, {
        ...quiet,
        train,
        loss: mse,
        optimizer: new optim.SGD(model.parameters(), { lr: 0.1 }),
        gradientAccumulation,
      });
    steps(big, [pair([1, 2, 2, 0], [3, 1, 1, 1]), batches[2]], 1);
    const small = new Scale(1);
    steps(small, batches, 2);
    expect(small.w.item()).toBeCloseTo(big.w.item(), 6);
  });

  test('weighs the loss of a short batch by its size', () => {
    const model = new Scale(0);
    const { columns } = fitModel(model, {
      ...quiet,
      train: [pair([1, 1, 1], [1, 1, 1]), pair([1], [3])],
      loss: mse,
      optimizer: new optim.SGD(model.parameters(), { lr: 1e-9 }),
    });
    expect(columns.loss[0]).toBeCloseTo((3 * 1 + 9) / 4, 4);
  });

  test('takes batches of any form by step', () => {
    const model = new Scale(0);
    const history = fitModel(model, {
      ...quiet,
      train: [{ a: tensor([1, 2]), b: tensor([2, 4]) }],
      step: ({ a, b }) => ({ loss: model(a).sub(b).pow(2).mean(), size: 2 }),
      optimizer: new optim.SGD(model.parameters(), { lr: 0.1 }),
      epochs: 40,
    });
    expect(model.w.item()).toBeCloseTo(2, 3);
    expect(history.epochs).toBe(40);
  });

  test('gives a plateau schedule the monitored value, and steps others after each batch when asked', () => {
    const model = new Scale(1);
    const optimizer = new optim.SGD(model.parameters(), { lr: 1 });
    const flat = { ...quiet, loss: mse, optimizer, train: [pair([0], [1]), pair([0], [1])] };
    const plateau = new optim.lrScheduler.ReduceLROnPlateau(optimizer, { patience: 0, factor: 0.5 });
    expect(fitModel(model, { ...flat, epochs: 3, schedule: plateau }).columns.lr).toEqual([1, 1, 0.5]);
    optimizer.paramGroups[0].lr = 1;
    const scheduler = new optim.lrScheduler.StepLR(optimizer, 1, { gamma: 0.5 });
    const stepped = fitModel(model, { ...flat, epochs: 2, schedule: { scheduler, every: 'step' } });
    expect(stepped.columns.lr).toEqual([0.25, 0.0625]);
  });

  test('validates averaged weights, and the model has them at the end', () => {
    const model = new Scale(0);
    const optimizer = new optim.SGD(model.parameters(), { lr: 0.5 });
    const [seen, own]: [number[], number[]] = [[], []];
    const history = fitModel(model, {
      ...quiet,
      train: [pair([1], [4])],
      validation: [pair([1], [0])],
      loss: mse,
      optimizer,
      ema: 0.5,
      epochs: 2,
      metrics: {
        w: (output) => {
          seen.push(output.item());
          return output;
        },
      },
      callbacks: { onEpochEnd: () => void own.push(model.w.item()) },
    });
    // From 0 the first step leads to 4; the averages are 2 and 3.
    expect(own).toEqual([4, 4]);
    expect(seen).toEqual([0, 2, 4, 3]);
    expect(history.columns.valW).toEqual([2, 3]);
    expect(model.w.item()).toBe(3);
  });

  test('stops early and gives back the best weights', () => {
    const model = new Scale(0);
    const optimizer = new optim.SGD(model.parameters(), { lr: 0.25 });
    const history = fitModel(model, {
      ...quiet,
      train: [pair([1], [10])],
      validation: [pair([1], [6])],
      loss: mse,
      optimizer,
      earlyStopping: 2,
      epochs: 50,
    });
    // w goes 5, 7.5, 8.75, 9.375: nearest to 6 at first.
    expect(history.columns.valLoss.map((v) => Math.round(v * 100) / 100)).toEqual([1, 2.25, 7.56, 11.39]);
    expect(history.stopped).toBe('early stopping');
    expect(history.best).toEqual({ epoch: 1, monitor: 'valLoss', value: 1 });
    expect(model.w.item()).toBe(5);
    expect(String(history)).toContain('best: valLoss 1 in epoch 1\nstopped by early stopping');
  });

  test('calls back at every turn, and stops when told', () => {
    const turns: string[] = [];
    const callback: FitCallback = {
      onTrainBegin: () => turns.push('begin'),
      onEpochBegin: ({ epoch }) => turns.push(`epoch ${epoch}`),
      onBatchEnd: (run) => {
        turns.push(`${run.batch}/${run.batches} ${run.step}`);
        if (run.step === 3) run.stop();
      },
      onEpochEnd: ({ epoch, history }) => turns.push(`end ${epoch} ${history.epochs}`),
      onTrainEnd: () => turns.push('over'),
    };
    const model = new Scale(1);
    const history = fitModel(model, {
      ...quiet,
      train: [pair([1], [2]), pair([1], [2])],
      loss: mse,
      optimizer: new optim.SGD(model.parameters(), { lr: 0.1 }),
      epochs: 5,
      callbacks: [callback],
    });
    expect(turns).toEqual(['begin', 'epoch 1', '1/2 1', '2/2 2', 'end 1 1', 'epoch 2', '1/2 3', 'over']);
    expect([history.epochs, history.steps, history.stopped]).toEqual([1, 3, 'callback']);
  });

  test('prints a line an epoch where there is no notebook', () => {
    const lines: string[] = [];
    vi.spyOn(console, 'log').mockImplementation((line: string) => void lines.push(line));
    const model = new Scale(1);
    fitModel(model, {
      train: [pair([1], [2])],
      loss: mse,
      optimizer: new optim.SGD(model.parameters(), { lr: 0.1 }),
      epochs: 2,
    });
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatch(/^epoch 1\/2 {2}━{20} {2}1\/1 {2}loss 1 {2}\S+ steps\/s {2}\d+:\d\d left$/);
    expect(lines[1]).toMatch(/^epoch 2\/2 .* loss 0\.6400? .* took \d+:\d\d$/);
  });

  test('waits for batches that arrive later', async () => {
    async function* later(): AsyncGenerator<Pair> {
      for (const x of [1, 2]) yield pair([x], [3 * x]);
    }
    const source = { [Symbol.asyncIterator]: later, length: 2 };
    const model = new Scale(0);
    const options = { ...quiet, loss: mse, optimizer: new optim.SGD(model.parameters(), { lr: 0.1 }), epochs: 30 };
    const history = await fitAsync(model, { ...options, train: source, validation: source });
    expect(model.w.item()).toBeCloseTo(3, 3);
    expect(history.columns.valLoss).toHaveLength(30);
    expect(await evaluateAsync(model, source, { loss: mse })).toEqual({ loss: expect.closeTo(0, 4) });
    expect(() => fitModel(model, { ...options, train: source as unknown as Iterable<Pair> })).toThrow(
      'fit: expected batches or losses that are there at once, got a promise; use await fitAsync(…)',
    );
  });

  test('closes a source that it leaves early', () => {
    let closed = 0;
    const train = {
      *[Symbol.iterator](): Generator<Pair> {
        try {
          for (;;) yield pair([1], [1]);
        } finally {
          closed++;
        }
      },
    };
    const model = new Scale(1);
    const optimizer = new optim.SGD(model.parameters(), { lr: 0.1 });
    fitModel(model, { ...quiet, train, loss: mse, optimizer, callbacks: { onBatchEnd: (run) => run.stop() } });
    const failing = () => {
      throw new Error('no loss');
    };
    expect(() => fitModel(model, { ...quiet, train, loss: failing, optimizer })).toThrow('no loss');
    expect(closed).toBe(2);
  });

  test('leaves no tensor behind', async () => {
    const run = () => {
      const model = netOf(2);
      fitModel(model, {
        ...quiet,
        train: loaderOf(64, 3),
        validation: loaderOf(32, 4),
        loss: new nn.CrossEntropyLoss(),
        optimizer: new optim.Adam(model.parameters()),
        ema: 0.9,
        earlyStopping: 1,
        metrics: { accuracy: new metrics.Accuracy() },
        epochs: 3,
      });
    };
    run();
    const before = await settled();
    run();
    expect((await settled()).tensors).toBe(before.tensors);
  });
});
