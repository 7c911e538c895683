import { specValues } from '../tensor/slices.js';
import type { ConvolutionSpec } from './spec.js';

/** One plane of numbers, row-major. */
export interface Plane {
  height: number;
  width: number;
  values: Float32Array;
}

/** Rows and columns of the output; not above zero when the window does not fit. */
export function outputSize(spec: ConvolutionSpec): [height: number, width: number] {
  const { padding, window, stride, dilation } = spec;
  const fit = (size: number, axis: 0 | 1) =>
    Math.floor((size - dilation[axis] * (window[axis] - 1) - 1) / stride[axis]) + 1;
  return [fit(spec.height + padding.top + padding.bottom, 0), fit(spec.width + padding.left + padding.right, 1)];
}

/** What one filter makes of the whole input or, of a pool, the window makes of one channel. */
export function slid(spec: ConvolutionSpec, place: number): Plane {
  const [height, width] = outputSize(spec);
  const at = reader(spec, place);
  const values = Float32Array.from({ length: Math.max(0, height) * Math.max(0, width) }, (_, i) =>
    at(Math.floor(i / width), i % width),
  );
  return { height, width, values };
}

function reader(spec: ConvolutionSpec, place: number): (row: number, col: number) => number {
  const { kind, channels, filters, window, stride, dilation, padding } = spec;
  const input = specValues({ values: spec.input, dtype: 'float32' });
  const weights = spec.weights === undefined ? undefined : specValues({ values: spec.weights, dtype: 'float32' });
  const bias = spec.bias === undefined ? 0 : specValues({ values: spec.bias, dtype: 'float32' })[place];
  const ofChannels = kind === 'conv' ? Array.from({ length: channels }, (_, c) => c) : [place];
  return (outRow, outCol) => {
    let [sum, most] = [bias, Number.NEGATIVE_INFINITY];
    for (let i = 0; i < window[0]; i++) {
      const row = outRow * stride[0] - padding.top + i * dilation[0];
      for (let j = 0; j < window[1]; j++) {
        const col = outCol * stride[1] - padding.left + j * dilation[1];
        // Padding adds nothing to a sum and never wins a maximum.
        if (row < 0 || col < 0 || row >= spec.height || col >= spec.width) continue;
        for (const channel of ofChannels) {
          const x = input[(row * spec.width + col) * channels + channel];
          sum += weights ? x * weights[((i * window[1] + j) * channels + channel) * filters + place] : x;
          if (x > most || Number.isNaN(x)) most = x;
        }
      }
    }
    if (kind === 'maxPool') return most;
    return kind === 'avgPool' ? sum / (window[0] * window[1]) : sum;
  };
}
