import { AnomalyError, autograd, F, nn, noGrad, ones, optim, randn, type Tensor, tensor } from 'lectern';
import { afterEach, describe, expect, test, vi } from 'vitest';

const leaf = (data: Parameters<typeof tensor>[0]) => tensor(data, { requiresGrad: true });

/** What `body` throws. */
function said(body: () => unknown): string {
  try {
    body();
  } catch (error) {
    expect(error).toBeInstanceOf(AnomalyError);
    return (error as Error).message;
  }
  return 'nothing';
}

/** This file and the line below the one that calls it. */
function nextLine(): string {
  const at = new Error().stack?.split('\n')[2].match(/autograd-anomaly\.test\.ts:(\d+)/)?.[1];
  return `autograd-anomaly.test.ts:${Number(at) + 1}:`;
}

afterEach(() => {
  autograd.setDetectAnomaly(false);
  vi.restoreAllMocks();
});

describe('detectAnomaly names', () => {
  test('the first operation forwards that makes a NaN, what it got, and the user’s line', () => {
    let line = '';
    const message = said(() =>
      autograd.detectAnomaly(() => {
        const x = tensor([4, -1, 9]).mul(2);
        line = nextLine();
        const root = x.sqrt();
        return root.add(1).exp();
      }),
    );
    expect(message).toMatch(
      /^sqrt: expected numbers, got NaN in 1 of 3 values of its result \[3\] from \[3\] in -2…18; called at /,
    );
    expect(message).toContain(line);
  });

  test('the input of an operation that brings the NaN', () => {
    const message = said(() => autograd.detectAnomaly(() => tensor([1, Number.NaN]).add(tensor([1, 2]))));
    expect(message).toContain('add: expected numbers, got NaN in 1 of 2 values of its input 0 from [2] in 1…1 and [2]');
  });

  test('the module', () => {
    const net = new nn.Sequential(new nn.Linear(2, 3), new nn.ReLU(), new nn.Linear(3, 1));
    const weight = net[2].parameters()[0];
    noGrad(() => weight.fill_(Number.POSITIVE_INFINITY));
    for (const p of net[0].parameters()) noGrad(() => p.fill_(0));
    const message = said(() => autograd.detectAnomaly(() => net(ones(4, 2))));
    expect(message).toContain('net.2 (Linear 3→1): ');
    expect(message).toContain('got NaN in 4 of 4 values of its result [4, 1]');
  });

  // 0 · ∞ in the gradient of the square root at 0.
  test('the first operation backwards, the module and the line of its forward call', () => {
    let line = '';
    class Root extends nn.Module {
      forward(x: Tensor): Tensor {
        line = nextLine();
        return x.mul(x.sqrt()).mul(0);
      }
    }
    const net = new Root();
    const x = leaf([0, 4]);
    const message = said(() => autograd.detectAnomaly(() => net(x).sum().backward()));
    expect(message).toMatch(
      /^Root: backward of sqrt: expected numbers, got NaN in 1 of 2 values of the gradient of input 0, \[2\], from the gradient \[2\] in 0…0 of its result; called at /,
    );
    expect(message).toContain(line);
  });
});

describe('detectAnomaly', () => {
  test('ends with its body, also an async one and one that throws', async () => {
    const bad = () => tensor(-1).log();
    expect(said(() => autograd.detectAnomaly(bad))).toContain('log: ');
    expect(bad().item()).toBeNaN();
    let open = () => {};
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    const running = autograd.detectAnomaly(async () => {
      await gate;
      bad();
    });
    expect(said(bad)).toContain('log: ');
    open();
    await expect(running).rejects.toThrow('log: expected numbers');
    expect(bad().item()).toBeNaN();
    autograd.setDetectAnomaly(true);
    expect(said(bad)).toContain('log: ');
  });

  test('lets a training step pass that has no mistake, with the same numbers', () => {
    const run = (wrap: (body: () => void) => void) => {
      const w = leaf([0.5, -0.25]);
      const optimizer = new optim.SGD([w], { lr: 0.1, momentum: 0.9 });
      wrap(() => {
        for (let step = 0; step < 3; step++) {
          optimizer.zeroGrad();
          // Two backward passes for one step are no mistake.
          w.tanh().pow(2).sum().backward();
          w.mul(w).sum().backward();
          optimizer.step();
        }
      });
      return w.toArray();
    };
    expect(run(autograd.detectAnomaly)).toEqual(run((body) => body()));
  });

  test('keeps no stack of a call when it is off', () => {
    expect(leaf([1]).exp().gradFn?.stack).toBeUndefined();
    expect(autograd.detectAnomaly(() => leaf([1]).exp()).gradFn?.stack).toContain('autograd-anomaly.test.ts');
  });
});

describe('a forgotten zeroGrad', () => {
  const forget = (steps: number) => {
    const w = leaf([1, 2]);
    const optimizer = new optim.SGD([w], { lr: 0.1 });
    for (let i = 0; i < steps; i++) {
      w.mul(w).sum().backward();
      optimizer.step();
    }
  };
  const message =
    'optimizer.step: expected gradients of this step alone, got sums with those of an earlier step; ' +
    'call optimizer.zeroGrad() before loss.backward()';

  test('is told once, and stops a step where anomalies are looked for', () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
    forget(4);
    expect(warn.mock.calls).toEqual([[message]]);
    expect(said(() => autograd.detectAnomaly(() => forget(2)))).toBe(message);
  });

  test('is not what two optimisers of one loss do, or who zeroes gradients by hand', () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
    const w = leaf([1, 2]);
    const optimizer = new optim.SGD([w], { lr: 0.1 });
    for (let i = 0; i < 3; i++) {
      w.mul(w).sum().backward();
      optimizer.step();
      w.grad?.zero_();
    }
    const [generator, critic] = [leaf([1]), leaf([2])];
    const [forG, forC] = [new optim.SGD([generator], { lr: 0.1 }), new optim.SGD([critic], { lr: 0.1 })];
    for (let i = 0; i < 3; i++) {
      forC.zeroGrad();
      generator.detach().mul(critic).sum().backward();
      forC.step();
      forG.zeroGrad();
      generator.mul(critic).sum().backward();
      forG.step();
    }
    expect(warn).not.toHaveBeenCalled();
  });
});

test('training mode under noGrad is told where anomalies are looked for', () => {
  const net = new nn.Sequential(new nn.Linear(2, 2), new nn.Dropout(0.5));
  const normal = new nn.BatchNorm1d(2);
  const fix = 'expected evaluation mode under noGrad, got training mode; call net.eval() before, and net.train() after';
  const x = randn(4, 2);
  expect(said(() => autograd.detectAnomaly(() => noGrad(() => net(x))))).toBe(`net.1 (Dropout): ${fix}`);
  expect(said(() => autograd.detectAnomaly(() => noGrad(() => normal(x))))).toContain(fix);
  expect(said(() => autograd.detectAnomaly(() => noGrad(() => F.alphaDropout(x))))).toContain(fix);
  expect(autograd.detectAnomaly(() => noGrad(() => normal.eval()(net.eval()(x)))).shape).toEqual([4, 2]);
  expect(autograd.detectAnomaly(() => normal.train()(net.train()(x))).shape).toEqual([4, 2]);
});
