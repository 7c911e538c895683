import { ShapeError, shapeText, ValueError } from '../errors.js';
import { fromValues, ones } from '../tensor/create.js';
import { cast } from '../tensor/ops/cast.js';
import { indexSelect, segmentSum } from '../tensor/ops/index.js';
import { narrow, pad, reshape, transpose } from '../tensor/ops/movement.js';
import { type PadMode, padAround } from '../tensor/ops/padding.js';
import type { Tensor } from '../tensor/tensor.js';
import type { Complex } from './complex.js';
import { fft, irfft, rfft } from './transform.js';

export interface STFTOptions {
  /** Steps between two frames. Default ⌊nFft / 4⌋. */
  hopLength?: number;
  /** Length of the window, which stands in the middle of a frame. Default `nFft`. */
  winLength?: number;
  /** `[winLength]`; default ones. See `hannWindow`. */
  window?: Tensor;
  /** Whether frame t has its middle at t · hopLength: the signal is padded on both sides. Default true. */
  center?: boolean;
  /** How it is padded then. Default `'reflect'`. */
  padMode?: PadMode;
  /** Divide by √nFft. Default false. */
  normalized?: boolean;
  /** Keep the ⌊nFft / 2⌋ + 1 frequencies from 0 up only. Default true. */
  onesided?: boolean;
}

/**
 * Short-time Fourier transform: spectra of overlapping pieces of real signals, `[…, length]` (at most one batch axis) →
 * `[…, frequencies, frames]`. `stft(x, 512, { window: hannWindow(512) }).abs()` is a spectrogram.
 *
 *     stft(randn(400), 64, { window: hannWindow(64) }).real.shape // → [33, 26]
 */
export function stft(x: Tensor, nFft: number, options: STFTOptions = {}): Complex {
  const { center = true, padMode = 'reflect', onesided = true } = options;
  const { hop, window } = frame('stft', nFft, options);
  if (x.ndim < 1 || x.ndim > 2) {
    throw new ShapeError(`stft: expected [length] or [batch, length], got ${shapeText(x.shape)}`);
  }
  let signal = reshape(cast(x, 'float32'), [x.ndim === 1 ? 1 : x.shape[0], x.shape[x.ndim - 1]]);
  const side = Math.floor(nFft / 2);
  if (center) {
    signal = padAround(
      signal,
      [
        [0, 0],
        [side, side],
      ],
      { mode: padMode },
    );
  }
  const [batch, length] = signal.shape;
  if (length < nFft) {
    throw new ShapeError(`stft: expected a signal of at least ${nFft} values, got ${length}; take a smaller nFft`);
  }
  const frames = Math.floor((length - nFft) / hop) + 1;
  const pieces = reshape(indexSelect(signal, 1, places(frames, nFft, hop)), [batch, frames, nFft]).mul(window);
  const norm = options.normalized === true ? 'ortho' : 'backward';
  const spectra = (onesided ? rfft : fft)(pieces, { norm }).each((part) => transpose(part, 1, 2));
  return x.ndim === 1 ? spectra.each((part) => part.squeeze(0)) : spectra;
}

export interface ISTFTOptions extends Omit<STFTOptions, 'padMode'> {
  /** Length of the signal; default: as far as the frames reach. */
  length?: number;
}

/**
 * Undoes {@link stft} by adding up its pieces: `[…, frequencies, frames]` → `[…, length]`.
 *
 *     const x = randn(256);
 *     const window = hannWindow(64);
 *     allclose(istft(stft(x, 64, { window }), 64, { window }), x, { atol: 1e-4 }) // → true
 *
 * @throws ValueError if the windows leave out a place of the signal.
 */
export function istft(x: Complex, nFft: number, options: ISTFTOptions = {}): Tensor {
  const { center = true, onesided = true } = options;
  const { hop, window } = frame('istft', nFft, options);
  const bins = onesided ? Math.floor(nFft / 2) + 1 : nFft;
  if (x.ndim < 2 || x.ndim > 3 || x.shape[x.ndim - 2] !== bins) {
    throw new ShapeError(`istft: expected [${bins}, frames] or [batch, ${bins}, frames], got ${shapeText(x.shape)}`);
  }
  const spectra = (x.ndim === 2 ? x.each((part) => part.unsqueeze(0)) : x).each((part) => transpose(part, 1, 2));
  const norm = options.normalized === true ? 'ortho' : 'backward';
  // Of a real signal the other half says the same again; irfft leaves it out.
  const pieces = irfft(spectra, { n: nFft, norm });
  const [batch, frames] = pieces.shape;
  const full = nFft + hop * (frames - 1);
  const at = places(frames, nFft, hop);
  const added = (values: Tensor) => segmentSum(reshape(values, [-1, frames * nFft]).t(), at, full).t();
  const weight = added(window.mul(window).expand([1, frames, nFft]));
  const begin = center ? Math.floor(nFft / 2) : 0;
  const end = options.length === undefined ? full - begin : Math.min(begin + options.length, full);
  const used = narrow(weight, 1, begin, end - begin);
  if (used.dataSync().some((value) => value < 1e-11)) {
    throw new ValueError('istft: expected windows that overlap everywhere, got a place that all of them leave out');
  }
  let y = narrow(added(pieces.mul(window)), 1, begin, end - begin).div(used);
  const missing = (options.length ?? 0) - y.shape[1];
  if (missing > 0) {
    y = pad(y, [
      [0, 0],
      [0, missing],
    ]);
  }
  return x.ndim === 2 ? reshape(y, [y.shape[1]]) : reshape(y, [batch, y.shape[1]]);
}

/** The hop, and the window with zeros around it. */
function frame(where: string, nFft: number, options: STFTOptions): { hop: number; window: Tensor } {
  const { hopLength: hop = Math.floor(nFft / 4), winLength = nFft } = options;
  if (!Number.isInteger(nFft) || nFft < 1) throw new ValueError(`${where}: expected nFft of at least 1, got ${nFft}`);
  if (!Number.isInteger(hop) || hop < 1) throw new ValueError(`${where}: expected hopLength of at least 1, got ${hop}`);
  if (!Number.isInteger(winLength) || winLength < 1 || winLength > nFft) {
    throw new ValueError(`${where}: expected winLength from 1 to ${nFft}, got ${winLength}`);
  }
  const window = options.window ?? ones([winLength]);
  if (window.ndim !== 1 || window.shape[0] !== winLength) {
    throw new ShapeError(`${where}: expected a window of shape [${winLength}], got ${shapeText(window.shape)}`);
  }
  const left = Math.floor((nFft - winLength) / 2);
  return { hop, window: pad(window, [[left, nFft - winLength - left]]) };
}

/** Where in the signal each value of each frame is. */
function places(frames: number, nFft: number, hop: number): Tensor {
  const values = Int32Array.from({ length: frames * nFft }, (_, i) => Math.floor(i / nFft) * hop + (i % nFft));
  return fromValues(values, [values.length], 'int32');
}
