import fc from 'fast-check';
import { nn, type Tensor, zeros } from 'lectern';
import { describe, expect, test } from 'vitest';
import { python } from '../helpers/torch.js';
import { agreeModule } from '../helpers/torch-module.js';
import { torchOfFile } from '../helpers/torch-of-file.js';
import { agree } from './ops/agree.js';
import { floats, int, opCase, seeds } from './ops/spec.js';

const SETTINGS = { seed: 20_260_201, numRuns: 20 };

const torch = torchOfFile();

const list = (values: readonly number[]) => `(${values.map((v) => `${v},`).join('')})`;

function windows(count: number, most: number) {
  const each = (min: number, max: number) => fc.array(int(min, max), { minLength: count, maxLength: count });
  return fc.record({
    sizes: each(2, most),
    kernel: each(1, 3),
    stride: each(1, 2),
    padding: each(0, 1),
    extra: each(0, 1),
    dilation: each(1, 2),
    groups: int(1, 3),
    inner: int(1, 2),
    outer: int(1, 2),
    bias: fc.boolean(),
    mode: fc.constantFrom('zeros', 'reflect', 'replicate', 'circular'),
    seed: seeds,
  });
}

/** A number for sequences, a list otherwise. */
const sized = (values: number[]) => (values.length === 1 ? values[0] : values) as never;
const LAST = '[net(x.movedim(-1, 1)).movedim(1, -1)]';
const MOST = [7, 6, 4];

describe('convolutions have PyTorch’s weights, outputs and gradients', () => {
  test.each([1, 2, 3])('Conv%id', async (count) => {
    const Conv = [nn.Conv1d, nn.Conv2d, nn.Conv3d][count - 1] as typeof nn.Conv2d;
    const cases = windows(count, MOST[count - 1]).filter((w) =>
      w.sizes.every((n, i) => n + 2 * w.padding[i] > w.dilation[i] * (w.kernel[i] - 1)),
    );
    await fc.assert(
      fc.asyncProperty(cases, async (w) => {
        const { groups, bias, mode: paddingMode } = w;
        const [inner, outer] = [w.inner * groups, w.outer * groups];
        const [stride, padding, dilation] = [w.stride, w.padding, w.dilation];
        const options = { stride: sized(stride), padding: sized(padding), dilation: sized(dilation) };
        const theirs = `stride=${list(stride)}, padding=${list(padding)}, dilation=${list(dilation)}`;
        const rest = `groups=${groups}, bias=${python(bias)}, padding_mode='${paddingMode}'`;
        const module = new Conv(inner, outer, sized(w.kernel), { ...options, groups, bias, paddingMode } as never);
        await agreeModule(torch, {
          module,
          program: `torch.nn.Conv${count}d(${inner}, ${outer}, ${list(w.kernel)}, ${theirs}, ${rest})`,
          inputs: { x: floats([2, ...w.sizes, inner], w.seed) },
          ours: ({ x }) => [module(x)],
          theirs: LAST,
        });
      }),
      SETTINGS,
    );
  });

  test.each(['zeros', 'circular'] as const)("padding 'same' with %s keeps the size", async (paddingMode) => {
    for (const [kernel, dilation] of [
      [2, 1],
      [3, 2],
      [4, 1],
    ]) {
      const module = new nn.Conv1d(2, 3, kernel, { padding: 'same', dilation, paddingMode });
      await agreeModule(torch, {
        module,
        program: `torch.nn.Conv1d(2, 3, ${kernel}, padding='same', dilation=${dilation}, padding_mode='${paddingMode}')`,
        inputs: { x: floats([2, 6, 2], kernel) },
        ours: ({ x }) => [module(x)],
        theirs: LAST,
      });
    }
  });

  test.each([1, 2, 3])('ConvTranspose%id', async (count) => {
    const Conv = [nn.ConvTranspose1d, nn.ConvTranspose2d, nn.ConvTranspose3d][count - 1] as typeof nn.ConvTranspose2d;
    const cases = windows(count, [6, 4, 3][count - 1])
      .map((w) => ({ ...w, extra: w.extra.map((e, i) => Math.min(e, Math.max(w.stride[i], w.dilation[i]) - 1)) }))
      .filter((w) =>
        w.sizes.every(
          (n, i) => (n - 1) * w.stride[i] - 2 * w.padding[i] + w.dilation[i] * (w.kernel[i] - 1) + w.extra[i] >= 0,
        ),
      );
    await fc.assert(
      fc.asyncProperty(cases, async (w) => {
        const { groups, bias } = w;
        const [inner, outer] = [w.inner * groups, w.outer * groups];
        const module = new Conv(inner, outer, sized(w.kernel), {
          stride: sized(w.stride),
          padding: sized(w.padding),
          outputPadding: sized(w.extra),
          dilation: sized(w.dilation),
          groups,
          bias,
        });
        const sizes = `stride=${list(w.stride)}, padding=${list(w.padding)}, output_padding=${list(w.extra)}`;
        const rest = `dilation=${list(w.dilation)}, groups=${groups}, bias=${python(bias)}`;
        await agreeModule(torch, {
          module,
          program: `torch.nn.ConvTranspose${count}d(${inner}, ${outer}, ${list(w.kernel)}, ${sizes}, ${rest})`,
          inputs: { x: floats([2, ...w.sizes, inner], w.seed) },
          ours: ({ x }) => [module(x)],
          theirs: LAST,
        });
      }),
      SETTINGS,
    );
  });

  test('new weights lie where PyTorch’s do', async () => {
    const layers = {
      'torch.nn.Conv2d(8, 16, 3, groups=4)': new nn.Conv2d(8, 16, 3, { groups: 4 }),
      'torch.nn.ConvTranspose2d(8, 16, 3, groups=4)': new nn.ConvTranspose2d(8, 16, 3, { groups: 4 }),
      'torch.nn.Conv3d(8, 16, 3)': new nn.Conv3d(8, 16, 3),
    };
    for (const [program, layer] of Object.entries(layers)) {
      const theirs = await torch.run(`found['most'] = ${program}.weight.abs().max()`);
      const ours = layer.weight.abs().max().item();
      expect(Math.abs(ours / theirs.most.values[0] - 1), program).toBeLessThan(0.02);
    }
  });
});

describe('locally connected layers', () => {
  const layers = fc.record({
    image: fc.boolean(),
    height: int(1, 5),
    width: int(2, 5),
    kernel: fc.tuple(int(1, 3), int(1, 2)),
    stride: fc.tuple(int(1, 2), int(1, 2)),
    padding: fc.tuple(int(0, 1), int(0, 1)),
    channels: fc.tuple(int(1, 2), int(1, 3)),
    seed: seeds,
  });

  test('have the outputs, gradients and second gradients of windows times filters of their own', async () => {
    await fc.assert(
      fc.asyncProperty(
        layers.filter((w) => !w.image || w.height + 2 * w.padding[0] >= w.kernel[0]),
        async ({ image, height, width, kernel: [kh, kw], stride, padding, channels: [inner, outer], seed }) => {
          const window = image
            ? { k: [kh, kw], s: stride, p: padding }
            : { k: [1, kw], s: [1, stride[1]], p: [0, padding[1]] };
          const layer = image
            ? new nn.LocallyConnected2d(inner, outer, [height, width], [kh, kw], { stride, padding })
            : new nn.LocallyConnected1d(inner, outer, width, kw, { stride: stride[1], padding: padding[1] });
          const shape = [2, ...(image ? [height, width] : [width]), inner];
          const places = layer.weight.shape.slice(0, image ? 2 : 1);
          const options = `${list(window.k)}, stride=${list(window.s)}, padding=${list(window.p)}`;
          const columns = `F.unfold(${image ? 'a' : 'a.unsqueeze(1)'}.movedim(-1, 1), ${options})`;
          const ordered = `${columns}.unflatten(1, (${inner}, ${window.k[0] * window.k[1]})).permute(0, 3, 2, 1).flatten(2)`;
          const product = `torch.einsum('blk,lko->blo', ${ordered}, b.reshape(-1, ${window.k[0] * window.k[1] * inner}, ${outer}))`;
          const it = opCase(
            [floats(shape, seed), floats(layer.weight.shape, seed + 1), floats([...places, outer], seed + 2)],
            `${product}.unflatten(1, ${list(places)}) + c`,
            (x, weight, bias) => Object.assign(layer, { weight, bias })(x) as Tensor,
          );
          await agree(torch, it, { order: 2 });
        },
      ),
      SETTINGS,
    );
  });

  test('a window that does not fit, and images of another size, are named', () => {
    expect(() => new nn.LocallyConnected2d(1, 2, 3, 4)).toThrow('a window that fits into the input, got 4 on 3');
    const layer = new nn.LocallyConnected1d(2, 3, 5, 2);
    expect(() => layer(zeros(1, 4, 2))).toThrow('LocallyConnected1d 2→3: expected [batch, 5, 2], got [1, 4, 2]');
    expect(String(layer)).toBe('LocallyConnected1d(2, 3, inputSize=5, kernelSize=2)');
  });
});

test('wrong inputs and options of convolutions are named', () => {
  expect(() => new nn.Conv1d(3, 4, 2)(zeros(2, 3, 8))).toThrow(
    'Conv1d 3→4: expected [batch, length, 3], got [2, 3, 8]; sequences are [batch, length, channels] here, so move the channels last: x.permute(0, 2, 1)',
  );
  expect(() => new nn.Conv3d(3, 4, 2)(zeros(5, 5, 5, 3))).toThrow('add a batch dimension: x.unsqueeze(0)');
  expect(() => new nn.Conv2d(3, 4, 2, { groups: 2 })).toThrow('Conv2d 3→4: expected groups that divide both');
  expect(() => new nn.Conv2d(3, 4, [2, 2, 2] as never)).toThrow('one or 2 numbers, got [2,2,2]');
  expect(() => new nn.ConvTranspose1d(1, 1, 2, { outputPadding: 1 })(zeros(1, 3, 1))).toThrow(
    'outputPadding less than stride',
  );
  expect(String(new nn.Conv2d(4, 4, 3, { groups: 4, paddingMode: 'circular', padding: 1 }))).toBe(
    "Conv2d(4, 4, kernelSize=3, padding=1, groups=4, paddingMode='circular')",
  );
});

describe('the summary', () => {
  test('counts the products of depthwise, transposed and locally connected layers', () => {
    const net = new nn.Sequential(
      new nn.Conv2d(4, 4, 3, { groups: 4, padding: 1 }),
      new nn.ConvTranspose2d(4, 2, 2, { stride: 2 }),
      new nn.LocallyConnected2d(2, 3, 12, 5, { stride: 7 }),
    );
    const it = nn.summary(net, [2, 6, 6, 4]);
    const counts = it.rows.slice(1).map((row) => row.multiplyAdds);
    expect(counts).toEqual([2 * 36 * 4 * 9, 2 * 36 * 4 * 2 * 4, 2 * 4 * 25 * 2 * 3]);
    // A 2×2 window of the transposed layer meets one input pixel; its outputs lie half a pixel apart.
    expect(it.rows.slice(1).map((row) => row.receptiveField)).toEqual([
      [3, 3],
      [3, 3],
      [5, 5],
    ]);
  });

  test('follows windows over sequences and volumes', () => {
    const dilated = [1, 2, 4].map((dilation) => new nn.Conv1d(2, 2, 3, { dilation }));
    const it = nn.summary(new nn.Sequential(...dilated, new nn.Linear(2, 5)), [1, 32, 2]);
    expect(it.rows.slice(1).map((row) => row.receptiveField)).toEqual([[3], [7], [15], [15]]);
    const volume = nn.summary(new nn.Conv3d(1, 2, [1, 2, 3]), [1, 4, 4, 4, 1]);
    expect(volume.rows[0].receptiveField).toEqual([1, 2, 3]);
    expect(String(volume)).toContain('1×2×3');
    expect(nn.summary(new nn.Linear(3, 2), [1, 4, 3]).rows[0].receptiveField).toBeNull();
  });
});
