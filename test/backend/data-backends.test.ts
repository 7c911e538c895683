import { backend, data, datasets, Generator, rand, type Tensor, tensor } from 'lectern';
import { expect, test } from 'vitest';
import '../helpers/close.js';
import type { Values } from '../helpers/close.js';

/** What the data tools make with fixed seeds. */
function everything(): Record<string, Tensor> {
  const x = rand(4, 8, 8, 3, { generator: new Generator(1) });
  const labels = tensor([0, 1, 2, 1], { dtype: 'int32' });
  const copies = new data.DataLoader(datasets.copyMemory({ n: 7, seed: 1 }), { batchSize: 4, shuffle: true, seed: 2 });
  const [[tokens]] = [...copies];
  return {
    crop: data.randomCrop(x, { size: 6, padding: 1, seed: 1 }),
    flip: data.randomHorizontalFlip(x, { seed: 1 }),
    resize: data.resize(x, { size: 5 }),
    resizedCrop: data.randomResizedCrop(x, { size: 5, seed: 1 }),
    jitter: data.colorJitter(x, { brightness: 0.4, contrast: 0.4, saturation: 0.4, hue: 0.1, seed: 1 }),
    noise: data.gaussianNoise(x, { seed: 1 }),
    blur: data.gaussianBlur(x, { kernelSize: 3, seed: 1 }),
    normalize: data.normalize(x, { mean: 0.5, std: 0.2 }),
    erasing: data.randomErasing(x, { seed: 1 }),
    affine: data.affine(x, { angle: 20, scale: 1.1 }),
    mixup: data.mixup(x, labels, { numClasses: 3, seed: 1 })[0],
    cutmix: data.cutmix(x, labels, { numClasses: 3, seed: 1 })[1],
    apply: data.randomApply((y) => y.neg(), { seed: 1 })(x),
    oneHot: data.oneHot(labels, { numClasses: 3, smoothing: 0.1 }),
    moons: datasets.moons({ noise: 0.1, seed: 1 }).inputs,
    regression: datasets.linearRegression({ noise: 0.1, seed: 1 }).targets,
    tokens,
  };
}

const read = (made: Record<string, Tensor>): Record<string, Values> =>
  Object.fromEntries(Object.entries(made).map(([name, x]) => [name, { shape: x.shape, values: x.dataSync() }]));

test.each(['cpu', 'wasm'] as const)('the same seeds give the same data on %s as on TensorFlow', async (name) => {
  const before = backend.name;
  const expected = read(everything());
  await backend.use(name);
  try {
    for (const [what, x] of Object.entries(everything())) {
      expect(x, what).toBeCloseToTensor(expected[what], { rtol: 1e-6, atol: 1e-6 });
    }
  } finally {
    await backend.use(before);
  }
});
