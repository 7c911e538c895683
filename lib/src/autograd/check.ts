import { kernels, withBackend } from '../backend/choose.js';
import { Float64Backend } from '../backend/float64/float64.js';
import { GradientError, ShapeError } from '../errors.js';
import { fromValues, onesLike } from '../tensor/create.js';
import type { Tensor } from '../tensor/tensor.js';
import { grad } from './backward.js';
import { enableGrad, noGrad } from './no-grad.js';

export interface GradcheckOptions {
  /**
   * `'float64'` runs `f` in plain JavaScript with float64 numbers: slow, and exact enough to allow errors of 1e-6 only. `f`
   * must then change nothing outside of it, such as running statistics. Default `'float32'`, on the active backend.
   */
  precision?: 'float32' | 'float64';
  /** Step of the finite difference. Default 1e-2, as 1e-6 would only show rounding; in float64 1e-5. */
  eps?: number;
  /** Allowed absolute error. Default 1e-2, in float64 1e-6. */
  atol?: number;
  /** Allowed error relative to the numeric gradient. Default 2e-2, in float64 1e-6. */
  rtol?: number;
}

/**
 * Compares the gradients of `f` with central finite differences, entry by entry. The result of `f` is weighted with
 * fixed random-looking numbers, so that errors in different entries cannot cancel.
 *
 *     gradcheck((x) => x.sin().mul(x), [randn(3)]) // → true
 *
 * @returns `true`
 * @throws BackendError for a matrix decomposition in float64 outside of Node.
 * @throws GradientError that names the first entry that differs, with both values.
 */
export function gradcheck(
  f: (...inputs: Tensor[]) => Tensor,
  inputs: readonly Tensor[],
  options: GradcheckOptions = {},
): true {
  if (options.precision !== 'float64') return compare(f, inputs, { eps: 1e-2, atol: 1e-2, rtol: 2e-2, ...options });
  return withBackend(new Float64Backend(kernels()), () =>
    compare(f, inputs, { eps: 1e-5, atol: 1e-6, rtol: 1e-6, ...options }),
  );
}

function compare(
  f: (...inputs: Tensor[]) => Tensor,
  inputs: readonly Tensor[],
  { eps, atol, rtol }: Required<Omit<GradcheckOptions, 'precision'>>,
): true {
  const leaves = inputs.map((x) => (x.dtype === 'float32' ? x.detach().clone().requiresGrad_() : x));
  const weights = weightsLike(noGrad(() => f(...leaves)));
  const weigh = (...xs: Tensor[]) =>
    f(...xs)
      .mul(weights)
      .sum();
  const variable = leaves.filter((x) => x.requiresGrad);
  const result = weigh(...leaves);
  // A constant, such as the gradient of a linear function, has the gradient 0.
  const analytic = result.requiresGrad ? grad(result, variable, { allowUnused: true }) : [];
  variable.forEach((x, i) => {
    const values = x.dataSync() as Float32Array;
    const got = analytic[i]?.dataSync() ?? new Float32Array(values.length);
    for (let at = 0; at < values.length; at++) {
      const shifted = (by: number): number => {
        const moved = values.slice();
        moved[at] += by;
        const changed = fromValues(moved, x.shape);
        return noGrad(() => weigh(...leaves.map((leaf) => (leaf === x ? changed : leaf))).item());
      };
      const numeric = (shifted(eps) - shifted(-eps)) / (2 * eps);
      if (!(Math.abs(got[at] - numeric) <= atol + rtol * Math.abs(numeric))) {
        throw new GradientError(
          `gradcheck: input ${leaves.indexOf(x)}, entry ${at}: the gradient is ${got[at]}, ` +
            `finite differences give ${numeric}`,
        );
      }
    }
  });
  return true;
}

/**
 * {@link gradcheck} of the gradient of `f`: checks second derivatives.
 *
 *     gradgradcheck((x) => x.tanh().pow(2), [randn(3)]) // → true
 */
export function gradgradcheck(
  f: (...inputs: Tensor[]) => Tensor,
  inputs: readonly Tensor[],
  options: GradcheckOptions = {},
): true {
  const first = (...xs: Tensor[]): Tensor => {
    const y = f(...xs);
    const variable = xs.filter((x) => x.requiresGrad);
    if (variable.length === 0) throw new ShapeError('gradgradcheck: expected a float32 input, got none');
    // Finite differences call this under noGrad on plain tensors, which still need the inner gradient.
    const grads = grad(y, variable, { gradOutput: weightsLike(y), createGraph: true, allowUnused: true });
    return variable
      .map((x, i) => (grads[i] ?? onesLike(x).mul(0)).mul(weightsLike(x)).sum())
      .reduce((a, b) => a.add(b));
  };
  return gradcheck((...xs) => withLeaves(first, xs), inputs, options);
}

/** Runs `f` with recording on, even for inputs that were made without it. */
function withLeaves(f: (...xs: Tensor[]) => Tensor, xs: Tensor[]): Tensor {
  const leaves = xs.map((x) => (x.dtype === 'float32' && !x.requiresGrad ? x.detach().requiresGrad_() : x));
  return enableGrad(() => f(...leaves));
}

function weightsLike(y: Tensor): Tensor {
  const values = Float32Array.from({ length: y.numel() }, (_, i) => 0.5 + ((i * 0.618034) % 1));
  return fromValues(values, y.shape);
}
