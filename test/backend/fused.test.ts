import {
  backend,
  F,
  gradcheck,
  gradgradcheck,
  manualSeed,
  nn,
  ones,
  optim,
  rand,
  randn,
  type Tensor,
  tensor,
} from 'lectern';
import '../helpers/close.js';
import { beforeAll, describe, expect, it } from 'vitest';
import { settled } from '../helpers/settled.js';

/** Expects that neither training nor results without a backward pass leave memory behind. */
async function keepsNothing(compute: () => Tensor): Promise<void> {
  const train = () => compute().sum().backward();
  // Gradients are made by the first step; the first ones of two biases may be one buffer.
  train();
  train();
  const before = await settled();
  for (let i = 0; i < 20; i++) train();
  for (let i = 0; i < 20; i++) compute();
  expect(await settled()).toEqual(before);
}

beforeAll(() => backend.use('tensorflow'));

describe('the fused LSTM', () => {
  const make = (options: object = {}) => {
    manualSeed(3);
    return new nn.LSTM(3, 2, options);
  };

  it.each([{}, { bidirectional: true }, { bias: false, batchFirst: true }])(
    'has the gradients and second gradients of its formula with %j',
    (options) => {
      const net = make(options);
      const rows = 'bidirectional' in options ? 2 : 1;
      const x = randn(2, 2, 3).requiresGrad_();
      const h = randn(rows, 2, 2).requiresGrad_();
      const c = randn([...h.shape]).requiresGrad_();
      const all = (input: Tensor, h0: Tensor, c0: Tensor) => {
        const [y, [hn, cn]] = net(input, [h0, c0]);
        return y.mul(y).sum().add(hn.sum()).add(cn.mul(cn).sum());
      };
      expect(gradcheck(all, [x, h, c])).toBe(true);
      expect(gradgradcheck(all, [x, h, c])).toBe(true);
    },
  );

  it('gives the same gradients with and without createGraph', () => {
    const net = make();
    const loss = () => net(randn(5, 3, 3))[0].sum();
    manualSeed(8);
    loss().backward();
    const first = net.parameters().map((p) => p.grad as Tensor);
    net.zeroGrad();
    manualSeed(8);
    loss().backward(undefined, { createGraph: true });
    net.parameters().forEach((p, i) => {
      expect(p.grad).toBeCloseToTensor(first[i]);
    });
  });

  it('gives back what it keeps for the gradient', async () => {
    const net = make();
    const x = randn(6, 2, 3);
    await keepsNothing(() => net(x)[0]);
  });

  it('can be gone through twice with retainGraph, and says so otherwise', () => {
    const net = make();
    const loss = net(randn(4, 2, 3))[0].sum();
    loss.backward(undefined, { retainGraph: true });
    const weight = net.namedParameters()[1][1];
    const once = weight.grad as Tensor;
    loss.backward();
    expect(weight.grad).toBeCloseToTensor(once.mul(2));
    expect(() => loss.backward()).toThrow(/already used/);
  });
});

describe('the fused batch normalisation', () => {
  it.each([[[6, 3]], [[2, 3, 2]], [[2, 2, 2, 3]]])(
    'has the first and second gradients of its formula for %j',
    (shape) => {
      manualSeed(4);
      const channels = shape[shape.length - 1];
      const [weight, bias] = [rand(channels).add(0.5).requiresGrad_(), randn(channels).requiresGrad_()];
      const slopes = randn(shape);
      const f = (x: Tensor, w: Tensor, b: Tensor) =>
        F.batchNorm(x, null, null, { weight: w, bias: b, training: true }).mul(slopes);
      const x = randn(shape).requiresGrad_();
      expect(gradcheck(f, [x, weight, bias])).toBe(true);
      expect(gradgradcheck(f, [x, weight, bias], { rtol: 5e-2, atol: 3e-2 })).toBe(true);
    },
  );

  it('leaves no tensor behind, used or not', async () => {
    const net = new nn.BatchNorm2d(3);
    const x = randn(2, 4, 4, 3);
    await keepsNothing(() => net(x));
  });
});

describe('an optimiser that updates in place', () => {
  const options = [
    { lr: 0.1 },
    { lr: 0.1, momentum: 0.9 },
    { lr: 0.1, momentum: 0.9, nesterov: true, weightDecay: 0.01 },
  ];

  it.each(options)('changes nothing but the parameter, with %j', (given) => {
    const original = tensor([1, 2, 3, 4]);
    const p = original.reshape(2, 2).requiresGrad_();
    const optimizer = new optim.SGD([p], given);
    const step = () => {
      optimizer.zeroGrad();
      p.mul(p).sum().backward();
      optimizer.step();
    };
    for (let i = 0; i < 3; i++) step();
    expect(original.toArray()).toEqual([1, 2, 3, 4]);
    const alias = p.data;
    const [copy, flat, detached] = [p.dataSync(), p.reshape(4), p.detach()];
    const grad = p.grad as Tensor;
    const gradValues = grad.toArray();
    const state = optimizer.stateDict();
    const kept = Object.values(state.state[0] ?? {}).map((x) => (x as Tensor).toArray());
    for (let i = 0; i < 3; i++) step();
    expect([...flat.dataSync()]).toEqual([...copy]);
    expect([...detached.dataSync()]).toEqual([...copy]);
    expect(grad.toArray()).toEqual(gradValues);
    expect(Object.values(state.state[0] ?? {}).map((x) => (x as Tensor).toArray())).toEqual(kept);
    expect(alias.toArray()).toEqual(p.toArray());
    expect(p.toArray()).not.toEqual(detached.toArray());
  });

  it.each(options)('takes the same path as with a snapshot before each step, with %j', (given) => {
    const run = (snapshot: boolean) => {
      const p = tensor([1, -2, 3]).requiresGrad_();
      const optimizer = new optim.SGD([p], given);
      for (let i = 0; i < 6; i++) {
        optimizer.zeroGrad();
        p.mul(p).mul(p).sum().backward();
        // What a snapshot shows cannot be changed in place.
        if (snapshot) optimizer.loadStateDict(optimizer.stateDict());
        if (snapshot) p.detach();
        optimizer.step();
      }
      return p;
    };
    expect(run(false)).toBeCloseToTensor(run(true), { rtol: 1e-6, atol: 1e-6 });
  });

  it('says that a graph from before the step is out of date', () => {
    const p = tensor([1, 2]).requiresGrad_();
    const optimizer = new optim.SGD([p], { lr: 0.1 });
    const loss = () => p.mul(p).sum();
    const step = () => {
      optimizer.zeroGrad();
      loss().backward();
      optimizer.step();
    };
    step();
    const old = loss();
    step();
    expect(() => old.backward()).toThrow(/changed in place/);
  });

  it('leaves no tensor behind when parameters come and go', async () => {
    const train = () => {
      const net = new nn.Linear(3, 2);
      const optimizer = new optim.SGD(net.parameters(), { lr: 0.1, momentum: 0.9 });
      for (let i = 0; i < 4; i++) {
        optimizer.zeroGrad();
        net(ones(2, 3)).sum().backward();
        optimizer.step();
      }
    };
    train();
    const before = await settled();
    for (let i = 0; i < 10; i++) train();
    expect(await settled()).toEqual(before);
  });
});

describe('an operation composed of others', () => {
  it('gives back what it computed on the way with backward, without a collection', async () => {
    const net = new nn.LayerNorm(4);
    const x = randn(8, 4).requiresGrad_();
    await settled();
    const y = net(x);
    const afterForward = backend.memory().tensors;
    y.sum().backward();
    expect(backend.memory().tensors).toBeLessThan(afterForward);
    expect(y.isnan().any().item()).toBeFalsy();
  });

  it('keeps it while the graph is retained', () => {
    const net = new nn.LayerNorm(4);
    const loss = net(randn(8, 4)).mul(randn(8, 4)).sum();
    loss.backward(undefined, { retainGraph: true });
    const once = net.weight?.grad as Tensor;
    loss.backward();
    expect(net.weight?.grad).toBeCloseToTensor(once.mul(2));
    expect(() => loss.backward()).toThrow(/already used/);
  });
});
