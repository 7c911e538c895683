import { expect, test } from 'vitest';
import { decodeReceptiveField } from '../../extension/src/protocol/decode-receptive-field.js';
import { ReceptiveFieldModel } from '../../extension/src/receptive-field/model.js';
import { manualSeed, nn, rand, type Tensor, zeros } from '../../lib/src/index.js';
import { receptiveFieldBundle, receptiveFieldSpec } from '../../lib/src/view/receptive-field/receptive-field.js';
import { lenet } from '../helpers/lenet.js';

const deep = () =>
  new nn.Sequential(
    new nn.Conv2d(3, 4, [3, 5], { stride: [2, 1], padding: [1, 2] }),
    new nn.BatchNorm2d(4),
    new nn.Conv2d(4, 4, 3, { dilation: 3, padding: 'same' }),
    new nn.MaxPool2d(3, { stride: 2, padding: 1 }),
    new nn.Conv2d(4, 2, 1),
  );

test.each<[string, () => nn.Module, number[]]>([
  ['LeNet', lenet, [1, 28, 28, 1]],
  ['strides, padding and dilation', deep, [1, 33, 30, 3]],
])('the fields of %s are those of nn.summary', (_, make, shape) => {
  manualSeed(1);
  const net = make();
  const spec = receptiveFieldSpec(net, { input: zeros(shape) });
  const wanted = nn.summary(net, shape).rows.filter(({ name }) => spec.layers.some((layer) => layer.name === name));
  expect(spec.layers.map(({ name, size }) => [name, size])).toEqual(
    wanted.map(({ name, receptiveField }) => [name, receptiveField]),
  );
  expect(spec.layers.map(({ height, width, channels }) => [height, width, channels])).toEqual(
    wanted.map(({ output }) => output.slice(1)),
  );
});

test('pixels outside of the drawn field have no gradient, those at its corners have, and the model stays as it was', () => {
  manualSeed(2);
  const net = new nn.Sequential(new nn.Conv2d(1, 3, 3, { stride: 2 }), new nn.Tanh(), new nn.Conv2d(3, 2, 3));
  net.train();
  const spec = receptiveFieldSpec(net, { input: rand(15, 15, 1), effective: true });
  const data = decodeReceptiveField(spec);
  const seen = new ReceptiveFieldModel(data).seen(0);
  expect(seen).toEqual({ top: 4, bottom: 10, left: 4, right: 10 });
  const inField = (i: number) => i % 15 >= 4 && i % 15 <= 10 && i >= 60 && i < 165;
  const values = [...(data.effective?.values ?? [])];
  expect(values.every((value, i) => inField(i) || value === 0)).toBe(true);
  for (const corner of [64, 70, 154, 160]) expect(values[corner]).toBeGreaterThan(0);
  expect(net.training).toBe(true);
  expect(net.parameters().map(({ grad }) => grad)).toEqual(net.parameters().map(() => null));
  expect(spec.photo).toMatchObject({ height: 15, width: 15 });
});

test('what is no window ends the chain, which is said; text and picture come with the data', () => {
  manualSeed(3);
  const spec = receptiveFieldSpec(lenet(), { input: zeros(28, 28, 1), title: 'LeNet' });
  expect(spec.leftOut).toEqual(['6 (Flatten)', '7 (Linear)', '8 (Tanh)', '9 (Linear)', '10 (Tanh)', '11 (Linear)']);
  expect(spec.photo).toBeUndefined();
  const bundle = receptiveFieldBundle(spec);
  expect(bundle['image/png']).toMatch(/^iVBOR/);
  const lines = String(bundle['text/plain']).split('\n');
  expect(lines[0]).toBe('LeNet: what one output sees of 28×28×1');
  expect(lines[7]).toMatch(/^5 +AvgPool2d +5×5×16 +2×2 +2×2 +16×16 +4×4$/);
  expect(lines.at(-1)).toBe('not followed: 6 (Flatten), 7 (Linear), 8 (Tanh), 9 (Linear), 10 (Tanh), 11 (Linear)');
});

test('what cannot be followed is refused with the rule and what was got', () => {
  const show = (model: unknown, input: Tensor, layer?: string) => () =>
    receptiveFieldSpec(model as never, { input: input as never, ...(layer ? { layer } : {}) });
  expect(show({}, zeros(4, 4, 1))).toThrow('view.receptiveField: expected a module, got [object Object]');
  expect(show(new nn.ReLU(), zeros(4))).toThrow('expected one image [height, width, channels] as input, got [4]');
  expect(show(new nn.Flatten(), zeros(4, 4, 1))).toThrow('expected layers with windows over the image');
  expect(show(lenet(), zeros(28, 28, 1), 'conv9')).toThrow('layer must be one of 0, 1, 2, 3, 4, 5, got conv9');
});
