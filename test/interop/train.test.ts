import fc from 'fast-check';
import { type FitOptions, fit as fitModel, nn, optim, type Tensor } from 'lectern';
import { describe, expect, test } from 'vitest';
import '../helpers/close.js';
import type { Given } from '../helpers/torch.js';
import { torchOfFile } from '../helpers/torch-of-file.js';
import { asTensor } from './ops/derive.js';
import { floats } from './ops/spec.js';

const torch = torchOfFile();

/** What is told to both sides. */
interface Run {
  seed: number;
  /** Rows of each batch. */
  sizes: number[];
  epochs: number;
  accumulate: number;
  clip: 'none' | 'norm' | 'value';
  schedule: 'none' | 'epoch' | 'step';
  ema: boolean;
}

const runs: fc.Arbitrary<Run> = fc.record({
  seed: fc.integer({ min: 1, max: 2 ** 30 }),
  sizes: fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 5 }),
  epochs: fc.integer({ min: 1, max: 3 }),
  accumulate: fc.integer({ min: 1, max: 3 }),
  clip: fc.constantFrom('none', 'norm', 'value'),
  schedule: fc.constantFrom('none', 'epoch', 'step'),
  ema: fc.boolean(),
});

/** The same run written out in PyTorch. */
const program = ({ sizes, epochs, accumulate, clip, schedule, ema }: Run) => `
net = torch.nn.Sequential(torch.nn.Linear(3, 4), torch.nn.Tanh(), torch.nn.Linear(4, 2)).double()
net.load_state_dict({k[2:]: v for k, v in given.items() if k.startswith('w.')})
optimizer = torch.optim.SGD(net.parameters(), lr=0.3, momentum=0.9)
scheduler = torch.optim.lr_scheduler.ExponentialLR(optimizer, 0.7)
average = torch.optim.swa_utils.AveragedModel(net, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(0.6))
average.update_parameters(net)  # the first one copies
batches = [(given['x%d' % i].double(), given['y%d' % i].double()) for i in range(${sizes.length})]
val_x, val_y = given['vx'].double(), given['vy'].double()
losses, val_losses = [], []
for epoch in range(${epochs}):
    total = 0
    for at in range(0, len(batches), ${accumulate}):
        group = batches[at:at + ${accumulate}]
        optimizer.zero_grad()
        for x, y in group:
            loss = F.mse_loss(net(x), y)
            (loss / len(group)).backward()
            total += loss.item() * len(x)
        ${clip === 'norm' ? 'torch.nn.utils.clip_grad_norm_(net.parameters(), 0.2)' : clip === 'value' ? 'torch.nn.utils.clip_grad_value_(net.parameters(), 0.05)' : 'pass'}
        optimizer.step()
        average.update_parameters(net)
        ${schedule === 'step' ? 'scheduler.step()' : 'pass'}
    ${schedule === 'epoch' ? 'scheduler.step()' : 'pass'}
    losses.append(total / ${sizes.reduce((a, b) => a + b, 0)})
    with torch.no_grad(): val_losses.append(F.mse_loss((${ema ? 'average.module' : 'net'})(val_x), val_y).item())
found['loss'] = torch.tensor(losses, dtype=torch.float64)
found['valLoss'] = torch.tensor(val_losses, dtype=torch.float64)
found['lr'] = torch.tensor(optimizer.param_groups[0]['lr'], dtype=torch.float64)
for k, v in ${ema ? 'average.module' : 'net'}.state_dict().items(): found['w.' + k] = v
`;

describe('fit trains as PyTorch does', () => {
  test('with accumulation, clipping, schedules and averages, over random batches', async () => {
    await fc.assert(
      fc.asyncProperty(runs, async (run) => {
        const { seed, sizes, epochs, accumulate, clip, schedule, ema } = run;
        const model = new nn.Sequential(new nn.Linear(3, 4), new nn.Tanh(), new nn.Linear(4, 2));
        const given: Record<string, Given> = { vx: floats([4, 3], seed + 1), vy: floats([4, 2], seed + 2) };
        for (const [i, size] of sizes.entries()) {
          given[`x${i}`] = floats([size, 3], seed + 3 + i);
          given[`y${i}`] = floats([size, 2], seed + 50 + i);
        }
        for (const [i, [name, parameter]] of model.namedParameters().entries()) {
          given[`w.${name}`] = floats(parameter.shape, seed + 100 + i, { low: -0.5, high: 0.5 });
        }
        const weights = Object.entries(given).filter(([name]) => name.startsWith('w.'));
        model.loadStateDict(Object.fromEntries(weights.map(([name, x]) => [name.slice(2), asTensor(x)])));
        const optimizer = new optim.SGD(model.parameters(), { lr: 0.3, momentum: 0.9 });
        const scheduler = new optim.lrScheduler.ExponentialLR(optimizer, 0.7);
        const options: FitOptions<[Tensor, Tensor]> = {
          train: sizes.map((_, i) => [asTensor(given[`x${i}`]), asTensor(given[`y${i}`])]),
          validation: [[asTensor(given.vx), asTensor(given.vy)]],
          loss: new nn.MSELoss(),
          optimizer,
          epochs,
          gradientAccumulation: accumulate,
          progress: false,
        };
        if (clip !== 'none') options.clip = clip === 'norm' ? { norm: 0.2 } : { value: 0.05 };
        if (schedule !== 'none') options.schedule = { scheduler, every: schedule };
        if (ema) options.ema = 0.6;
        const history = fitModel(model, options);
        const expected = await torch.run(program(run), given);
        const column = (name: string) => ({ shape: [epochs], values: history.columns[name] });
        expect(column('loss')).toBeCloseToTensor(expected.loss);
        expect(column('valLoss')).toBeCloseToTensor(expected.valLoss);
        expect(optimizer.paramGroups[0].lr).toBeCloseTo(expected.lr.values[0], 6);
        const state = model.stateDict();
        expect(Object.keys(state)).toHaveLength(4);
        for (const [name, x] of Object.entries(state)) expect(x, name).toBeCloseToTensor(expected[`w.${name}`]);
      }),
      { seed: 20_261_121, numRuns: 40 },
    );
  });
});
