/** What `torch.fft` has, on pairs of real tensors instead of a complex dtype. */
export { Complex, type ComplexOperand, complex, polar, viewAsComplex, viewAsReal } from './complex.js';
export { type FrequencyOptions, fftfreq, fftshift, ifftshift, rfftfreq } from './frequencies.js';
export {
  type FFTNOptions,
  type FFTNorm,
  type FFTOptions,
  fft,
  fft2,
  fftn,
  ifft,
  ifft2,
  ifftn,
  irfft,
  irfft2,
  irfftn,
  rfft,
  rfft2,
  rfftn,
} from './transform.js';
