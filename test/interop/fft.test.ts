import fc from 'fast-check';
import {
  backend,
  bartlettWindow,
  blackmanWindow,
  Complex,
  complex,
  fft,
  gradcheck,
  gradgradcheck,
  hammingWindow,
  hannWindow,
  istft,
  polar,
  randn,
  stft,
  type Tensor,
  tensor,
  viewAsComplex,
  viewAsReal,
  zeros,
} from 'lectern';
import { describe, expect, test } from 'vitest';
import { python } from '../helpers/torch.js';
import { torchOfFile } from '../helpers/torch-of-file.js';
import { agree } from './ops/agree.js';
import { arrayOf, floats, int, type OpCase, opCase, seeds } from './ops/spec.js';

const SETTINGS = { seed: 20_260_204, numRuns: 20 };
const tolerance = { rtol: 1e-4, atol: 3e-5 };

const torch = torchOfFile();

const norms = fc.constantFrom('backward', 'ortho', 'forward');
const VIEW = 'torch.view_as_complex(a)';

async function check(cases: fc.Arbitrary<OpCase>): Promise<void> {
  await fc.assert(
    fc.asyncProperty(cases, (one) => agree(torch, one, { order: 2, tolerance })),
    SETTINGS,
  );
}

type Along = 'fft' | 'ifft' | 'rfft' | 'irfft';
type Over = 'fftn' | 'ifftn' | 'fft2' | 'ifft2' | 'rfftn' | 'irfftn' | 'rfft2' | 'irfft2';

/** Real or complex arrays; complex ones have a last axis of 2 on the way. */
function asked(
  name: string,
  isComplex: boolean,
  shape: number[],
  seed: number,
  torchOptions: string,
  ours: (x: Tensor | Complex) => Tensor | Complex,
) {
  const real = name.startsWith('irfft');
  const call = `torch.fft.${name}(${isComplex ? VIEW : 'a'}${torchOptions})`;
  return opCase(
    [floats(isComplex ? [...shape, 2] : shape, seed)],
    real ? call : `torch.view_as_real(${call}.resolve_conj())`,
    (a) => {
      const y = ours(isComplex ? viewAsComplex(a) : a);
      return y instanceof Complex ? viewAsReal(y) : y;
    },
  );
}

describe('transforms have PyTorch’s values, gradients and second gradients', () => {
  test.each(['fft', 'ifft', 'rfft', 'irfft'] as Along[])('%s', async (name) => {
    const cases = fc
      .tuple(
        fc.array(int(1, 6), { minLength: 1, maxLength: 3 }),
        int(-3, 2),
        fc.option(int(1, 9)),
        norms,
        fc.boolean(),
        seeds,
      )
      .filter(([shape, dim]) => dim >= -shape.length && dim < shape.length)
      .map(([shape, dim, length, norm, wanted, seed]) => {
        const axis = dim < 0 ? dim + shape.length : dim;
        const n = name === 'irfft' && length === null && shape[axis] === 1 ? 2 : length;
        const options = `, n=${n ?? 'None'}, dim=${dim}, norm='${norm}'`;
        const isComplex = name !== 'rfft' && (wanted || name === 'irfft');
        return asked(name, isComplex, shape, seed, options.replace(`dim=${dim}`, `dim=${axis}`), (x) =>
          (fft[name] as typeof fft.fft)(x as Tensor, { n: n ?? undefined, dim, norm: norm as fft.FFTNorm }),
        );
      });
    await check(cases);
  });

  test.each(['fftn', 'ifftn', 'rfftn', 'irfftn', 'fft2', 'ifft2', 'rfft2', 'irfft2'] as Over[])('%s', async (name) => {
    const cases = fc
      .tuple(
        fc.array(int(2, 5), { minLength: 2, maxLength: 3 }),
        fc.boolean(),
        fc.boolean(),
        norms,
        fc.boolean(),
        seeds,
      )
      .map(([shape, resize, choose, norm, wanted, seed]) => {
        const dim = choose ? [0, shape.length - 1] : undefined;
        const s = resize ? (dim ?? [-2, -1]).map((_, i) => 2 + ((seed >> i) % 5)) : undefined;
        const given = `${s ? `, s=(${s})` : ''}${dim ? `, dim=(${dim})` : ''}, norm='${norm}'`;
        const isComplex = !name.startsWith('rfft') && (wanted || name.startsWith('irfft'));
        return asked(name, isComplex, shape, seed, given, (x) =>
          (fft[name] as typeof fft.fftn)(x as Tensor, {
            ...(s && { s }),
            ...(dim && { dim }),
            norm: norm as fft.FFTNorm,
          }),
        );
      });
    await check(cases);
  });

  test.each([64, 96, 210, 256, 331, 1000, 1031])('a length of %i', async (n) => {
    for (const isComplex of [false, true]) {
      const it = asked('fft', isComplex, [2, n], n, '', (x) => fft.fft(x));
      await agree(torch, it, { order: 1, tolerance: { rtol: 1e-4, atol: 1e-5 } });
    }
    await agree(
      torch,
      asked('irfft', true, [n], n + 1, `, n=${n}`, (x) => fft.irfft(x, { n })),
      { order: 1, tolerance },
    );
  });

  test('stft', async () => {
    await check(
      fc
        .tuple(
          int(1, 2),
          int(20, 30),
          int(3, 12),
          int(1, 5),
          fc.record({ center: fc.boolean(), normalized: fc.boolean(), onesided: fc.boolean() }),
          fc.boolean(),
          seeds,
        )
        .chain(([batch, length, nFft, hopLength, flags, windowed, seed]) => {
          const winLength = windowed ? Math.max(1, nFft - 2) : nFft;
          return arrayOf([winLength], { low: 0.3, high: 1 }).map((window) => {
            const { center, normalized, onesided } = flags;
            const options = `hop_length=${hopLength}, win_length=${winLength}, window=b, center=${python(center)}, normalized=${python(normalized)}, onesided=${python(onesided)}, return_complex=True`;
            return opCase(
              [floats(batch === 1 ? [length] : [batch, length], seed), window],
              `torch.view_as_real(torch.stft(a, ${nFft}, ${options}))`,
              (x, w) => viewAsReal(stft(x, nFft, { hopLength, winLength, window: w, ...flags })),
            );
          });
        }),
    );
  });

  test('istft', async () => {
    await check(
      fc
        .tuple(
          int(1, 2),
          int(4, 7),
          int(4, 9),
          int(1, 2),
          fc.record({ normalized: fc.boolean(), onesided: fc.boolean() }),
          fc.boolean(),
          seeds,
        )
        .chain(([batch, frames, nFft, hopLength, flags, given, seed]) =>
          arrayOf([nFft], { low: 0.3, high: 1 }).map((window) => {
            const { normalized, onesided } = flags;
            const bins = onesided ? Math.floor(nFft / 2) + 1 : nFft;
            const length = given ? hopLength * (frames - 1) : undefined;
            const options = `hop_length=${hopLength}, window=b, normalized=${python(normalized)}, onesided=${python(onesided)}${given ? `, length=${length}` : ''}`;
            const shape = [...(batch === 1 ? [] : [batch]), bins, frames, 2];
            return opCase([floats(shape, seed), window], `torch.istft(${VIEW}, ${nFft}, ${options})`, (x, w) =>
              istft(viewAsComplex(x), nFft, { hopLength, window: w, ...flags, length }),
            );
          }),
        ),
    );
  });
});

test('complex arithmetic has PyTorch’s values, gradients and second gradients', async () => {
  const [a, b] = [VIEW, 'torch.view_as_complex(b)'];
  const both = fc.tuple(arrayOf([3, 2], { away: 0.3 }), arrayOf([2, 3, 2], { away: 0.3 }));
  const real = (torchText: string) => `torch.view_as_real(${torchText})`;
  const forms: [string, (x: Complex, y: Complex) => Tensor][] = [
    [real(`${a} * ${b}`), (x, y) => viewAsReal(x.mul(y))],
    [real(`${a} / ${b}`), (x, y) => viewAsReal(x.div(y))],
    [real(`${a} + ${b} - ${a}.conj()`), (x, y) => viewAsReal(x.add(y).sub(x.conj()))],
    [real(`torch.exp(${a}) + 2.5 + b.sum()`), (x, y) => viewAsReal(x.exp().add(2.5).add(viewAsReal(y).sum()))],
    [`${a}.abs() + ${b}.angle()`, (x, y) => x.abs().add(y.angle())],
    [
      real('torch.polar(a.exp(), b)'),
      (x, y) => viewAsReal(polar(viewAsReal(x).exp().expand([2, 3, 2]), viewAsReal(y))),
    ],
    [real(`-${a} * 2 / 4`), (x) => viewAsReal(x.neg().mul(2).div(4))],
  ];
  for (const [text, ours] of forms) {
    await fc.assert(
      fc.asyncProperty(both, (inputs) =>
        agree(
          torch,
          opCase(
            inputs,
            text.replace('torch.polar(a.exp(), b)', 'torch.polar(a.exp().expand(2, 3, 2).contiguous(), b)'),
            (x, y) => ours(viewAsComplex(x), viewAsComplex(y)),
          ),
          { order: 2 },
        ),
      ),
      { ...SETTINGS, numRuns: 20 },
    );
  }
});

test('windows, frequencies and shifts are PyTorch’s', async () => {
  const windows = { hann: hannWindow, hamming: hammingWindow, blackman: blackmanWindow, bartlett: bartlettWindow };
  for (const n of [1, 2, 5, 8]) {
    const found: [string, Tensor][] = [
      [`torch.fft.fftfreq(${n}, d=0.5)`, fft.fftfreq(n, { d: 0.5 })],
      [`torch.fft.rfftfreq(${n})`, fft.rfftfreq(n)],
    ];
    for (const [name, make] of Object.entries(windows)) {
      found.push([`torch.${name}_window(${n})`, make(n)]);
      found.push([`torch.${name}_window(${n}, periodic=False)`, make(n, { periodic: false })]);
    }
    for (const [text, ours] of found) expect(ours, text).toBeCloseToTensor((await torch.run(`found['y'] = ${text}`)).y);
  }
  await check(
    fc
      .tuple(int(1, 5), int(1, 4), seeds)
      .map(([n, m, seed]) =>
        opCase([floats([n, m], seed)], 'torch.fft.fftshift(a, dim=0) + torch.fft.ifftshift(a)', (x) =>
          fft.fftshift(x, { dim: 0 }).add(fft.ifftshift(x)),
        ),
      ),
  );
});

test.each(['cpu', 'wasm', 'tensorflow'] as const)('a spectrum comes back as its signal on %s', async (name) => {
  const before = backend.name;
  await backend.use(name);
  try {
    for (const n of [1, 8, 60, 100, 521]) {
      const x = randn(3, n);
      expect(fft.ifft(fft.fft(x)).real, `${n}`).toBeCloseToTensor(x, { atol: 1e-4 });
      expect(fft.irfft(fft.rfft(x), { n })).toBeCloseToTensor(x, { atol: 1e-4 });
    }
    const signal = randn(200);
    const options = { window: hannWindow(32), hopLength: 8 };
    expect(istft(stft(signal, 32, options), 32, options)).toBeCloseToTensor(signal, { atol: 1e-4 });
  } finally {
    await backend.use(before);
  }
});

test('gradients agree with finite differences', () => {
  const x = randn(2, 5).requiresGrad_();
  expect(gradcheck((v: Tensor) => fft.fft(v).abs(), [x])).toBe(true);
  expect(gradgradcheck((v: Tensor) => viewAsReal(fft.rfft(v)).pow(2), [x])).toBe(true);
  const zero = zeros(1).requiresGrad_();
  complex(zero).abs().sum().backward();
  expect(zero.grad!.item()).toBe(0);
});

test('mistakes are named', () => {
  expect(() => fft.fft(zeros(3), { n: 0 })).toThrow('fft.fft: expected a length n of at least 1, got 0');
  expect(() => fft.fft(zeros(3), { norm: 'unit' as never })).toThrow(
    "norm must be 'backward', 'ortho' or 'forward', got 'unit'",
  );
  expect(() => fft.fftn(zeros(3, 3), { s: [2], dim: [0, 1] })).toThrow(
    'fft.fftn: expected a length for each of 2 axes',
  );
  expect(() => complex(zeros(3), zeros(2))).toThrow('parts of one shape, got [3] and [2]');
  expect(() => viewAsComplex(zeros(3))).toThrow('a last axis of 2, real and imaginary part, got [3]');
  expect(() => stft(zeros(8), 16, { center: false })).toThrow('stft: expected a signal of at least 16 values, got 8');
  expect(() => istft(complex(zeros(5, 3)), 16)).toThrow(
    'istft: expected [9, frames] or [batch, 9, frames], got [5, 3]',
  );
  expect(() => istft(complex(zeros(3, 3)), 4, { window: tensor([0, 0, 0, 0]) })).toThrow(
    'windows that overlap everywhere',
  );
});
