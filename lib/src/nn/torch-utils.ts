/** What `torch.nn.utils` and `torch.nn.utils.parametrizations` have. */
export { isParametrized, Parametrization, registerParametrization, removeParametrizations } from './parametrize.js';
export * as rnn from './rnn-utils.js';
export { type SpectralNormOptions, spectralNorm } from './spectral-norm.js';
export { type WeightNormOptions, weightNorm } from './weight-norm.js';
