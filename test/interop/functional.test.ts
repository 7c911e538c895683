import fc from 'fast-check';
import { F, init, nn, noGrad, optim, randn, type Tensor, tensor } from 'lectern';
import { describe, expect, test } from 'vitest';
import '../helpers/close.js';
import { torchOfFile } from '../helpers/torch-of-file.js';
import { agree } from './ops/agree.js';
import { floats, opCase, seeds } from './ops/spec.js';

const SETTINGS = { seed: 20_260_111, numRuns: 20 };

const torch = torchOfFile();

/** Two arrays of one shape: an input and a target in (0, 1). */
const pairs = fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 2, max: 6 }), seeds).map(([n, c, seed]) => ({
  x: floats([n, c], seed, { low: 0.05, high: 0.95 }),
  y: floats([n, c], seed + 1, { low: 0.05, high: 0.95 }),
}));

describe('functions that layers and losses share have PyTorch’s values, gradients and second gradients', () => {
  test.each<[string, (x: Tensor, y: Tensor) => Tensor, string]>([
    ['binaryCrossEntropy', (x, y) => F.binaryCrossEntropy(x, y), 'F.binary_cross_entropy(a, b)'],
    [
      'binaryCrossEntropyWithLogits',
      (x, y) => F.binaryCrossEntropyWithLogits(x, y),
      'F.binary_cross_entropy_with_logits(a, b)',
    ],
    ['cosineSimilarity', (x, y) => F.cosineSimilarity(x, y), 'F.cosine_similarity(a, b)'],
    ['pairwiseDistance', (x, y) => F.pairwiseDistance(x, y), 'F.pairwise_distance(a, b)'],
    ['mseLoss', (x, y) => F.mseLoss(x, y), 'F.mse_loss(a, b)'],
    ['softplus', (x, y) => F.softplus(x.sub(y)), 'F.softplus(a - b)'],
  ])('%s', async (_name, ours, theirs) => {
    const cases = pairs.map(({ x, y }) => opCase([x, y], theirs, ours));
    await fc.assert(
      fc.asyncProperty(cases, (one) => agree(torch, one, { order: 2, tolerance: { rtol: 5e-4 } })),
      SETTINGS,
    );
  });

  test('causalMask lets a place see itself and those before', async () => {
    const { found } = await torch.run('found["found"] = torch.ones(5, 5).tril().bool()');
    expect(F.causalMask(5)).toBeCloseToTensor(found);
  });
});

test('operations under a second name do what the first does', async () => {
  const x = floats([2, 3], 7);
  const expected = await torch.run(
    `x = given["x"]
found['mm'] = x.mm(x.t())
found['swapaxes'] = x.swapaxes(0, 1)
found['broadcastTo'] = x.broadcast_to(4, 2, 3)`,
    { x },
  );
  const ours = tensor(x.values).reshape(2, 3);
  expect(ours.mm(ours.t())).toBeCloseToTensor(expected.mm);
  expect(ours.swapaxes(0, 1)).toBeCloseToTensor(expected.swapaxes);
  expect(ours.broadcastTo([4, 2, 3])).toBeCloseToTensor(expected.broadcastTo);
});

test('maxima of sequences and volumes go back to their places', async () => {
  const [line, block] = [floats([2, 8, 3], 8), floats([1, 4, 4, 4, 2], 9)];
  const expected = await torch.run(
    `line, block = given["line"].movedim(-1, 1), given["block"].movedim(-1, 1)
found['line'] = F.max_unpool1d(*F.max_pool1d(line, 2, return_indices=True), 2).movedim(1, -1)
found['block'] = F.max_unpool3d(*F.max_pool3d(block, 2, return_indices=True), 2).movedim(1, -1)`,
    { line, block },
  );
  const kernelSize = 2;
  const [a, atA] = F.maxPool1dWithIndices(tensor(line.values).reshape(2, 8, 3), { kernelSize });
  const [b, atB] = F.maxPool3dWithIndices(tensor(block.values).reshape(1, 4, 4, 4, 2), { kernelSize });
  expect(new nn.MaxUnpool1d(2)(a, atA)).toBeCloseToTensor(expected.line);
  expect(new nn.MaxUnpool3d(2)(b, atB)).toBeCloseToTensor(expected.block);
});

test('padded sequences are cut to their lengths', async () => {
  const x = floats([5, 3, 2], 10);
  const script = `from torch.nn.utils.rnn import unpad_sequence
for i, part in enumerate(unpad_sequence(given["x"], torch.tensor([5, 2, 3]))):
    found[str(i)] = part`;
  const expected = await torch.run(script, { x });
  const parts = nn.utils.rnn.unpadSequence(tensor(x.values).reshape(5, 3, 2), [5, 2, 3]);
  for (const [i, part] of parts.entries()) expect(part).toBeCloseToTensor(expected[i]);
});

test('changes in place leave what PyTorch leaves', async () => {
  const steps: [string, (x: Tensor, y: Tensor) => unknown, string][] = [
    ['add_', (x, y) => x.add_(y, { alpha: 2 }), 'x.add_(y, alpha=2)'],
    ['sub_', (x, y) => x.sub_(y, { alpha: 3 }), 'x.sub_(y, alpha=3)'],
    ['mul_', (x, y) => x.mul_(y), 'x.mul_(y)'],
    ['div_', (x, y) => x.div_(y.abs().add(1)), 'x.div_(y.abs() + 1)'],
    ['copy_', (x, y) => x.copy_(y.neg()), 'x.copy_(-y)'],
    ['fill_', (x) => x.fill_(3), 'x.fill_(3)'],
    ['zero_', (x) => x.zero_(), 'x.zero_()'],
  ];
  const [x, y] = [floats([3, 4], 1), floats([3, 4], 2)];
  const script = ['x, y = given["x"], given["y"]'];
  for (const [name, , theirs] of steps) script.push(theirs, `found['${name}'] = x.clone()`);
  const expected = await torch.run(script.join('\n'), { x, y });
  const [a, b] = [x, y].map(({ shape, values }) => tensor(values).reshape(shape).clone());
  for (const [name, ours] of steps) {
    ours(a, b);
    expect(a, name).toBeCloseToTensor(expected[name]);
  }
});

test('fills of one value, and in bounds', () => {
  expect(init.constant_(randn(3), 2).toArray()).toEqual([2, 2, 2]);
  expect(init.zeros_(randn(2)).toArray()).toEqual([0, 0]);
  expect(init.ones_(randn(2)).toArray()).toEqual([1, 1]);
  const values = init.uniform_(randn(1000), 2, 3).dataSync();
  expect(Math.min(...values)).toBeGreaterThanOrEqual(2);
  expect(Math.max(...values)).toBeLessThan(3);
  const layer = new nn.Linear(100, 50);
  init.resetWeightAndBias(layer.weight, layer.bias);
  expect(layer.weight.abs().max().item()).toBeLessThanOrEqual(0.1);
});

test('EMA and SWA average as PyTorch’s averaged model', async () => {
  const weights = [0, 1, 2, 3].map((seed) => floats([2, 3], 40 + seed));
  const given = Object.fromEntries(weights.map((w, i) => [`w${i}`, w]));
  const expected = await torch.run(
    `from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn
net = torch.nn.Linear(3, 2, bias=False)
def set_(i):
    with torch.no_grad():
        net.weight.copy_(given['w%d' % i])
set_(0)
ema = AveragedModel(net, multi_avg_fn=get_ema_multi_avg_fn(0.9))
swa = AveragedModel(net)
ema.update_parameters(net)
for i in range(1, 4):
    set_(i)
    ema.update_parameters(net)
    swa.update_parameters(net)
found['ema'] = ema.module.weight
found['swa'] = swa.module.weight`,
    given,
  );
  const net = new nn.Linear(3, 2, { bias: false });
  const set = (i: number) => noGrad(() => net.weight.copy_(tensor(weights[i].values).reshape(2, 3)));
  set(0);
  const ema = new optim.EMA(net, { decay: 0.9 });
  const swa = new optim.SWA(net);
  for (let i = 1; i < 4; i++) {
    set(i);
    ema.update();
    swa.update();
  }
  expect(ema.averages().weight).toBeCloseToTensor(expected.ema);
  expect(swa.averages().weight).toBeCloseToTensor(expected.swa);
});
