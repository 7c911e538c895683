import { GradientError, ShapeError } from '../errors.js';
import { fromValues, onesLike } from '../tensor/create.js';
import { grad } from './backward.js';
import { enableGrad, noGrad } from './no-grad.js';
/**
 * Compares the gradients of `f` with central finite differences, entry by entry. The result of `f` is weighted with
 * fixed random-looking numbers, so that errors in different entries cannot cancel.
 * @returns `true`
 * @throws GradientError that names the first entry that differs, with both values.
 */
export function gradcheck(f, inputs, options = {}) {
    const { eps = 1e-2, atol = 1e-2, rtol = 2e-2 } = options;
    const leaves = inputs.map((x) => (x.dtype === 'float32' ? x.detach().clone().requiresGrad_() : x));
    const weights = weightsLike(noGrad(() => f(...leaves)));
    const weigh = (...xs) => f(...xs)
        .mul(weights)
        .sum();
    const variable = leaves.filter((x) => x.requiresGrad);
    const result = weigh(...leaves);
    // A constant, such as the gradient of a linear function, has the gradient 0.
    const analytic = result.requiresGrad ? grad(result, variable, { allowUnused: true }) : [];
    variable.forEach((x, i) => {
        const values = x.dataSync();
        const got = analytic[i]?.dataSync() ?? new Float32Array(values.length);
        for (let at = 0; at < values.length; at++) {
            const shifted = (by) => {
                const moved = values.slice();
                moved[at] += by;
                const changed = fromValues(moved, x.shape);
                return noGrad(() => weigh(...leaves.map((leaf) => (leaf === x ? changed : leaf))).item());
            };
            const numeric = (shifted(eps) - shifted(-eps)) / (2 * eps);
            if (!(Math.abs(got[at] - numeric) <= atol + rtol * Math.abs(numeric))) {
                throw new GradientError(`gradcheck: input ${leaves.indexOf(x)}, entry ${at}: the gradient is ${got[at]}, ` +
                    `finite differences give ${numeric}`);
            }
        }
    });
    return true;
}
/** {@link gradcheck} of the gradient of `f`: checks second derivatives. */
export function gradgradcheck(f, inputs, options = {}) {
    const first = (...xs) => {
        const y = f(...xs);
        const variable = xs.filter((x) => x.requiresGrad);
        if (variable.length === 0)
            throw new ShapeError('gradgradcheck: expected a float32 input, got none');
        // Finite differences call this under noGrad on plain tensors, which still need the inner gradient.
        const grads = grad(y, variable, { gradOutput: weightsLike(y), createGraph: true, allowUnused: true });
        return variable
            .map((x, i) => (grads[i] ?? onesLike(x).mul(0)).mul(weightsLike(x)).sum())
            .reduce((a, b) => a.add(b));
    };
    return gradcheck((...xs) => withLeaves(first, xs), inputs, options);
}
/** Runs `f` with recording on, even for inputs that were made without it. */
function withLeaves(f, xs) {
    const leaves = xs.map((x) => (x.dtype === 'float32' && !x.requiresGrad ? x.detach().requiresGrad_() : x));
    return enableGrad(() => f(...leaves));
}
function weightsLike(y) {
    const values = Float32Array.from({ length: y.numel() }, (_, i) => 0.5 + ((i * 0.618034) % 1));
    return fromValues(values, y.shape);
}
