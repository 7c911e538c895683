import { BackendError, backend, linalg, nn, ones, randn, tensor } from 'lectern';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkHardware } from '../../lib/src/backend/tfjs/webgpu.js';

beforeAll(() => backend.use('webgpu'));
afterAll(() => backend.use('tensorflow'));

test('webgpu says which GPU computes', () => {
  expect(backend.description).toMatch(/^TensorFlow\.js, WebGPU on .+, 4\./);
});

test('values can be read at once, later, and both at a time', async () => {
  const x = randn(300, 300);
  const later = [1, 2, 3].map((i) => x.mul(i).sum().read());
  const now = x.mul(4).sum().item();
  const [one, two, three] = (await Promise.all(later)).map(([value]) => value);
  expect(two).toBeCloseTo(2 * one, 1);
  expect(three).toBeCloseTo(3 * one, 1);
  expect(now).toBeCloseTo(4 * one, 1);
  expect(String(ones(2, 2).add(1))).toContain('Tensor[2, 2] f32');
  expect(tensor([true, false]).logicalNot().toArray()).toEqual([false, true]);
});

test('reading leaves the timers of Node as they were', async () => {
  const before = globalThis.setImmediate;
  tensor([1, 2]).add(1).toArray();
  await tensor([1, 2]).add(1).read();
  expect(globalThis.setImmediate).toBe(before);
  await new Promise<void>((resolve) => setImmediate(resolve));
});

test('a loop that only reads at once ends with the results of its steps', () => {
  let x = tensor(0);
  for (let i = 0; i < 60; i++) {
    x = x.add(1);
    expect(x.item()).toBe(i + 1);
  }
});

test('what needs values asks for them itself: solving, saving, the accuracy of labels', () => {
  expect(
    linalg
      .inv(
        tensor([
          [2, 0],
          [0, 4],
        ]),
      )
      .toArray(),
  ).toEqual([
    [0.5, 0],
    [0, 0.25],
  ]);
  expect(Object.keys(new nn.Linear(2, 3).stateDict())).toEqual(['weight', 'bias']);
  expect(() => linalg.cholesky(tensor([[-1]]))).toThrow('positive definite');
});

test("is chosen by itself only where a GPU is none of a program's", async () => {
  if (!backend.description.includes('SwiftShader')) return expect(await checkHardware()).toBeUndefined();
  await expect(checkHardware()).rejects.toThrow(BackendError);
  await expect(checkHardware()).rejects.toThrow(
    "backend.use: 'webgpu' needs a GPU, got a program that plays one, SwiftShader",
  );
});
