import fc from 'fast-check';
import { F, manualSeed, nn, rand, randn, type Tensor, tensor } from 'lectern';
import { expect, test } from 'vitest';
import { decodeBoundary, extendBoundary } from '../../extension/src/protocol/decode-boundary.js';
import { Boundaries, KEPT_BOUNDARIES } from '../../lib/src/explore/boundary.js';
import { landscapeSpec } from '../../lib/src/explore/landscape.js';
import { fieldSpec } from '../../lib/src/explore/surface.js';
import { BOUNDARY_MIME, type BoundaryDelta, type BoundarySpec } from '../../lib/src/view/boundary/spec.js';
import { heightsOf } from '../../lib/src/view/surface/text.js';
import { recordingHost } from '../helpers/readable.js';

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

const xor = () => ({
  points: tensor([
    [0, 0],
    [0, 1],
    [1, 0],
    [1, 1],
  ]),
  labels: [0, 1, 1, 0],
});

test('a boundary asks once for the grid and all points, and counts the points that are right', () => {
  const asked: number[][] = [];
  const classifier = (p: Tensor) => {
    asked.push([...p.shape]);
    return p.slice(1, 0, 1).clamp({ min: 0, max: 1 });
  };
  const { points, labels } = xor();
  const host = recordingHost();
  const shown = new Boundaries(
    points,
    labels,
    { steps: 11, test: { points, labels: [0, 0, 1, 1] } },
    { now: () => 0, host },
  );
  shown.push(classifier, { step: 5 });
  expect(asked).toEqual([[11 * 11 + 8, 2]]);
  const spec = shown.toSpec();
  expect(spec.snapshots[0]).toMatchObject({ step: 5, right: 2, testRight: 4 });
  expect(spec).toMatchObject({ cols: 11, rows: 11, classes: ['0', '1'], x: [-0.12, 1.12], pushed: 1 });
});

test('a module is asked in evaluation mode and keeps the mode that each of its parts had', () => {
  const net = new nn.Sequential(new nn.Linear(2, 4), new nn.Dropout(0.5), new nn.BatchNorm1d(4), new nn.Linear(4, 1));
  net[2].eval();
  const before = bits([...net.parameters(), ...net.buffers()]);
  const { points, labels } = xor();
  const shown = new Boundaries(points, labels, { steps: 5 }, { now: () => 0, host: recordingHost() });
  shown.push(net);
  shown.push(net);
  const [first, second] = shown.toSpec().snapshots;
  expect(second.field).toBe(first.field);
  expect(net.modules().map(({ training }) => training)).toEqual([true, true, true, false, true]);
  expect(bits([...net.parameters(), ...net.buffers()])).toEqual(before);
});

const bytesOf = ({ buffer, byteOffset, byteLength }: ArrayBufferView) => new DataView(buffer, byteOffset, byteLength);
const firstAxis = (p: Tensor) => p.slice(1, 0, 1);

test('pushed boundaries are shown once, told to the page in bytes as they change, and complete at the end of the cell', () => {
  let time = 0;
  const host = recordingHost();
  const { points, labels } = xor();
  const shown = new Boundaries(points, labels, { steps: 20, title: 'xor' }, { now: () => time, host });
  for (let step = 0; step < 100; step++) {
    shown.push(firstAxis, { step });
    time += 10;
  }
  expect([host.shown.length, host.updates.length]).toEqual([1, 0]);
  // Twenty messages a second, each with as many bytes as its new steps have grid points and little else.
  expect(host.sent.length).toBeGreaterThan(15);
  expect(host.sent.length).toBeLessThanOrEqual(20);
  const deltas = host.sent.map(({ data }) => (data as { delta: BoundaryDelta }).delta);
  expect(deltas[0]).toEqual({
    pushed: 6,
    kept: [0],
    added: [1, 2, 3, 4, 5].map((step, i) => ({ step, right: 2, field: { buffer: i, type: 'uint8' } })),
  });
  expect(host.sent[0].buffers.map(({ byteLength }) => byteLength)).toEqual(Array(5).fill(400));
  expect(Math.max(...deltas.map((delta) => JSON.stringify(delta).length))).toBeLessThan(700);
  time = 2000;
  shown.push(firstAxis, { step: 200 });
  host.end();
  host.end();
  const pictures = [host.shown[0], ...host.updates].map(({ bundle }) => 'image/png' in bundle);
  expect(pictures).toEqual([true, false, true]);
  expect(host.updates.every(({ id }) => id === host.shown[0].id)).toBe(true);
  const last = host.updates[1].bundle[BOUNDARY_MIME] as BoundarySpec;
  expect([last.pushed, last.snapshots.at(-1)?.step, last.id]).toEqual([101, 200, host.shown[0].id]);
});

test('what a page learned of boundaries from deltas is what the view holds, over every halving of the kept steps', () => {
  const { points, labels } = xor();
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 130 }),
      fc.integer({ min: 1, max: 30 }),
      fc.boolean(),
      (pushes, every, three) => {
        let time = 0;
        const host = recordingHost();
        const options = { steps: 4, ...(three ? { classes: ['a', 'b', 'c'] } : { test: { points, labels } }) };
        const shown = new Boundaries(points, labels, options, { now: () => time, host });
        for (let step = 0; step <= pushes; step++) {
          time += step === pushes ? 50 : step % every === 0 ? 10 : 0;
          const answer = (p: Tensor) =>
            three
              ? firstAxis(p)
                  .mul(0)
                  .add(step % 3)
              : firstAxis(p).mul(step / 100);
          shown.push(answer, { step });
        }
        let held = decodeBoundary(host.shown[0].bundle[BOUNDARY_MIME]);
        for (const { data, buffers } of host.sent) {
          const { seq, delta } = data as { seq: number; delta: unknown };
          held = extendBoundary(held, seq, delta, buffers.map(bytesOf));
        }
        const whole = decodeBoundary(JSON.parse(JSON.stringify(shown.toSpec())));
        host.end();
        expect([held.snapshots, held.points, held.pushed]).toEqual([whole.snapshots, whole.points, whole.pushed]);
      },
    ),
    { numRuns: 25 },
  );
});

test('a long run keeps at most 50 snapshots, evenly, with the first and the last, in less than 1 MB', () => {
  const host = recordingHost();
  const { points, labels } = xor();
  const two = new Boundaries(points, labels, { steps: 5 }, { now: () => 0, host });
  for (let step = 0; step < 137; step++) two.push((p) => p.slice(1, 0, 1), { step });
  const { snapshots, pushed } = two.toSpec();
  expect([pushed, snapshots[0].step, snapshots.at(-1)?.step]).toEqual([137, 0, 136]);
  expect(snapshots.length).toBeLessThanOrEqual(KEPT_BOUNDARIES);
  expect(new Set(snapshots.slice(1, -1).map(({ step }, i) => step! - snapshots[i].step!)).size).toBe(1);
  const large = new Boundaries(points, labels, { steps: 200, classes: ['a', 'b', 'c'] }, { now: () => 0, host });
  for (let step = 0; step < 12; step++) large.push((p) => p.slice(1, 0, 1).mul(0).view(-1), { step });
  expect(JSON.stringify(large.toSpec()).length).toBeLessThan(1e6);
});

test('outputs that do not fit the classes are an error that says what fits', () => {
  const { points, labels } = xor();
  const push = (field: (p: Tensor) => Tensor, options = {}) =>
    new Boundaries(points, labels, { steps: 3, ...options }, { now: () => 0, host: recordingHost() }).push(field);
  expect(() => push((p) => p.matmul(rand(2, 3)))).toThrow(
    'view.boundary: 2 classes need 1 or 2 numbers a point, got 3',
  );
  expect(() => push((p) => p.sum())).toThrow('the function must return [13] or [13, …] for points [13, 2], got []');
  expect(() => push(3 as never)).toThrow('expected a module or a function of points, got 3');
  expect(() => push((p) => p, { classes: ['one'] })).toThrow('classes needs 2 to 12 names, got 1');
});
