import { memory } from '@tensorflow/tfjs-core';
import { backend, F, Generator, nn, ones, optim, randint, randn, zeros } from 'lectern';
import { afterAll, describe, expect, test } from 'vitest';
import { settled } from '../helpers/settled.js';

afterAll(() => backend.use('tensorflow'));

describe.each(['wasm', 'cpu', 'webgpu'] as const)('memory on the %s backend', (name) => {
  test('is what it was after a step, once the step is done, for tensorflow.js too', async () => {
    await backend.use(name);
    const generator = new Generator(3);
    const net = new nn.Sequential(
      new nn.Conv2d(1, 3, 3, { padding: 1, generator }),
      new nn.BatchNorm2d(3),
      new nn.ReLU(),
      new nn.MaxPool2d(2),
      new nn.Flatten(),
      new nn.Linear(27, 4, { generator }),
    );
    const optimizer = new optim.Adam(net.parameters(), { lr: 0.01 });
    const [x, labels] = [randn([4, 6, 6, 1], { generator }), randint(0, 4, [4], { generator })];
    const steps = async (count: number) => {
      for (let step = 0; step < count; step++) {
        optimizer.zeroGrad();
        F.crossEntropy(net(x), labels).backward();
        optimizer.step();
      }
      const { tensors, bytes } = await settled();
      return { tensors, bytes, inside: memory().numTensors, insideBytes: memory().numBytes };
    };
    const before = await steps(3);
    expect(await steps(12)).toEqual(before);
    // What tfjs holds beyond what was asked of it would be a leak inside of a composed kernel.
    expect(before.inside).toBeLessThanOrEqual(before.tensors);
  });

  test('is given back for all results that nobody refers to', async () => {
    await backend.use(name);
    const x = randn([50, 50]);
    const before = await settled();
    for (let i = 0; i < 40; i++) x.matmul(x).add(i).sum(0).softmax(0);
    expect(await settled()).toEqual(before);
  });
});

describe.each(['tensorflow', 'wasm', 'cpu', 'webgpu'] as const)('tensors without elements on %s', (name) => {
  test('are added up to what a sum of nothing is', async () => {
    await backend.use(name);
    expect(zeros(0, 3).sum(0).toArray()).toEqual([0, 0, 0]);
    expect(zeros(0, 3).sum().item()).toBe(0);
    expect(zeros(0).prod().item()).toBe(1);
    expect(zeros(2, 0).matmul(zeros(0, 2)).toArray()).toEqual([
      [0, 0],
      [0, 0],
    ]);
    expect(zeros(0, 2).matmul(ones(2, 3)).shape).toEqual([0, 3]);
    expect(F.conv2d(zeros(0, 4, 4, 1), ones(3, 3, 1, 2)).shape).toEqual([0, 2, 2, 2]);
    expect(zeros(0, 3).add(1).t().shape).toEqual([3, 0]);
  });
});
