import fc from 'fast-check';
import { data, type Tensor } from 'lectern';
import { describe, expect, test } from 'vitest';
import '../helpers/close.js';
import type { Given } from '../helpers/torch.js';
import { torchOfFile } from '../helpers/torch-of-file.js';
import { asTensor } from './ops/derive.js';
import { floats, int, seeds } from './ops/spec.js';

const SETTINGS = { seed: 20_261_122, numRuns: 20 };

const torch = torchOfFile();

const real = (min: number, max: number) => fc.double({ min, max, noNaN: true });

/** Images `[batch, height, width, channels]` with values in 0…1. */
const imagesOf = (channels: fc.Arbitrary<number>, smallest = 2) =>
  fc
    .tuple(int(1, 3), int(smallest, 9), int(smallest, 9), channels, seeds)
    .map(([n, h, w, c, seed]) => floats([n, h, w, c], seed, { low: 0, high: 1 }));

/** Runs a script that reads `x`, images with channels first, and leaves its images in `y`. */
async function theirs(x: Given, script: string, given: Record<string, Given> = {}): Promise<Given> {
  const program = `import colorsys, math\nx = given['x'].movedim(3, 1)\n${script}\nfound['y'] = y.movedim(1, 3)`;
  const { shape, values } = (await torch.run(program, { x, ...given })).y;
  return { dtype: 'float32', shape, values: Float32Array.from(values) };
}

async function agree(x: Given, ours: (x: Tensor) => Tensor, script: string): Promise<void> {
  expect(ours(asTensor(x))).toBeCloseToTensor(await theirs(x, script));
}

describe('equals the formula in PyTorch', () => {
  test('affine: affine_grid and grid_sample', async () => {
    const options = fc.record({
      angle: real(-180, 180),
      shear: real(-40, 40),
      scale: real(0.4, 2.5),
      translate: fc.tuple(real(-3, 3), real(-3, 3)),
    });
    await fc.assert(
      fc.asyncProperty(imagesOf(int(1, 3)), options, (x, { angle, shear, scale, translate }) =>
        agree(
          x,
          (images) => data.affine(images, { angle, shear, scale, translate }),
          `
n, c, h, w = x.shape
a, t = math.radians(${angle}), math.tan(math.radians(${shear}))
forward = torch.tensor([[math.cos(a), -math.sin(a)], [math.sin(a), math.cos(a)]]) @ torch.tensor([[1., t], [0., 1.]]) * ${scale}
back = torch.linalg.inv(forward)
pixels = torch.diag(torch.tensor([w / 2, h / 2]))
move = -torch.linalg.inv(pixels) @ back @ torch.tensor([${translate[1]}, ${translate[0]}])
theta = torch.cat([torch.linalg.inv(pixels) @ back @ pixels, move[:, None]], 1).expand(n, 2, 3)
y = F.grid_sample(x, F.affine_grid(theta, x.shape, align_corners=False), align_corners=False)`,
        ),
      ),
      SETTINGS,
    );
  });

  test('centerCrop: a slice of the padded images', async () => {
    await fc.assert(
      fc.asyncProperty(imagesOf(int(1, 3)), int(1, 12), int(1, 12), (x, height, width) =>
        agree(
          x,
          (images) => data.centerCrop(images, { size: [height, width] }),
          `
h, w = max(${height} - x.shape[2], 0), max(${width} - x.shape[3], 0)
x = F.pad(x, (w // 2, (w + 1) // 2, h // 2, (h + 1) // 2))
top, left = round((x.shape[2] - ${height}) / 2.0), round((x.shape[3] - ${width}) / 2.0)
y = x[:, :, top:top + ${height}, left:left + ${width}]`,
        ),
      ),
      SETTINGS,
    );
  });

  test('randomCrop: one of the slices of the padded images', async () => {
    const modes = fc.constantFrom('constant', 'reflect', 'replicate');
    await fc.assert(
      fc.asyncProperty(
        imagesOf(int(1, 3), 3),
        int(1, 5),
        int(0, 2),
        modes,
        seeds,
        async (x, size, padding, mode, seed) => {
          const room = Math.min(x.shape[1], x.shape[2]) + 2 * padding;
          const side = Math.min(size, room);
          const ours = data.randomCrop(asTensor(x), {
            size: side,
            padding,
            mode: mode as data.BorderMode,
            fill: 0.5,
            seed,
          });
          const fill = mode === 'constant' ? ', value=0.5' : '';
          const answer = await torch.run(
            `
x, mine = given['x'].movedim(3, 1), given['mine'].movedim(3, 1)
padded = F.pad(x, (${padding},) * 4, mode='${mode}'${fill})
windows = padded.unfold(2, ${side}, 1).unfold(3, ${side}, 1).permute(0, 2, 3, 1, 4, 5).flatten(1, 2)
found['off'] = (windows - mine[:, None]).abs().flatten(2).amax(2).amin(1)`,
            { x, mine: { dtype: 'float32', shape: ours.shape, values: ours.dataSync() } },
          );
          expect(Array.from(answer.off.values)).toEqual(new Array(x.shape[0]).fill(0));
        },
      ),
      SETTINGS,
    );
  });

  test('resize and resizedCrop: interpolate', async () => {
    const part = fc.tuple(real(0, 1), real(0, 1), real(0, 1), real(0, 1), int(1, 8), int(1, 8));
    await fc.assert(
      fc.asyncProperty(imagesOf(int(1, 3)), part, async (x, [u, v, s, t, height, width]) => {
        const [, h, w] = x.shape;
        const box = { top: Math.floor(u * h * 0.99), left: Math.floor(v * w * 0.99), height: 1, width: 1 };
        box.height = 1 + Math.floor(s * (h - box.top - 1));
        box.width = 1 + Math.floor(t * (w - box.left - 1));
        const slice = `x[:, :, ${box.top}:${box.top + box.height}, ${box.left}:${box.left + box.width}]`;
        await agree(
          x,
          (images) => data.resizedCrop(images, { ...box, size: [height, width] }),
          `y = F.interpolate(${slice}, size=(${height}, ${width}), mode='bilinear')`,
        );
        await agree(
          x,
          (images) => data.resize(images, { size: height }),
          `
h, w = x.shape[2:]
size = (${height}, int(${height} * w / h)) if h <= w else (int(${height} * h / w), ${height})
y = F.interpolate(x, size=size, mode='bilinear')`,
        );
      }),
      SETTINGS,
    );
  });

  test('randomResizedCrop: one of all parts of the area and proportion that were asked for', async () => {
    await fc.assert(
      fc.asyncProperty(fc.tuple(int(1, 3), int(4, 6), int(4, 6), seeds), async ([n, h, w, seed]) => {
        const x = floats([n, h, w, 2], seed, { low: 0, high: 1 });
        const options = { size: 5, scale: [0.3, 0.8], ratio: [0.7, 1.5], seed } as const;
        const ours = data.randomResizedCrop(asTensor(x), options);
        const answer = await torch.run(
          `
x, mine = given['x'].movedim(3, 1), given['mine'].movedim(3, 1)
n, c, h, w = x.shape
best, area = torch.full((n,), 9.), torch.zeros(n)
for top in range(h):
    for left in range(w):
        for bottom in range(top + 1, h + 1):
            for right in range(left + 1, w + 1):
                y = F.interpolate(x[:, :, top:bottom, left:right], size=(5, 5), mode='bilinear')
                off = (y - mine).abs().flatten(1).amax(1)
                area = torch.where(off < best, torch.tensor((bottom - top) * (right - left) / (h * w)), area)
                best = torch.minimum(off, best)
found['off'], found['area'] = best, area`,
          { x, mine: { dtype: 'float32', shape: ours.shape, values: ours.dataSync() } },
        );
        for (const off of Array.from(answer.off.values)) expect(off).toBeLessThan(1e-5);
        // Sides are rounded to whole pixels: at 4 to 6 pixels that moves the area by up to a quarter.
        for (const area of Array.from(answer.area.values)) {
          expect(area).toBeGreaterThan(0.15);
          expect(area).toBeLessThan(1.01);
        }
      }),
      SETTINGS,
    );
  });

  const GREY = 'torch.tensor([0.2989, 0.587, 0.114]).view(1, 3, 1, 1)';
  const colours: [title: string, ours: (x: Tensor, factor: number) => Tensor, script: (factor: number) => string][] = [
    ['adjustBrightness', data.adjustBrightness, (f) => `y = (x * ${f}).clamp(0, 1)`],
    [
      'adjustContrast',
      data.adjustContrast,
      (f) => `y = (${f} * x + (1 - ${f}) * (x * ${GREY}).sum(1).mean((1, 2)).view(-1, 1, 1, 1)).clamp(0, 1)`,
    ],
    [
      'adjustSaturation',
      data.adjustSaturation,
      (f) => `y = (${f} * x + (1 - ${f}) * (x * ${GREY}).sum(1, keepdim=True)).clamp(0, 1)`,
    ],
    [
      'adjustHue',
      (x, f) => data.adjustHue(x, (f - 1.25) / 2.5),
      (f) => `
def turned(r, g, b):
    h, s, v = colorsys.rgb_to_hsv(r, g, b)
    return colorsys.hsv_to_rgb((h + ${(f - 1.25) / 2.5}) % 1.0, s, v)
y = torch.tensor([turned(*p) for p in x.movedim(1, 3).reshape(-1, 3).tolist()]).view(x.movedim(1, 3).shape).movedim(3, 1)`,
    ],
    [
      'grayscale',
      (x) => data.grayscale(x, { channels: 3 }),
      () => `y = (x * ${GREY}).sum(1, keepdim=True).expand(x.shape)`,
    ],
  ];

  test.each(colours)('%s', async (_, ours, script) => {
    await fc.assert(
      fc.asyncProperty(imagesOf(fc.constant(3)), real(0, 2.5), (x, f) =>
        agree(x, (images) => ours(images, f), script(f)),
      ),
      SETTINGS,
    );
  });

  test('gaussianBlur: a convolution of the mirrored images', async () => {
    const options = fc.tuple(fc.constantFrom(1, 3, 5), fc.constantFrom(1, 3, 5), real(0.3, 3));
    await fc.assert(
      fc.asyncProperty(imagesOf(int(1, 3), 3), options, (x, [height, width, sigma]) =>
        agree(
          x,
          (images) => data.gaussianBlur(images, { kernelSize: [height, width], sigma }),
          `
def weights(k):
    w = torch.exp(-0.5 * (torch.linspace(-(k - 1) / 2, (k - 1) / 2, k) / ${sigma}) ** 2)
    return w / w.sum()
kernel = torch.outer(weights(${height}), weights(${width})).expand(x.shape[1], 1, ${height}, ${width})
padded = F.pad(x, (${(width - 1) / 2},) * 2 + (${(height - 1) / 2},) * 2, mode='reflect')
y = F.conv2d(padded, kernel, groups=x.shape[1])`,
        ),
      ),
      SETTINGS,
    );
  });

  test('normalize and denormalize', async () => {
    const numbers = fc.tuple(real(-1, 1), real(-1, 1), real(0.2, 2), real(0.2, 2));
    await fc.assert(
      fc.asyncProperty(imagesOf(fc.constant(2)), numbers, async (x, [m, n, s, t]) => {
        const options = { mean: [m, n], std: [s, t] };
        const [mean, std] = [`torch.tensor([${m}, ${n}])`, `torch.tensor([${s}, ${t}])`].map(
          (v) => `${v}.view(1, 2, 1, 1)`,
        );
        await agree(x, (images) => data.normalize(images, options), `y = (x - ${mean}) / ${std}`);
        await agree(x, (images) => data.denormalize(images, options), `y = x * ${std} + ${mean}`);
      }),
      SETTINGS,
    );
  });

  test('oneHot with smoothing', async () => {
    await fc.assert(
      fc.asyncProperty(int(1, 6), int(1, 5), real(0, 1), seeds, async (batch, numClasses, smoothing, seed) => {
        const labels = asTensor({
          dtype: 'int32',
          shape: [batch],
          values: Int32Array.from({ length: batch }, (_, i) => (seed + i * i) % numClasses),
        });
        const script = `l = given['l'].long()\nfound['y'] = F.one_hot(l, ${numClasses}) * (1 - ${smoothing}) + ${smoothing} / ${numClasses}`;
        const { y } = await torch.run(script, { l: { dtype: 'int32', shape: [batch], values: labels.dataSync() } });
        expect(data.oneHot(labels, { numClasses, smoothing })).toBeCloseToTensor(y);
      }),
      SETTINGS,
    );
  });
});
