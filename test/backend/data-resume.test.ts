import { join } from 'node:path';
import { data, datasets, F, io, manualSeed, nn, optim } from 'lectern';
import { describe, expect, test } from 'vitest';
import { temporaryFolder } from '../helpers/temporary-folder.js';

const folder = temporaryFolder();
const BATCHES = 8;

/** A net with dropout, a shuffled loader and augmentation, all from the default generator. */
function start() {
  manualSeed(4);
  const net = new nn.Sequential(new nn.Linear(2, 8), new nn.Tanh(), new nn.Dropout(0.3), new nn.Linear(8, 2));
  const moons = datasets.moons({ n: 100, noise: 0.1, seed: 1 });
  return {
    net,
    optimizer: new optim.Adam(net.parameters(), { lr: 0.02 }),
    loader: new data.DataLoader(moons, { batchSize: 13, shuffle: true }),
  };
}

type Run = ReturnType<typeof start>;

/** Trains for some batches, over the ends of epochs, and lists the losses. */
function train({ net, optimizer, loader }: Run, steps: number): number[] {
  const losses: number[] = [];
  while (losses.length < steps) {
    for (const [x, y] of loader) {
      const loss = F.crossEntropy(net(data.randomApply((points) => points.neg())(x)), y);
      optimizer.zeroGrad();
      loss.backward();
      optimizer.step();
      losses.push(loss.item());
      if (losses.length === steps) break;
    }
  }
  return losses;
}

describe('a checkpoint with a loader in it', () => {
  // Before, at and after the end of an epoch of 8 batches, and in the middle of the second one.
  test.each([1, BATCHES - 1, BATCHES + 1, BATCHES + 5])('resumes after %d steps bit for bit', (steps) => {
    const path = join(folder, `${steps}.safetensors`);
    const unbroken = start();
    const before = train(unbroken, steps);
    io.saveCheckpoint(path, unbroken);
    // In one process the next loop is a new epoch, so the run to compare with goes on from its own state too.
    unbroken.loader.loadStateDict(unbroken.loader.stateDict());
    const after = train(unbroken, 2 * BATCHES);

    const resumed = start();
    manualSeed(99);
    io.loadCheckpoint(path, resumed);
    expect(train(resumed, 2 * BATCHES)).toEqual(after);
    expect([...before, ...after]).toEqual(train(start(), steps + 2 * BATCHES));
    for (const [name, value] of Object.entries(resumed.net.stateDict())) {
      expect(value.toArray()).toEqual(unbroken.net.stateDict()[name].toArray());
    }
  });
});
