import { backend, fft, Generator, nn, optim, randn, type Tensor } from 'lectern';
import { afterAll, expect, test } from 'vitest';
import '../helpers/close.js';
import { settled } from '../helpers/settled.js';

const before = backend.name;
afterAll(() => backend.use(before));

/** Layers with windows and the shape of an input, all seeded. */
const LAYERS: [title: string, make: (generator: Generator) => nn.TensorModule, shape: number[]][] = [
  ['Conv1d', (generator) => new nn.Conv1d(4, 4, 3, { groups: 2, dilation: 2, generator }), [2, 7, 4]],
  ['a depthwise Conv2d', (generator) => new nn.Conv2d(3, 6, 2, { groups: 3, stride: [1, 2], generator }), [2, 5, 5, 3]],
  [
    'Conv3d',
    (generator) => new nn.Conv3d(2, 3, 2, { padding: 1, paddingMode: 'replicate', generator }),
    [1, 3, 3, 3, 2],
  ],
  [
    'ConvTranspose1d',
    (generator) => new nn.ConvTranspose1d(2, 3, 3, { stride: 2, outputPadding: 1, generator }),
    [2, 4, 2],
  ],
  [
    'ConvTranspose2d',
    (generator) => new nn.ConvTranspose2d(4, 2, 3, { groups: 2, stride: [1, 2], generator }),
    [2, 3, 3, 4],
  ],
  ['ConvTranspose3d', (generator) => new nn.ConvTranspose3d(2, 2, 2, { padding: 1, generator }), [1, 3, 3, 3, 2]],
  ['LocallyConnected2d', (generator) => new nn.LocallyConnected2d(2, 3, 4, 2, { stride: 2, generator }), [2, 4, 4, 2]],
  ['MaxPool3d', () => new nn.MaxPool3d(2, { stride: 1, ceilMode: true }), [1, 3, 3, 3, 2]],
  ['a dilated MaxPool2d', () => new nn.MaxPool2d(2, { dilation: 2, stride: 1 }), [1, 5, 5, 2]],
  ['AvgPool3d', () => new nn.AvgPool3d(2, { padding: 1, countIncludePad: false }), [1, 3, 4, 5, 2]],
  ['LPPool1d', () => new nn.LPPool1d(2, 3), [2, 7, 2]],
  ['AdaptiveMaxPool3d', () => new nn.AdaptiveMaxPool3d(2), [1, 3, 4, 5, 2]],
  ['weightNorm', (generator) => nn.utils.weightNorm(new nn.Conv2d(2, 3, 2, { generator })), [1, 4, 4, 2]],
  [
    'spectralNorm',
    (generator) => nn.utils.spectralNorm(new nn.Linear(4, 3, { generator }), 'weight', { generator }),
    [2, 4],
  ],
];

/** Output and gradients, as plain arrays of one backend for another. */
function run(make: (generator: Generator) => nn.TensorModule, shape: number[]) {
  const generator = new Generator(7);
  const layer = make(generator);
  const x = randn(shape, { generator }).requiresGrad_();
  const y = layer(x);
  y.mul(y).sum().backward();
  return [y, x.grad!, ...layer.parameters().map((p) => p.grad!)].map((t: Tensor) => ({
    shape: t.shape,
    values: t.dataSync(),
  }));
}

test.each(LAYERS)('%s computes the same on every backend', async (_title, make, shape) => {
  await backend.use('cpu');
  const expected = run(make, shape);
  expect(expected.some(({ values }) => values.some((v) => v !== 0))).toBe(true);
  for (const name of ['wasm', 'tensorflow'] as const) {
    await backend.use(name);
    for (const [i, found] of run(make, shape).entries()) expect(found, `${name} ${i}`).toBeCloseToTensor(expected[i]);
  }
});

test('training with windows, parametrisations, packed sequences and spectra leaves no tensor behind', async () => {
  await backend.use(before);
  const net = new nn.Sequential(
    nn.utils.spectralNorm(nn.utils.weightNorm(new nn.Conv1d(2, 4, 3), 'bias', { dim: null })),
    new nn.MaxPool1d(2, { dilation: 2, stride: 1 }),
    new nn.ConvTranspose1d(4, 3, 2),
  );
  const rnn = new nn.LSTM(3, 2, { bidirectional: true });
  const optimizer = new optim.Adam([...net.parameters(), ...rnn.parameters()], { l1Decay: 1e-3 });
  const x = randn(2, 9, 2);
  const train = () => {
    optimizer.zeroGrad();
    const features = net(x);
    const packed = nn.utils.rnn.packPaddedSequence(features, [3, 6], { batchFirst: true, enforceSorted: false });
    const [padded] = nn.utils.rnn.padPackedSequence(rnn(packed)[0]);
    fft.rfft(padded, { dim: 0 }).abs().sum().backward();
    optimizer.step();
  };
  train();
  train();
  const first = await settled();
  for (let i = 0; i < 10; i++) train();
  expect(await settled()).toEqual(first);
});
