import { fromValues } from '../tensor/create.js';
import { matmul } from '../tensor/ops/matmul.js';
import { cat, narrow, pad, reshape, transpose } from '../tensor/ops/movement.js';
import type { Tensor } from '../tensor/tensor.js';

/** Real and imaginary part; `null` for zeros. */
type Parts = [real: Tensor, imag: Tensor | null];
type Both = [real: Tensor, imag: Tensor];

/** Up to this length a transform is one product with a matrix. */
const DIRECT = 64;
/** Prime lengths from here on become a convolution, whose lengths have small factors. */
const LONG_PRIME = 512;
/** Tables kept at most. */
const MAX_TABLES = 64;

const tables = new Map<string, Float32Array>();

/**
 * Discrete Fourier transform of the rows of `[rows, n]`, without a factor: exponent −1 forwards, +1 backwards. Lengths with
 * factors are split (Cooley and Tukey 1965), so that all work is products with small matrices: quick on every backend,
 * and differentiable as often as those are.
 */
export function dft([real, imag]: Parts, sign: 1 | -1): Both {
  const [rows, n] = real.shape;
  const factor = n <= DIRECT ? n : largestFactor(n);
  if (factor === 1 && n > LONG_PRIME) return byConvolution([real, imag], sign);
  if (factor === n || factor === 1) return direct([real, imag], sign);
  const rest = n / factor;
  const columns = (x: Tensor) => reshape(transpose(reshape(x, [rows, factor, rest]), 1, 2), [rows * rest, factor]);
  const inner = direct([columns(real), imag && columns(imag)], sign);
  const turn = twiddles(factor, rest, sign);
  const turned = product(inner.map((x) => reshape(x, [rows, rest, factor])) as Both, turn);
  const lines = turned.map((x) => reshape(transpose(x, 1, 2), [rows * factor, rest])) as Both;
  const outer = dft(lines, sign);
  return outer.map((x) => reshape(transpose(reshape(x, [rows, factor, rest]), 1, 2), [rows, n])) as Both;
}

function direct([real, imag]: Parts, sign: 1 | -1): Both {
  const n = real.shape[1];
  const lines = imag === null ? 1 : 2;
  const values = table(`matrix ${n} ${lines} ${sign}`, () => {
    const matrix = new Float32Array(lines * n * 2 * n);
    for (let j = 0; j < n; j++) {
      for (let k = 0; k < n; k++) {
        const angle = (2 * Math.PI * ((j * k) % n)) / n;
        const [c, s] = [Math.cos(angle), sign * Math.sin(angle)];
        matrix[j * 2 * n + k] = c;
        matrix[j * 2 * n + n + k] = s;
        if (lines === 1) continue;
        matrix[(n + j) * 2 * n + k] = -s;
        matrix[(n + j) * 2 * n + n + k] = c;
      }
    }
    return matrix;
  });
  const both = imag === null ? real : cat([real, imag], 1);
  const y = matmul(both, fromValues(values, [lines * n, 2 * n], 'float32'));
  return [narrow(y, 1, 0, n), narrow(y, 1, n, n)];
}

/** Turns between the two halves of a split: entry (i, k) is e^(± 2πi·k / n). */
function twiddles(factor: number, rest: number, sign: 1 | -1): Both {
  const part = (name: string, of: (angle: number) => number) => {
    const values = table(`${name} ${factor} ${rest} ${sign}`, () =>
      Float32Array.from({ length: factor * rest }, (_, at) => {
        const [i, k] = [Math.floor(at / factor), at % factor];
        return of((2 * Math.PI * i * k) / (factor * rest));
      }),
    );
    return fromValues(values, [rest, factor], 'float32');
  };
  return [part('cos', Math.cos), part('sin', (angle) => sign * Math.sin(angle))];
}

/** Lengths without small factors (Bluestein 1970): jk = (j² + k² − (k − j)²) / 2 makes the sum a convolution. */
function byConvolution([real, imag]: Parts, sign: 1 | -1): Both {
  const n = real.shape[1];
  const length = 2 ** Math.ceil(Math.log2(2 * n - 1));
  const turn = (j: number) => (Math.PI * ((j * j) % (2 * n))) / n;
  const chirp = (of: (angle: number) => number, factor: number) =>
    fromValues(
      Float32Array.from({ length: n }, (_, j) => factor * of(turn(j))),
      [1, n],
      'float32',
    );
  const w: Both = [chirp(Math.cos, 1), chirp(Math.sin, sign)];
  const other = (of: (angle: number) => number, factor: number) => {
    const values = new Float32Array(length);
    for (let j = 0; j < n; j++) {
      values[j] = factor * of(turn(j));
      if (j > 0) values[length - j] = values[j];
    }
    return fromValues(values, [1, length], 'float32');
  };
  const filter = dft([other(Math.cos, 1), other(Math.sin, -sign)], -1);
  const turned = imag === null ? (w.map((part) => part.mul(real)) as Both) : product([real, imag], w);
  const filled = turned.map((x) =>
    pad(x, [
      [0, 0],
      [0, length - n],
    ]),
  ) as Both;
  const back = dft(product(dft(filled, -1), filter), 1);
  const cut = back.map((x) => narrow(x, 1, 0, n).div(length)) as Both;
  return product(cut, w);
}

function product([a, b]: Both, [c, d]: Both): Both {
  return [a.mul(c).sub(b.mul(d)), a.mul(d).add(b.mul(c))];
}

function largestFactor(n: number): number {
  for (let factor = DIRECT; factor > 1; factor--) if (n % factor === 0) return factor;
  return 1;
}

function table(key: string, make: () => Float32Array): Float32Array {
  let values = tables.get(key);
  if (values === undefined) {
    if (tables.size >= MAX_TABLES) tables.clear();
    values = make();
    tables.set(key, values);
  }
  return values;
}
