import { optim, type Tensor, tensor } from 'lectern';
import { describe, expect, test } from 'vitest';
import '../helpers/close.js';
import { torchOfFile } from '../helpers/torch-of-file.js';

const { lrScheduler } = optim;
const STEPS = 100;
const exact = { rtol: 1e-5, atol: 1e-9 };

const torch = torchOfFile();

type SGD = optim.SGD;
type Make = (o: SGD) => { step(): void };
const s = lrScheduler;

const SCHEDULES: [title: string, make: Make, torch: string][] = [
  ['LambdaLR', (o) => new s.LambdaLR(o, (n) => 0.95 ** n + 0.1), 'LambdaLR(o, lambda n: 0.95 ** n + 0.1)'],
  ['StepLR', (o) => new s.StepLR(o, 7, { gamma: 0.7 }), 'StepLR(o, 7, gamma=0.7)'],
  ['MultiStepLR', (o) => new s.MultiStepLR(o, [50, 3, 20, 20]), 'MultiStepLR(o, [50, 3, 20, 20])'],
  ['ExponentialLR', (o) => new s.ExponentialLR(o, 0.93), 'ExponentialLR(o, 0.93)'],
  ['PolynomialLR', (o) => new s.PolynomialLR(o, { totalIters: 60, power: 2 }), 'PolynomialLR(o, 60, 2)'],
  ['ConstantLR', (o) => new s.ConstantLR(o, { factor: 0.25, totalIters: 9 }), 'ConstantLR(o, 0.25, 9)'],
  [
    'LinearLR',
    (o) => new s.LinearLR(o, { startFactor: 0.1, endFactor: 0.8, totalIters: 30 }),
    'LinearLR(o, 0.1, 0.8, 30)',
  ],
  ['CosineAnnealingLR', (o) => new s.CosineAnnealingLR(o, 80), 'CosineAnnealingLR(o, 80)'],
  [
    'CosineAnnealingLR beyond its end',
    (o) => new s.CosineAnnealingLR(o, 12, { etaMin: 0.01 }),
    'CosineAnnealingLR(o, 12, eta_min=0.01)',
  ],
  [
    'CosineAnnealingWarmRestarts',
    (o) => new s.CosineAnnealingWarmRestarts(o, 10, { tMult: 2, etaMin: 0.02 }),
    'CosineAnnealingWarmRestarts(o, 10, T_mult=2, eta_min=0.02)',
  ],
  ['CyclicLR', (o) => new s.CyclicLR(o, 0.01, 0.3, { stepSizeUp: 8 }), 'CyclicLR(o, 0.01, 0.3, step_size_up=8)'],
  [
    'CyclicLR triangular2',
    (o) => new s.CyclicLR(o, 0.01, 0.3, { stepSizeUp: 8, stepSizeDown: 5, mode: 'triangular2', cycleMomentum: false }),
    "CyclicLR(o, 0.01, 0.3, step_size_up=8, step_size_down=5, mode='triangular2', cycle_momentum=False)",
  ],
  [
    'CyclicLR expRange',
    (o) => new s.CyclicLR(o, 0.01, 0.3, { stepSizeUp: 8, mode: 'expRange', gamma: 0.97 }),
    "CyclicLR(o, 0.01, 0.3, step_size_up=8, mode='exp_range', gamma=0.97)",
  ],
  ['OneCycleLR', (o) => new s.OneCycleLR(o, 0.5, { totalSteps: 101 }), 'OneCycleLR(o, 0.5, total_steps=101)'],
  [
    'OneCycleLR in three straight phases',
    (o) =>
      new s.OneCycleLR(o, 0.5, {
        epochs: 11,
        stepsPerEpoch: 10,
        threePhase: true,
        annealStrategy: 'linear',
        pctStart: 0.2,
        divFactor: 10,
        finalDivFactor: 100,
      }),
    "OneCycleLR(o, 0.5, epochs=11, steps_per_epoch=10, three_phase=True, anneal_strategy='linear', pct_start=0.2, div_factor=10, final_div_factor=100)",
  ],
  [
    'ChainedScheduler',
    (o) =>
      new s.ChainedScheduler([
        new s.ConstantLR(o, { factor: 0.1, totalIters: 6 }),
        new s.ExponentialLR(o, 0.97),
        new s.StepLR(o, 30, { gamma: 0.5 }),
        new s.LinearLR(o, { startFactor: 0.5, totalIters: 40 }),
        new s.PolynomialLR(o, { totalIters: 200 }),
      ]),
    `ChainedScheduler([S.ConstantLR(o, 0.1, 6), S.ExponentialLR(o, 0.97), S.StepLR(o, 30, 0.5), S.LinearLR(o, 0.5, total_iters=40), S.PolynomialLR(o, 200)])`,
  ],
  [
    'SequentialLR',
    (o) =>
      new s.SequentialLR(
        o,
        [new s.LinearLR(o, { totalIters: 10 }), new s.CosineAnnealingLR(o, 50), new s.ConstantLR(o, { totalIters: 9 })],
        [10, 60],
      ),
    'SequentialLR(o, [S.LinearLR(o, total_iters=10), S.CosineAnnealingLR(o, 50), S.ConstantLR(o, total_iters=9)], [10, 60])',
  ],
];

const optimizerOf = () => {
  const [a, b] = [tensor([1]).requiresGrad_(), tensor([1]).requiresGrad_()];
  return new optim.SGD([{ params: [a] }, { params: [b], lr: 0.03 }], { lr: 0.2, momentum: 0.9 });
};

/** Rates and momenta of both groups over all steps. */
function run(optimizer: SGD, step: (n: number) => void, steps = STEPS): { shape: number[]; values: number[] } {
  const values: number[] = [];
  for (let n = 0; n <= steps; n++) {
    values.push(...optimizer.paramGroups.flatMap((group) => [group.lr, group.momentum]));
    if (n < steps) step(n);
  }
  return { shape: [steps + 1, 4], values };
}

const OPTIMIZER = `
import torch.optim.lr_scheduler as S, warnings
warnings.simplefilter('ignore')
a, b = torch.ones(1, requires_grad=True), torch.ones(1, requires_grad=True)
o = torch.optim.SGD([{'params': [a]}, {'params': [b], 'lr': 0.03}], lr=0.2, momentum=0.9)
`;
const RUN = `
rates = []
for n in range(${STEPS + 1}):
    rates.append([v for g in o.param_groups for v in (g['lr'], g['momentum'])])
    if n < ${STEPS}: advance(n)
found['rates'] = torch.tensor(rates, dtype=torch.double)
`;

describe('schedules have PyTorch’s rates and momenta for 100 steps', () => {
  test.each(SCHEDULES)('%s', async (_title, make, program) => {
    const optimizer = optimizerOf();
    const schedule = make(optimizer);
    const ours = run(optimizer, () => schedule.step());
    const script = `${OPTIMIZER}
schedule = S.${program}
advance = lambda n: schedule.step()
${RUN}`;
    const theirs = await torch.run(script);
    expect(ours).toBeCloseToTensor(theirs.rates, exact);
    expect(new Set(ours.values).size).toBeGreaterThan(3);
  });

  test.each([
    ['min', 'rel', 3],
    ['max', 'rel', 2],
    ['min', 'abs', 4],
    ['max', 'abs', 0],
  ] as const)(
    'ReduceLROnPlateau of a metric to %s, threshold %s, patience %d',
    async (mode, thresholdMode, patience) => {
      const optimizer = optimizerOf();
      const options = { mode, thresholdMode, patience, factor: 0.6, cooldown: 2, threshold: 0.01, minLr: 1e-3 };
      const schedule = new s.ReduceLROnPlateau(optimizer, options);
      const metric = (n: number) => Math.sin(n / 7) + 2 + n / 100;
      const ours = run(optimizer, (n) => schedule.step(metric(n)));
      const script = `${OPTIMIZER}
import math
schedule = S.ReduceLROnPlateau(o, mode='${mode}', threshold_mode='${thresholdMode}', patience=${patience}, factor=0.6, cooldown=2, threshold=0.01, min_lr=1e-3)
advance = lambda n: schedule.step(math.sin(n / 7) + 2 + n / 100)
${RUN}`;
      const theirs = await torch.run(script);
      expect(ours).toBeCloseToTensor(theirs.rates, exact);
      expect(new Set(ours.values).size).toBeGreaterThan(3);
    },
  );
});

describe('schedules', () => {
  test.each(SCHEDULES)('%s goes on from a saved state', (_title, make) => {
    const whole = optimizerOf();
    const schedule = make(whole);
    const expected = run(whole, () => schedule.step(), 40).values.slice(4 * 20);
    const first = optimizerOf();
    const before = make(first) as unknown as optim.lrScheduler.LRScheduler;
    run(first, () => before.step(), 20);
    const second = optimizerOf();
    const after = make(second) as unknown as optim.lrScheduler.LRScheduler;
    second.loadStateDict(first.stateDict());
    after.loadStateDict(JSON.parse(JSON.stringify(before.stateDict())));
    expect(run(second, () => after.step(), 20).values).toEqual(expected);
  });

  test('name what makes no sense', () => {
    const o = optimizerOf();
    expect(() => new s.StepLR(o, 0)).toThrow('StepLR: stepSize must be whole and at least 1, got 0');
    expect(() => new s.LinearLR(o, { startFactor: 0 })).toThrow('startFactor must be above 0 and at most 1, got 0');
    expect(() => new s.SequentialLR(o, [new s.StepLR(o, 1)], [3])).toThrow('expected 0 rising milestones');
    const plain = new optim.Adagrad([tensor([1]).requiresGrad_()]);
    expect(() => new s.CyclicLR(plain, 0.1, 1)).toThrow('cycleMomentum needs an optimiser with momentum');
    const cycle = new s.OneCycleLR(o, 1, { totalSteps: 2 });
    cycle.step();
    cycle.step();
    expect(() => cycle.step()).toThrow('the schedule has 2 steps, got step 3');
  });

  test('plateaus take tensors, and NaN is no improvement', () => {
    const o = optimizerOf();
    const schedule = new s.ReduceLROnPlateau(o, { patience: 1 });
    const metrics: (number | Tensor)[] = [tensor(1), Number.NaN, Number.NaN];
    for (const metric of metrics) schedule.step(metric);
    expect(schedule.getLastLr()[0]).toBeCloseTo(0.02, 9);
  });
});
