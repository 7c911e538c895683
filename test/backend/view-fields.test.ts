import { F, manualSeed, nn, rand, randn, type Tensor, tensor } from 'lectern';
import { expect, test } from 'vitest';
import { landscapeSpec } from '../../lib/src/explore/landscape.js';
import { fieldSpec } from '../../lib/src/explore/surface.js';
import { heightsOf } from '../../lib/src/view/surface/text.js';

const saddle = (p: Tensor) =>
  p
    .slice(1, 0, 1)
    .square()
    .sub(p.slice(1, 1, 2).square())
    .view(-1);

test('a function is asked once for the whole grid and once for a path, whose heights are then exact', () => {
  const asked: number[] = [];
  const counted = (p: Tensor) => {
    asked.push(p.shape[0]);
    return saddle(p);
  };
  const range = { x: [-1, 1], y: [0, 2] } as const;
  const spec = fieldSpec(counted, { range, steps: 5, path: tensor([[9, 0]]) }, 'contour');
  expect(asked).toEqual([25, 1]);
  expect([spec.x, spec.y]).toEqual([
    [-1, -0.5, 0, 0.5, 1],
    [0, 0.5, 1, 1.5, 2],
  ]);
  expect(Array.from(heightsOf(spec).slice(0, 6))).toEqual([1, 0.25, 0, 0.25, 1, 0.75]);
  expect(spec.paths[0]).toMatchObject({ z: [81], between: false });
});

test('a function that does not return a height a point is told what it should return', () => {
  const at = (field: unknown, options = {}) => fieldSpec(field as typeof saddle, { steps: 3, ...options }, 'surface');
  expect(() => at((p: Tensor) => p.sum())).toThrow(
    'view.surface: the function must return [9] or [9, …] for points [9, 2], got []; reduce along axis 1 only',
  );
  expect(() => at((p: Tensor) => p)).toThrow('the function must return one height a point, got 2');
  expect(() => at(() => 3)).toThrow('the function must return a tensor, got 3');
  expect(() => at('x * y')).toThrow('expected heights [rows, columns] or a function of points, got x * y');
  expect(() => at(saddle, { range: [1, 1] })).toThrow('range must be [low, high] with low < high, got [1, 1]');
  expect(() => at(saddle, { steps: 1 })).toThrow('steps must be a whole number from 2 to 200, got 1');
});

const bits = (tensors: readonly Tensor[]) =>
  tensors.map((x) => Array.from(new Uint32Array(x.dataSync().slice().buffer)));

function trained() {
  manualSeed(3);
  const net = new nn.Sequential(
    new nn.Conv2d(1, 3, 3),
    new nn.BatchNorm2d(3),
    new nn.ReLU(),
    new nn.Flatten(),
    new nn.Linear(12, 2),
  );
  const [x, labels] = [randn(6, 4, 4, 1), tensor([0, 1, 0, 1, 0, 1], { dtype: 'int32' })];
  return { net, loss: () => F.crossEntropy(net(x), labels) };
}

test('a landscape has the loss of the weights in its middle, and leaves weights and running means bit for bit', () => {
  const { net, loss } = trained();
  // In training mode each loss would move the running means.
  const before = bits([...net.parameters(), ...net.buffers()]);
  const middle = loss().item();
  const spec = landscapeSpec(net, loss, { steps: 5 });
  const heights = heightsOf(spec);
  expect(heights[12]).toBe(Math.fround(middle));
  expect(new Set(heights).size).toBeGreaterThan(20);
  expect(spec.paths[0].z[0]).toBeCloseTo(middle, 5);
  // The loss above moved the means once by itself.
  expect(bits(net.parameters())).toEqual(before.slice(0, net.parameters().length));
  const now = bits(net.buffers());
  landscapeSpec(net, loss, { steps: 3 });
  expect(bits(net.buffers())).toEqual(now);
  expect(net.parameters().every((parameter) => parameter.requiresGrad && parameter.grad === null)).toBe(true);
});

test('weights come back also when the loss throws in the middle', () => {
  const { net, loss } = trained();
  const before = bits(net.parameters());
  let calls = 0;
  const failing = () => {
    if (++calls === 7) throw new Error('no more');
    return loss();
  };
  expect(() => landscapeSpec(net, failing, { steps: 5 })).toThrow('no more');
  expect(bits(net.parameters())).toEqual(before);
});

test('one seed gives one landscape, and drawing one leaves the default random numbers alone', () => {
  const { net, loss } = trained();
  net.eval();
  const heights = (seed: number) => Array.from(heightsOf(landscapeSpec(net, loss, { steps: 3, seed })));
  expect(heights(1)).toEqual(heights(1));
  expect(heights(1)).not.toEqual(heights(2));
  manualSeed(5);
  const next = rand(3).toArray();
  manualSeed(5);
  heights(1);
  expect(rand(3).toArray()).toEqual(next);
});

test('each filter of a direction is as long as that of the weights, and biases stay', () => {
  const layer = new nn.Linear(3, 2);
  layer.weight.data.copy_(
    tensor([
      [3, 0, 4],
      [0, 0, 0],
    ]),
  );
  const start = layer.weight.detach();
  const moved: number[][] = [];
  const biases = new Set<string>();
  const loss = () => {
    moved.push(layer.weight.sub(start).square().sum(1).sqrt().toArray() as number[]);
    biases.add(String(layer.bias?.dataSync()));
    return layer.weight.sum();
  };
  landscapeSpec(layer, loss, { steps: 3, span: 2 });
  // Of the 3 × 3 grid, the middle of each side lies along one direction only: two lengths of 5 away.
  for (const side of [2, 4, 6, 8]) {
    expect(moved[side][0]).toBeCloseTo(10, 3);
    expect(moved[side][1]).toBe(0);
  }
  expect(biases.size).toBe(1);
});

test('a model without weights, a loss of several numbers and a span of nothing are errors', () => {
  const { net, loss } = trained();
  expect(() => landscapeSpec(new nn.ReLU(), loss)).toThrow(
    'expected a model with weights of two axes or more, got none',
  );
  expect(() => landscapeSpec(net, () => tensor([1, 2]))).toThrow('the loss must be one number, got [2]; take its mean');
  expect(() => landscapeSpec(net, loss, { span: 0 })).toThrow('span must be above 0, got 0');
  expect(() => landscapeSpec(net, loss, { steps: 500 })).toThrow('steps must be a whole number from 2 to 101, got 500');
});
