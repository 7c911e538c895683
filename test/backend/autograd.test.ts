import {
  autograd,
  enableGrad,
  gradcheck,
  gradgradcheck,
  manualSeed,
  noGrad,
  ones,
  randn,
  type Tensor,
  tensor,
  zeros,
} from 'lectern';
import { beforeEach, describe, expect, test } from 'vitest';

const leaf = (data: Parameters<typeof tensor>[0]) => tensor(data, { requiresGrad: true });
const gradOf = (x: Tensor) => x.grad?.toArray() ?? null;

beforeEach(() => {
  manualSeed(1);
});

describe('backward', () => {
  test('adds to the gradients of leaves and of nothing else', () => {
    const [x, w] = [tensor([1, 2]), leaf([3, 4])];
    const y = x.mul(w);
    y.sum().backward();
    expect([gradOf(x), gradOf(w), gradOf(y)]).toEqual([null, [1, 2], null]);
    x.mul(w).sum().backward();
    expect(gradOf(w)).toEqual([2, 4]);
    w.grad = null;
    x.mul(w).sum().backward();
    expect(gradOf(w)).toEqual([1, 2]);
  });

  test('sums over all uses of a tensor, along every path', () => {
    const x = leaf([2]);
    const y = x.mul(x).add(x);
    y.mul(y).add(y.mul(x)).sum().backward();
    // (x² + x)² + (x² + x)·x at 2: 2·6·5 + 3·4 + 2·2
    expect(gradOf(x)).toEqual([76]);
  });

  test('goes through a chain of 20,000 operations', () => {
    const x = leaf(1);
    let y: Tensor = x;
    for (let i = 0; i < 20_000; i++) y = y.add(1);
    y.backward();
    expect(gradOf(x)).toBe(1);
  });

  test('goes through a ladder whose paths double at each step', () => {
    const x = leaf(1);
    let y: Tensor = x;
    for (let i = 0; i < 40; i++) y = y.add(y).mul(0.5);
    y.backward();
    expect(gradOf(x)).toBeCloseTo(1, 5);
  });

  test('reaches a tensor whose first use gives it no gradient', () => {
    const x = leaf([1.5, -2]);
    const h = x.mul(2);
    h.floor().mul(0).add(h).sum().backward();
    expect(gradOf(x)).toEqual([2, 2]);
    const z = leaf([1.5]);
    z.mul(2).round().sum().backward();
    expect(gradOf(z) ?? [0]).toEqual([0]);
  });

  test('takes the gradient of a result that is no single value', () => {
    const x = leaf([1, 2]);
    x.mul(3).backward(tensor([10, 100]));
    expect(gradOf(x)).toEqual([30, 300]);
  });

  test('gives each leaf a gradient of its own', () => {
    const [a, b, seed] = [leaf([1, 2]), leaf([3, 4]), tensor([1, 1])];
    a.add(b).backward(seed);
    noGrad(() => a.grad?.mul_(5));
    noGrad(() => seed.mul_(7));
    expect([gradOf(a), gradOf(b)]).toEqual([
      [5, 5],
      [1, 1],
    ]);
  });

  test('works under noGrad on a graph that was recorded before', () => {
    const x = leaf([3]);
    const y = x.mul(x);
    noGrad(() => y.backward());
    expect(gradOf(x)).toEqual([6]);
    expect(x.grad?.requiresGrad).toBe(false);
  });

  test('of a leaf gives 1', () => {
    const x = leaf(3);
    x.backward();
    expect(gradOf(x)).toBe(1);
  });

  test('does not run twice through one graph, unless it is retained', () => {
    const x = leaf([2]);
    const y = x.exp().mul(x).sum();
    y.backward(undefined, { retainGraph: true });
    const once = (x.grad as Tensor).toArray() as number[];
    y.backward();
    expect(gradOf(x)).toEqual([once[0] * 2]);
    expect(() => y.backward()).toThrow('the graph through sum was already used and its saved tensors are gone');
  });

  test('does not run through a part that another backward used up', () => {
    const x = leaf([2]);
    const shared = x.exp();
    const [a, b] = [shared.mul(2).sum(), shared.mul(3).sum()];
    a.backward();
    expect(() => b.backward()).toThrow('the graph through exp was already used');
  });
});

describe('a change in place', () => {
  const rule = 'was changed in place after the forward pass';

  test('of a tensor that a gradient reads is noticed', () => {
    for (const [f, name] of [
      [(w: Tensor) => w.mul(w), 'mul'],
      [(w: Tensor) => w.pow(3), 'pow'],
      [(w: Tensor) => w.log(), 'log'],
      [(w: Tensor) => w.max(), 'max'],
    ] as const) {
      const w = leaf([1, 2]);
      const y = f(w).sum();
      noGrad(() => w.add_(1));
      expect(() => y.backward(), name).toThrow(`a tensor of shape [2] that ${name} needs ${rule}`);
    }
  });

  test('of a result that its own gradient reads is noticed', () => {
    for (const f of [
      (x: Tensor) => x.exp(),
      (x: Tensor) => x.sqrt(),
      (x: Tensor) => x.tanh(),
      (x: Tensor) => x.relu(),
      (x: Tensor) => x.softmax(0),
      (x: Tensor) => x.logSoftmax(0),
    ]) {
      const y = f(leaf([1, 2]));
      const z = y.sum();
      noGrad(() => y.mul_(2));
      expect(() => z.backward()).toThrow(rule);
    }
  });

  test('of anything else does not matter', () => {
    const [w, v] = [leaf([1, 2]), leaf([3, 4])];
    const x = tensor([5, 6]);
    const y = w.add(v).sub(w.neg()).add(w.sum()).add(w.mean()).add(w.reshape(2)).add(x.mul(v)).add(w.mul(3));
    noGrad(() => w.add_(1));
    noGrad(() => v.add_(1));
    y.sum().backward();
    expect(gradOf(w)).toEqual([9, 9]);
    expect(gradOf(v)).toEqual([6, 7]);
  });

  test('through .data changes the tensor itself, and counts', () => {
    const w = leaf([1, 2]);
    w.data.sub_(tensor([0.5, 0.5]));
    expect(w.toArray()).toEqual([0.5, 1.5]);
    w.data = w.data.mul(2);
    expect(w.toArray()).toEqual([1, 3]);
    expect([w.requiresGrad, w.isLeaf, w.data.requiresGrad]).toEqual([true, true, false]);
    const y = w.mul(w).sum();
    w.data.zero_();
    expect(() => y.backward()).toThrow(rule);
  });

  test('of a detached tensor or a clone leaves the original alone', () => {
    const w = leaf([1, 2]);
    const [copy, apart] = [w.clone(), w.detach()];
    apart.add_(1);
    noGrad(() => copy.add_(5));
    expect(w.toArray()).toEqual([1, 2]);
    noGrad(() => w.mul_(10));
    expect([apart.toArray(), copy.toArray()]).toEqual([
      [2, 3],
      [6, 7],
    ]);
  });

  test('that would lose a gradient is refused', () => {
    const [total, w] = [zeros(1), leaf([2])];
    expect(() => total.add_(w)).toThrow('add_: changes in place are not recorded, and the operand requires a gradient');
    expect(() => total.copy_(w)).toThrow('copy_: changes in place are not recorded');
    noGrad(() => total.copy_(w));
    expect(total.toArray()).toEqual([2]);
  });
});

describe('noGrad', () => {
  test('records nothing inside, and goes on recording after an error', () => {
    const x = leaf([1]);
    expect(noGrad(() => x.mul(2)).requiresGrad).toBe(false);
    expect(() =>
      noGrad(() => {
        throw new RangeError('inside');
      }),
    ).toThrow('inside');
    expect(noGrad(() => enableGrad(() => x.mul(2))).requiresGrad).toBe(true);
    expect(x.mul(2).requiresGrad).toBe(true);
  });

  test('covers async bodies until they settle, in whatever order they do', async () => {
    const x = leaf([1]);
    const gates = [0, 1].map(() => {
      let open = () => {};
      const passed = new Promise<void>((resolve) => {
        open = resolve;
      });
      return { open: () => open(), passed };
    });
    const body = (i: number) =>
      noGrad(async () => {
        await gates[i].passed;
        return x.mul(2).requiresGrad;
      });
    const [first, second] = [body(0), body(1)];
    gates[0].open();
    expect(await first).toBe(false);
    expect(x.mul(2).requiresGrad).toBe(false);
    gates[1].open();
    expect(await second).toBe(false);
    expect(x.mul(2).requiresGrad).toBe(true);
    await expect(noGrad(() => Promise.reject(new RangeError('later')))).rejects.toThrow('later');
    expect(autograd.isGradEnabled()).toBe(true);
  });
});

describe('autograd.grad', () => {
  test('touches no .grad and takes results of operations as inputs', () => {
    const x = leaf([1, 2]);
    const h = x.mul(x);
    const [dh, dx] = autograd.grad(h.mul(3).sum(), [h, x]);
    expect([dh?.toArray(), dx?.toArray(), gradOf(x)]).toEqual([[3, 3], [6, 12], null]);
  });

  test('gives derivatives of every order with createGraph', () => {
    const x = leaf(2);
    let y: Tensor = x.pow(5);
    const seen: number[] = [];
    for (let order = 1; order <= 4; order++) {
      y = autograd.grad(y, [x], { createGraph: true })[0] as Tensor;
      seen.push(y.item());
    }
    expect(seen).toEqual([80, 160, 240, 240]);
  });

  test('gives gradients that backward can go through, as a gradient penalty needs', () => {
    const [x, w] = [leaf([1, 2]), leaf([3, 4])];
    const [g] = autograd.grad(x.mul(w).tanh().sum(), [x], { createGraph: true });
    const penalty = (g as Tensor).mul(g as Tensor).sum();
    penalty.backward();
    expect(w.grad?.shape).toEqual([2]);
    expect(x.grad?.shape).toEqual([2]);
    const numeric = (at: number, by: number) => {
      const moved = tensor([3, 4].map((v, i) => (i === at ? v + by : v)));
      const [d] = autograd.grad(x.mul(moved).tanh().sum(), [x]);
      return (d as Tensor)
        .mul(d as Tensor)
        .sum()
        .item();
    };
    expect((w.grad as Tensor).toArray()).toEqual([
      expect.closeTo((numeric(0, 0.01) - numeric(0, -0.01)) / 0.02, 3),
      expect.closeTo((numeric(1, 0.01) - numeric(1, -0.01)) / 0.02, 3),
    ]);
  });

  test('gives null for unused inputs only if that is allowed', () => {
    const [x, z] = [leaf([1]), leaf([1, 2])];
    expect(() => autograd.grad(x.mul(2), [x, z])).toThrow('does not depend on input 1 of shape [2]');
    expect(autograd.grad(x.mul(2), [x, z], { allowUnused: true })[1]).toBeNull();
  });
});

describe('gradients at special points', () => {
  test.each([
    ['x ** 2 at 0', (x: Tensor) => x.pow(2), 0, 0],
    ['x ** 1 at 0', (x: Tensor) => x.pow(1), 0, 1],
    ['x ** 0 at 0', (x: Tensor) => x.pow(0), 0, 0],
    ['x ** 0.5 at 0', (x: Tensor) => x.pow(0.5), 0, Infinity],
    ['x ** tensor(0) at 0', (x: Tensor) => x.pow(tensor(0)), 0, 0],
    ['0 ** x at 2', (x: Tensor) => tensor(0).pow(x), 2, 0],
    ['|x| at 0', (x: Tensor) => x.abs(), 0, 0],
    ['relu(x) at 0', (x: Tensor) => x.relu(), 0, 0],
    ['clamp at its end', (x: Tensor) => x.clamp({ max: 1 }), 1, 1],
    ['max(x, 1) at 1', (x: Tensor) => x.maximum(1), 1, 0.5],
    ['sigmoid(x) at 100', (x: Tensor) => x.sigmoid(), 100, 0],
    ['tanh(x) at −100', (x: Tensor) => x.tanh(), -100, 0],
  ] as const)('%s are PyTorch’s', (_title, f, at, expected) => {
    const x = leaf(at);
    f(x).backward();
    expect(gradOf(x)).toBe(expected);
  });

  test('of the standard deviation of equal values are 0, and logSoftmax stays finite', () => {
    const x = leaf([2, 2, 2]);
    x.std().backward();
    expect(gradOf(x)).toEqual([0, 0, 0]);
    const y = leaf([1000, -1000]);
    y.logSoftmax(0).sum().backward();
    expect(gradOf(y)).toEqual([-1, 1]);
  });
});

describe('gradcheck', () => {
  const wrong = autograd.customFunction('wrong', (x: Tensor) => ({
    output: x.mul(x),
    backward: (g: Tensor) => [g.mul(x).mul(tensor([2, 2, 2.5]))],
  }));
  const right = autograd.customFunction('right', (x: Tensor) => ({
    output: x.mul(x),
    backward: (g: Tensor) => [g.mul(x).mul(2)],
  }));
  /** Its first gradient is right, but made of plain numbers, so that the second one is missing. */
  const flat = autograd.customFunction('flat', (x: Tensor) => ({
    output: x.mul(x),
    backward: (g: Tensor) => [g.mul(x.detach()).mul(2)],
  }));

  test('passes right functions of several inputs', () => {
    const inputs = [randn(3, 4), randn(4, 2), randn(2)];
    const f = (x: Tensor, w: Tensor, b: Tensor) => x.matmul(w).add(b).tanh();
    expect(gradcheck(f, inputs)).toBe(true);
    expect(gradgradcheck(f, inputs)).toBe(true);
    expect(gradgradcheck((x) => x.mul(2), [randn(3)])).toBe(true);
    expect(gradcheck((x) => right(x), [randn(3)])).toBe(true);
    expect(gradgradcheck((x) => right(x), [randn(3)])).toBe(true);
    expect(gradcheck((x, i) => x.indexSelect(0, i), [randn(3), tensor([2, 0], { dtype: 'int32' })])).toBe(true);
    expect(inputs.every((x) => x.grad === null && !x.requiresGrad)).toBe(true);
  });

  test('names the first entry that is wrong, with both values', () => {
    const message = /^gradcheck: input 0, entry 2: the gradient is -?[\d.]+, finite differences give -?[\d.]+$/;
    expect(() => gradcheck((x) => wrong(x), [tensor([1, 2, 3])])).toThrow(message);
    expect(() => gradcheck((y, x) => y.mul(wrong(x)), [ones(3), tensor([1, 2, 3])])).toThrow('input 1, entry 2');
  });

  test('of gradients finds a wrong second derivative', () => {
    expect(gradcheck((x) => flat(x), [tensor([1, 2, 3])])).toBe(true);
    expect(() => gradgradcheck((x) => flat(x), [tensor([1, 2, 3])])).toThrow('input 0, entry 0');
  });
});

describe('customFunction', () => {
  test('refuses gradients that do not fit', () => {
    const one = (grads: (Tensor | null)[]) =>
      autograd.customFunction('mine', (x: Tensor, y: Tensor) => ({ output: x.mul(y), backward: () => grads }));
    const run = (grads: (Tensor | null)[]) =>
      one(grads)(leaf([1, 2]), leaf([3, 4]))
        .sum()
        .backward();
    expect(() => run([ones(2)])).toThrow('mine: expected backward to give a list of 2 gradients, got 1');
    expect(() => run([ones(2), ones(3)])).toThrow('mine: expected gradient 1 to have shape [2], got [3]');
    expect(() => run([ones(2), null])).not.toThrow();
  });

  test('may keep and return the gradient that it was given', () => {
    const seen: Tensor[] = [];
    const spy = autograd.customFunction('spy', (x: Tensor) => ({
      output: x,
      backward: (g: Tensor) => {
        seen.push(g);
        return [g];
      },
    }));
    const x = leaf([1, 2]);
    spy(x.exp()).mul(2).sum().backward();
    expect(seen[0].toArray()).toEqual([2, 2]);
    expect(x.grad).not.toBeNull();
  });
});
