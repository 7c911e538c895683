import { autograd, backend, eye, F, linalg, nn, noGrad, optim, type Tensor, tensor, zeros } from 'lectern';
import { describe, expect, test } from 'vitest';

/** Lecture 3, section 7 of the curriculum: two inputs, two hidden and two output neurons, one step by hand. */
describe('the worked example of back-propagation', () => {
  const build = () => {
    const hidden = new nn.Linear(2, 2);
    const output = new nn.Linear(2, 2);
    noGrad(() => {
      hidden.weight.copy_(
        tensor([
          [0.15, 0.2],
          [0.25, 0.3],
        ]),
      );
      output.weight.copy_(
        tensor([
          [0.4, 0.45],
          [0.5, 0.55],
        ]),
      );
      hidden.bias?.fill_(0.35);
      output.bias?.fill_(0.6);
    });
    // The lecture updates the eight weights and leaves the biases as they are.
    return { hidden, output, optimizer: new optim.SGD([hidden.weight, output.weight], { lr: 0.5 }) };
  };
  const x = tensor([[0.05, 0.1]]);
  const target = tensor([[0.01, 0.99]]);
  const half = (y: Tensor) => y.sub(target).pow(2).div(2);
  const digits = (t: Tensor, places: number) => Array.from(t.dataSync(), (v) => Number(v.toFixed(places)));

  test('gives every number of the forward pass, the gradients and the first update', () => {
    const { hidden, output, optimizer } = build();
    const netHidden = hidden(x);
    const outHidden = netHidden.sigmoid();
    const netOutput = output(outHidden);
    const outOutput = netOutput.sigmoid();
    const errors = half(outOutput);
    const total = errors.sum();
    const [slopeOut, slopeNet] = autograd.grad(total, [outOutput, netOutput], { retainGraph: true });
    total.backward();
    expect(digits(netHidden, 4)[0]).toBe(0.3775);
    expect(digits(outHidden, 3)).toEqual([0.593, 0.597]);
    expect(digits(netOutput, 3)[0]).toBe(1.106);
    expect(digits(outOutput, 3)).toEqual([0.751, 0.773]);
    expect(digits(errors, 3)).toEqual([0.275, 0.024]);
    expect(digits(total, 3)).toEqual([0.298]);
    // ∂E/∂out, the slope of the logistic function, and their product with the hidden output.
    expect(digits(slopeOut!, 3)[0]).toBe(0.741);
    expect(digits(slopeNet!.div(slopeOut!), 3)[0]).toBe(0.187);
    expect(digits(output.weight.grad!, 3)[0]).toBe(0.082);
    expect(digits(hidden.weight.grad!, 5)[0]).toBe(0.00044);
    optimizer.step();
    expect(digits(output.weight, 3)).toEqual([0.359, 0.409, 0.511, 0.561]);
    expect(digits(hidden.weight, 4)).toEqual([0.1498, 0.1996, 0.2498, 0.2995]);
    expect(digits(half(output(hidden(x).sigmoid()).sigmoid()).sum(), 3)).toEqual([0.291]);
  });

  test('falls to 0.000035 in ten thousand steps', () => {
    const { hidden, output, optimizer } = build();
    const error = () => half(output(hidden(x).sigmoid()).sigmoid()).sum();
    for (let step = 0; step < 10_000; step++) {
      optimizer.zeroGrad();
      error().backward();
      optimizer.step();
    }
    expect(digits(error(), 6)).toEqual([0.000035]);
  });
});

/** Lecture 3, section 15: windows start at each pixel; what lies beyond the right and the lower edge counts as zero. */
describe('the edge filters on the 8 × 8 image', () => {
  const rows = (text: string) =>
    tensor(
      text
        .trim()
        .split('\n')
        .map((row) => row.trim().split(/\s+/).map(Number)),
    );
  const filtered = (image: Tensor, filter: Tensor) => {
    const bordered = F.pad(image.reshape(1, 8, 8, 1), [
      [0, 0],
      [0, 2],
      [0, 2],
      [0, 0],
    ]);
    return F.conv2d(bordered, filter.reshape(3, 3, 1, 1)).reshape(8, 8);
  };
  const horizontal = rows('-1 -1 -1\n 1 1 1\n 0 0 0');
  const vertical = rows('-1 1 0\n -1 1 0\n -1 1 0');
  const once = rows(`0 1 2 3 2 1 0 0
    0 0 -1 -2 -2 -1 0 0
    0 0 1 2 2 1 0 0
    0 -1 -2 -2 -1 0 0 0
    0 0 0 0 0 0 0 0
    0 1 2 2 1 0 0 0
    0 -1 -2 -3 -2 -1 0 0
    0 0 0 0 0 0 0 0`);
  const twice = rows(`-4 -9 -12 -11 -6 -2 0 0
    2 6 10 10 6 2 0 0
    -4 -8 -10 -8 -4 -1 0 0
    3 5 5 3 1 0 0 0
    3 5 5 3 1 0 0 0
    -6 -11 -12 -9 -4 -1 0 0
    3 6 7 6 3 1 0 0
    0 0 0 0 0 0 0 0`);
  const upright = rows(`0 0 2 -1 0 -1 0 0
    0 0 3 -1 0 -2 0 0
    0 0 2 -1 1 -2 0 0
    0 0 1 0 2 -3 0 0
    0 0 1 0 2 -3 0 0
    0 0 1 0 1 -2 0 0
    0 0 0 0 0 -1 0 0
    0 0 0 0 0 0 0 0`);

  test('the horizontal filter on its own output gives the second grid', () => {
    expect(filtered(once, horizontal).toArray()).toEqual(twice.toArray());
  });

  test('one drawing of zeros and ones gives the grids of both filters', () => {
    // The lecture shows the drawing as a picture only. The filter is a linear map of its 64 pixels, so solve for them.
    const basis = eye(64);
    const map = filteredAll(basis, horizontal);
    const image = linalg.solve(map.t(), once.reshape(64, 1)).reshape(8, 8).round();
    expect(image.eq(0).logicalOr(image.eq(1)).all().item()).toBe(1);
    expect(filtered(image, horizontal).toArray()).toEqual(once.toArray());
    // Each row of the third grid adds up to zero, as nothing of the drawing touches the left edge. The lecture's row 6
    // has a right edge (−1) without its left one: a slip of the print, at column 2.
    const wrong = filtered(image, vertical).sub(upright);
    expect(wrong.nonzero().toArray()).toEqual([[6, 2]]);
    expect(wrong.at(6, 2).item()).toBe(1);
    expect(upright.sum({ dim: 1 }).toArray()).toEqual([0, 0, 0, 0, 0, 0, -1, 0]);
  });

  function filteredAll(basis: Tensor, filter: Tensor): Tensor {
    const bordered = F.pad(basis.reshape(64, 8, 8, 1), [
      [0, 0],
      [0, 2],
      [0, 2],
      [0, 0],
    ]);
    return F.conv2d(bordered, filter.reshape(3, 3, 1, 1)).reshape(64, 64);
  }
});

/** Lecture 5, section 12. */
test('the 5 × 5 image convolved with the 3 × 3 filter', () => {
  const image = tensor([
    [1, 1, 1, 0, 0],
    [0, 1, 1, 1, 0],
    [0, 0, 1, 1, 1],
    [0, 0, 1, 1, 0],
    [0, 1, 1, 0, 0],
  ]);
  const filter = tensor([
    [1, 0, 1],
    [0, 1, 0],
    [1, 0, 1],
  ]);
  expect(
    F.conv2d(image.reshape(1, 5, 5, 1), filter.reshape(3, 3, 1, 1))
      .reshape(3, 3)
      .toArray(),
  ).toEqual([
    [4, 3, 4],
    [2, 4, 3],
    [2, 3, 4],
  ]);
});

/** Lectures 2 and 5, section 12 each: an image of 200 × 200 pixels, counted without any memory for the weights. */
describe('parameters of one layer on a 200 × 200 image', () => {
  const count = (make: () => nn.Module, input: number[]) =>
    backend.meta(() => nn.summary(make(), input)).totalParameters;

  test('fully connected', () => {
    expect(count(() => new nn.Linear(40_000, 40_000, { bias: false }), [1, 40_000])).toBe(1_600_000_000);
    expect(count(() => new nn.Linear(40_000, 400_000, { bias: false }), [1, 40_000])).toBe(16_000_000_000);
  });

  test('locally connected', () => {
    // A border of nine pixels gives every pixel a window of its own.
    const local = (units: number) => () => new nn.LocallyConnected2d(1, units, 209, 10, { bias: false });
    expect(count(local(1), [1, 209, 209, 1])).toBe(4_000_000);
    expect(count(local(10), [1, 209, 209, 1])).toBe(40_000_000);
  });

  test('convolutional', () => {
    const filters = (n: number) => () => new nn.Conv2d(1, n, 10, { bias: false });
    expect(count(filters(100), [1, 200, 200, 1])).toBe(10_000);
    expect(count(filters(10), [1, 200, 200, 1])).toBe(1000);
  });
});

test('nothing is held by what has a shape only, and nothing can be read', () => {
  const before = backend.memory();
  const out = backend.meta(() => new nn.Sequential(new nn.Linear(100_000, 100_000), new nn.ReLU())(zeros(1, 100_000)));
  expect(out.shape).toEqual([1, 100_000]);
  expect(backend.memory()).toEqual(before);
  expect(() => backend.meta(() => zeros(2).toArray())).toThrow('expected a tensor with values');
  expect(() => out.add(1)).toThrow('made on another');
  expect(() => backend.meta(async () => 1)).toThrow('backend.meta: expected a synchronous function');
});
