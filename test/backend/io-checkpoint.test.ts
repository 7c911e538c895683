import { readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type BackendName,
  backend,
  data,
  F,
  FileError,
  Generator,
  io,
  manualSeed,
  nn,
  optim,
  rand,
  randint,
  randn,
  tensor,
  zeros,
} from 'lectern';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { settled } from '../helpers/settled.js';
import { temporaryFolder } from '../helpers/temporary-folder.js';

const folder = temporaryFolder();
const at = (name: string) => join(folder, name);
const { lrScheduler } = optim;

type AnyOptimizer = optim.Optimizer<{ lr: number }>;
/** What all schedules have; one that looks at a metric gets the loss. */
interface Schedule extends io.Stateful {
  step(metric: number): void;
  getLastLr(): number[];
}

const optimizers: Record<string, (net: nn.Module) => AnyOptimizer> = {
  'SGD with momentum': (net) => new optim.SGD(net.parameters(), { lr: 0.05, momentum: 0.9, nesterov: true }),
  Adam: (net) => new optim.Adam(net.parameters(), { lr: 0.01, amsgrad: true }),
  'AdamW in groups': (net) => {
    const [head, ...rest] = net.parameters().reverse();
    return new optim.AdamW(
      [
        { params: [head], lr: 0.1 },
        { params: rest, weightDecay: 0.2 },
      ],
      { lr: 0.01 },
    );
  },
  NAdam: (net) => new optim.NAdam(net.parameters(), { lr: 0.01 }),
  RAdam: (net) => new optim.RAdam(net.parameters(), { lr: 0.01 }),
  Adamax: (net) => new optim.Adamax(net.parameters(), { lr: 0.01 }),
  Adagrad: (net) => new optim.Adagrad(net.parameters(), { lr: 0.05, lrDecay: 0.1 }),
  Adadelta: (net) => new optim.Adadelta(net.parameters(), { lr: 1 }),
  RMSprop: (net) => new optim.RMSprop(net.parameters(), { lr: 0.01, centered: true, momentum: 0.5 }),
  Rprop: (net) => new optim.Rprop(net.parameters(), { lr: 0.01 }),
  'L-BFGS': (net) => new optim.LBFGS(net.parameters(), { lr: 0.1, maxIter: 3, historySize: 4 }),
  'L-BFGS with line search': (net) =>
    new optim.LBFGS(net.parameters(), { lr: 0.5, maxIter: 3, lineSearch: 'strongWolfe' }),
};

const hasMomentum = ({ paramGroups: [group] }: AnyOptimizer) => 'betas' in group || 'momentum' in group;

const schedules: Record<string, (optimizer: AnyOptimizer) => Schedule> = {
  StepLR: (o) => new lrScheduler.StepLR(o, 3),
  MultiStepLR: (o) => new lrScheduler.MultiStepLR(o, [4, 12]),
  ExponentialLR: (o) => new lrScheduler.ExponentialLR(o, 0.9),
  PolynomialLR: (o) => new lrScheduler.PolynomialLR(o, { totalIters: 30 }),
  LambdaLR: (o) => new lrScheduler.LambdaLR(o, (epoch) => 1 / (1 + epoch)),
  CosineAnnealingLR: (o) => new lrScheduler.CosineAnnealingLR(o, 15),
  CosineAnnealingWarmRestarts: (o) => new lrScheduler.CosineAnnealingWarmRestarts(o, 3, { tMult: 2 }),
  LinearLR: (o) => new lrScheduler.LinearLR(o, { totalIters: 14 }),
  ConstantLR: (o) => new lrScheduler.ConstantLR(o, { totalIters: 12 }),
  CyclicLR: (o) => new lrScheduler.CyclicLR(o, 0.001, 0.05, { stepSizeUp: 4, cycleMomentum: hasMomentum(o) }),
  OneCycleLR: (o) => new lrScheduler.OneCycleLR(o, 0.05, { totalSteps: 21, cycleMomentum: hasMomentum(o) }),
  ReduceLROnPlateau: (o) => new lrScheduler.ReduceLROnPlateau(o, { patience: 1, factor: 0.5, cooldown: 1 }),
  ChainedScheduler: (o) =>
    new lrScheduler.ChainedScheduler([new lrScheduler.LinearLR(o, {}), new lrScheduler.ExponentialLR(o, 0.95)]),
  SequentialLR: (o) => {
    const parts = [new lrScheduler.ConstantLR(o, {}), new lrScheduler.StepLR(o, 2)];
    return new lrScheduler.SequentialLR(o, parts, [9]);
  },
};

/** Everything of one run, made anew from a seed. */
class Run {
  readonly model: nn.Sequential;
  readonly optimizer: AnyOptimizer;
  readonly schedule: Schedule;
  readonly loader: data.DataLoader<unknown, [x: ReturnType<typeof tensor>, y: ReturnType<typeof tensor>]>;
  readonly ema: optim.EMA;
  readonly stopping: optim.EarlyStopping;
  readonly noise: Generator;

  /** @param own whether the loader shuffles by a generator of its own */
  constructor(seed: number, optimizer: string, schedule: string, own = false) {
    manualSeed(seed);
    this.noise = new Generator(seed);
    this.model = new nn.Sequential(
      new nn.Linear(3, 6),
      new nn.BatchNorm1d(6),
      new nn.Tanh(),
      new nn.Dropout(0.3),
      new nn.Dropout(0.1, { generator: this.noise }),
      new nn.Linear(6, 2),
    );
    this.optimizer = optimizers[optimizer](this.model);
    this.schedule = schedules[schedule](this.optimizer);
    const generator = new Generator(99);
    const set = new data.TensorDataset(randn([20, 3], { generator }), randint(0, 2, [20], { generator }));
    this.loader = new data.DataLoader(set, {
      batchSize: 4,
      shuffle: true,
      seed: own ? seed : undefined,
    }) as unknown as typeof this.loader;
    this.ema = new optim.EMA(this.model, { decay: 0.8 });
    this.stopping = new optim.EarlyStopping(this.model);
  }

  train(steps: number): number[] {
    const losses: number[] = [];
    for (;;) {
      for (const [x, y] of this.loader) {
        const loss = this.optimizer.step(() => {
          this.optimizer.zeroGrad();
          const value = F.crossEntropy(this.model(x), y);
          value.backward();
          return value;
        })!;
        losses.push(loss.item());
        this.schedule.step(losses[losses.length - 1]);
        this.ema.update();
        this.stopping.step(losses[losses.length - 1]);
        if (losses.length === steps) return losses;
      }
    }
  }

  parts() {
    const { model, optimizer, schedule, loader, ema, stopping, noise } = this;
    return { model, optimizer, schedule, loader, ema, stopping, noise };
  }

  /** All numbers of the run, bit by bit. */
  numbers(): unknown {
    const { model, ema, schedule, stopping } = this;
    const bits = (state: Record<string, ReturnType<typeof tensor>>) =>
      Object.entries(state).map(([name, x]) => [name, ...new Uint8Array(x.dataSync().slice().buffer)]);
    const best = stopping.stateDict();
    return [bits(model.stateDict()), bits(ema.averages()), schedule.getLastLr(), best.best, bits(best.weights ?? {})];
  }
}

const before = backend.name;
afterAll(() => backend.use(before));

describe.each(['tensorflow', 'cpu'] as const)('a run that is taken up again on %s', (name: BackendName) => {
  beforeAll(() => backend.use(name));
  const names = Object.keys(optimizers);
  const cases = Object.keys(schedules).flatMap((schedule, i) => [
    { optimizer: names[i % names.length], schedule, own: i % 2 === 0 },
    { optimizer: names[(i + 5) % names.length], schedule, own: i % 2 === 1 },
  ]);

  test.each(cases)('is the unbroken one bit for bit with $optimizer and $schedule', ({ optimizer, schedule, own }) => {
    const unbroken = new Run(1, optimizer, schedule, own);
    const losses = unbroken.train(20);
    const draws = rand(3).dataSync();

    // The epochs have 5 steps, so this one breaks off in the middle of the second.
    const first = new Run(1, optimizer, schedule, own);
    expect(first.train(8)).toEqual(losses.slice(0, 8));
    io.saveCheckpoint(at('run.ckpt'), { ...first.parts(), step: 8 });
    const second = new Run(2, optimizer, schedule, own);
    second.train(3);
    const { step } = io.loadCheckpoint(at('run.ckpt'), { ...second.parts(), step: 0 });
    expect(step).toBe(8);
    expect(second.train(12)).toEqual(losses.slice(8));
    expect(second.numbers()).toEqual(unbroken.numbers());
    expect(rand(3).dataSync()).toEqual(draws);
  });

  test('every optimiser and every schedule of the library is among the cases', () => {
    const base = ['Optimizer', 'LRScheduler', 'EMA', 'SWA', 'EarlyStopping'];
    const classes = (from: object) =>
      Object.entries(from).flatMap(([key, value]) => (/^[A-Z]/.test(key) && typeof value === 'function' ? [key] : []));
    const run = new Run(1, 'Adam', 'StepLR');
    const made = Object.values(optimizers).map((make) => make(run.model).constructor.name);
    expect(classes(optim).filter((key) => !base.includes(key) && !made.includes(key))).toEqual([]);
    expect(classes(lrScheduler).filter((key) => !base.includes(key) && !(key in schedules))).toEqual([]);
    const used = new Set(cases.map(({ optimizer }) => optimizer));
    expect([...used].sort()).toEqual(names.sort());
  });
});

describe('a checkpoint', () => {
  beforeAll(() => backend.use(before));

  test('gives back plain data as it was', () => {
    const extra = {
      epoch: 3,
      best: -Infinity,
      history: [1, NaN, -0, 0.1],
      name: 'größer',
      nested: { $odd: [null, true, { $$: {} }], 'a.b': tensor([1, 2]), empty: undefined },
      confusion: tensor([[1, 2]], { dtype: 'int32' }),
    };
    io.saveCheckpoint(at('extra.ckpt'), extra);
    const back = io.loadCheckpoint(at('extra.ckpt'), { epoch: 0 });
    const epoch: number = back.epoch;
    expect(epoch).toBe(3);
    const { nested, confusion, ...plain } = back as unknown as typeof extra;
    expect(plain).toEqual({ epoch: 3, best: -Infinity, history: [1, NaN, -0, 0.1], name: 'größer' });
    expect(nested.$odd).toEqual([null, true, { $$: {} }]);
    expect(nested['a.b'].toArray()).toEqual([1, 2]);
    expect('empty' in nested).toBe(false);
    expect(confusion.dtype).toBe('int32');
  });

  test('keeps apart tensors whose paths read the same', () => {
    const state = { a: { 'b.c': tensor(1) }, 'a.b': { c: tensor(2) } };
    io.saveCheckpoint(at('paths.ckpt'), state);
    const back = io.loadCheckpoint(at('paths.ckpt')) as typeof state;
    expect([back.a['b.c'].item(), back['a.b'].c.item()]).toEqual([1, 2]);
  });

  test.each([
    [{ extra: { when: new Date(0) } }, 'got Date at extra.when'],
    [{ done: () => 1 }, 'got a function at done'],
    [{ list: [1, undefined] }, 'got undefined at list.1'],
    [{ map: new Map() }, 'got Map at map'],
    [{ big: 1n }, 'got bigint at big'],
  ])('refuses what is no plain data: %#', (parts, got) => {
    expect(() => io.saveCheckpoint(at('bad.ckpt'), parts)).toThrow(got);
  });

  test('refuses data that contains itself', () => {
    const loop: unknown[] = [];
    loop.push(loop);
    expect(() => io.saveCheckpoint(at('bad.ckpt'), { loop })).toThrow('lists in lists without end');
  });

  test('can be read in part, for its weights only, and by PyTorch’s names', () => {
    const run = new Run(1, 'Adam', 'StepLR');
    run.train(2);
    io.saveCheckpoint(at('part.ckpt'), { ...run.parts(), step: 2 });
    const model = new Run(5, 'Adam', 'StepLR').model;
    expect(Object.keys(io.loadCheckpoint(at('part.ckpt'), { model }, { random: false }))).toEqual(['step']);
    expect(model.parameters()[0].toArray()).toEqual(run.model.parameters()[0].toArray());
    expect(io.loadSafetensors(at('part.ckpt'))['model.0.weight'].toArray()).toEqual(model.parameters()[0].toArray());
  });

  test('leaves the random state alone when asked to', () => {
    io.saveCheckpoint(at('random.ckpt'), {});
    manualSeed(7);
    const expected = rand(4).toArray();
    manualSeed(7);
    io.loadCheckpoint(at('random.ckpt'), {}, { random: false });
    expect(rand(4).toArray()).toEqual(expected);
  });

  test('leaves no tensor behind', async () => {
    const run = new Run(1, 'Adam', 'StepLR');
    run.train(12);
    io.saveCheckpoint(at('memory.ckpt'), run.parts());
    io.loadCheckpoint(at('memory.ckpt'), run.parts());
    const first = await settled();
    for (let i = 0; i < 5; i++) io.loadCheckpoint(at('memory.ckpt'), run.parts());
    expect(await settled()).toEqual(first);
  });
});

const RANDOM = JSON.stringify(new Generator(1).getState());

describe('a checkpoint that does not fit changes nothing', () => {
  const path = at('fit.ckpt');
  const saved = () => {
    const run = new Run(1, 'Adam', 'StepLR');
    run.train(3);
    io.saveCheckpoint(path, run.parts());
    return new Run(2, 'Adam', 'StepLR');
  };

  /** Loading fails with the message, and all states and random numbers are as before. */
  const refused = (run: Run, parts: Record<string, unknown>, message: string) => {
    run.train(2);
    const [numbers, optimizer] = [run.numbers(), JSON.stringify(run.optimizer.stateDict().paramGroups)];
    manualSeed(3);
    const draws = rand(3).toArray();
    manualSeed(3);
    expect(() => io.loadCheckpoint(path, parts)).toThrow(message);
    expect(rand(3).toArray()).toEqual(draws);
    expect(run.numbers()).toEqual(numbers);
    expect(JSON.stringify(run.optimizer.stateDict().paramGroups)).toBe(optimizer);
  };

  test('another network: its keys are named', () => {
    const run = saved();
    const model = new nn.Sequential(new nn.Linear(3, 6), new nn.Linear(6, 3));
    const { model: _, ...others } = run.parts();
    refused(
      run,
      { ...others, model },
      'unexpected 1.runningMean, 1.runningVar, 1.numBatchesTracked, 5.weight, 5.bias; 1.weight expected [3, 6], got [6]',
    );
    const wide = new nn.Sequential(
      ...run.model
        .children()
        .slice(0, 5)
        .map((child) => child as nn.TensorModule),
      new nn.Linear(6, 4),
    );
    refused(run, { ...others, model: wide }, '5.weight expected [4, 6], got [2, 6]');
  });

  test('another optimiser or schedule, or one of other parameters', () => {
    const run = saved();
    const sgd = new optim.SGD(run.model.parameters());
    refused(run, { model: run.model, optimizer: sgd }, "expected 'optimizer' to be the state of SGD, got Adam");
    refused(run, { ...run.parts(), schedule: run.ema }, "expected 'schedule' to be the state of EMA, got StepLR");
    const fewer = new optim.Adam([run.model.parameters()[0]]);
    refused(run, { model: run.model, ema: run.ema, optimizer: fewer }, 'expected groups of [1] parameters, got [6]');
    refused(
      run,
      { ...run.parts(), second: run.model },
      'expected a checkpoint with second, got one with model, optimizer',
    );
  });

  test('averages of another network', () => {
    const run = saved();
    const ema = new optim.EMA(new nn.Linear(3, 6));
    refused(
      run,
      { model: run.model, ema },
      'EMA.loadStateDict: expected the parameters of the module, got missing weight',
    );
  });

  test('a file cut off anywhere', () => {
    const run = saved();
    const bytes = readFileSync(path);
    for (const share of [0, 0.001, 0.3, 0.9, 0.999]) {
      writeFileSync(path, bytes);
      truncateSync(path, Math.floor(bytes.length * share));
      refused(run, run.parts(), `io.loadCheckpoint ${path}: expected`);
    }
  });

  test.each([
    ['another safetensors file', {}, 'expected a checkpoint, got a safetensors file of format none'],
    ['a later version', { version: '2' }, 'expected a checkpoint of version 1, got 2'],
    ['no JSON', { state: '{' }, 'expected a state of JSON'],
    ['no object', { state: 'null' }, 'expected a checkpoint with model, got one with none'],
    ['a part that is none', { state: '{"parts":{"model":5}}' }, "expected 'model' to be a state or a value, got 5"],
    [
      'a tensor that is not there',
      { state: '{"parts":{"model":{"kind":"state","type":"Module","value":{"$tensor":"x"}}}}' },
      'expected the name of a tensor in the file, got "x"',
    ],
    [
      'a number that is none',
      { state: '{"parts":{"model":{"kind":"value","value":{"$number":"1e9"}}}}' },
      'expected NaN, Infinity, -Infinity, -0, got "1e9"',
    ],
    [
      'lists in lists',
      { state: `{"parts":{"model":{"kind":"value","value":${'['.repeat(9000)}${']'.repeat(9000)}}}}` },
      'expected a state of at most 200 levels',
    ],
    [
      'no state of a network',
      { state: `{"parts":{"model":{"kind":"state","type":"Module"}},"$random":${RANDOM}}` },
      "that fits 'model'",
    ],
  ])('%s', (_name, metadata, message) => {
    const run = saved();
    const whole: Record<string, string> =
      Object.keys(metadata).length === 0 ? {} : { format: 'lectern.checkpoint', version: '1', state: '{}' };
    io.saveSafetensors(path, { a: zeros(2) }, { metadata: { ...whole, ...metadata } });
    expect(() => io.loadCheckpoint(path, { model: run.model })).toThrow(FileError);
    refused(run, { model: run.model }, message);
  });

  test.each(['null', '{}', '{"key":[1,2],"counter":[0,0,0],"used":4}', '{"key":[1,-2],"counter":[0,0,0,0],"used":4}'])(
    'a random state that is none: %s',
    (random) => {
      const run = saved();
      const metadata = { format: 'lectern.checkpoint', version: '1', state: `{"parts":{},"$random":${random}}` };
      io.saveSafetensors(path, {}, { metadata });
      expect(() => io.loadCheckpoint(path)).toThrow(FileError);
      refused(run, {}, `expected the state of a generator, got ${random}`);
    },
  );
});
