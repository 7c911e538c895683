/**
 * Everything that is public, by hand. A notebook has all of these names in scope.
 *
 * @module lectern
 */

import * as autograd from './autograd/index.js';
import * as classical from './classical/index.js';
import * as data from './data/index.js';
import * as datasets from './datasets/index.js';
import * as fft from './fft/index.js';
import * as files from './files/index.js';
import * as io from './io/index.js';
import * as metrics from './metrics/index.js';
import * as F from './nn/functional.js';
import * as nn from './nn/index.js';
import * as init from './nn/init-functions.js';
import * as optim from './optim/index.js';
import * as linalg from './tensor/linalg.js';
import * as view from './view/index.js';

// autograd/
export { gradcheck, gradgradcheck } from './autograd/check.js';
export { enableGrad, noGrad } from './autograd/no-grad.js';
export { type Scope, scope } from './autograd/scope.js';
// backend/
export type { BackendName } from './backend/backend.js';
export type { DType } from './backend/buffer.js';
export { backend } from './backend/choose.js';
export type { MemoryReport } from './backend/memory.js';
// errors.ts
export {
  AnomalyError,
  BackendError,
  DTypeError,
  FileError,
  FreedTensorError,
  GradientError,
  LecternError,
  ShapeError,
  ValueError,
} from './errors.js';
// fft/
export { Complex, complex, polar, viewAsComplex, viewAsReal } from './fft/complex.js';
export { type ISTFTOptions, istft, type STFTOptions, stft } from './fft/stft.js';
export { bartlettWindow, blackmanWindow, hammingWindow, hannWindow } from './fft/window.js';
export { manualSeed } from './random/default.js';
// random/
export { Generator } from './random/generator.js';
// search/
export type { SearchResult } from './search/result.js';
export { type Search, type SearchOptions, search, type TrialContext } from './search/search.js';
// tensor/
export { arange, eye, full, linspace, ones, onesLike, tensor, zeros, zerosLike } from './tensor/create.js';
export { bernoulli, exponential, multinomial, normal, poisson } from './tensor/distributions.js';
export { corrcoef, cov, cross, dot, tensordot } from './tensor/ops/algebra.js';
export type { Index, Range } from './tensor/ops/at.js';
export { logicalXor, where } from './tensor/ops/compare.js';
export { bmm, einsum, outer } from './tensor/ops/contract.js';
export { bincount, histc, histogram } from './tensor/ops/count.js';
export { cumprod, logaddexp, logcumsumexp, logsumexp, prod } from './tensor/ops/cumulative.js';
export { cdist, norm } from './tensor/ops/distance.js';
export { atan2 } from './tensor/ops/elementwise.js';
export { allclose } from './tensor/ops/index.js';
export {
  cartesianProd,
  combinations,
  type DiagonalOptions,
  kron,
  meshgrid,
  trilIndices,
  triuIndices,
  vander,
} from './tensor/ops/layout.js';
export { matmul } from './tensor/ops/matmul.js';
export { cat, stack } from './tensor/ops/movement.js';
export {
  chunk,
  diag,
  movedim,
  repeatInterleave,
  roll,
  split,
  tile,
  tril,
  triu,
  unbind,
} from './tensor/ops/rearrange.js';
export { maskedSelect, nonzero, takeAlongDim } from './tensor/ops/scatter.js';
export { bucketize, isin, searchsorted, type Unique, unique, uniqueConsecutive } from './tensor/ops/select.js';
export { argsort, median, quantile, sort } from './tensor/ops/sort.js';
export { diff, stdMean, trapezoid, varMean } from './tensor/ops/statistics.js';
export { equal, isclose } from './tensor/ops/tolerance.js';
export { rand, randint, randn, randperm } from './tensor/random.js';
export { Tensor } from './tensor/tensor.js';
// train/
export { type EvaluateOptions, evaluate, evaluateAsync } from './train/evaluate.js';
export { fit, fitAsync } from './train/fit.js';
export { History } from './train/history.js';
export type { FitAsyncOptions, FitOptions } from './train/options.js';
export type { FitCallback, FitRun } from './train/run.js';
export { autograd, classical, data, datasets, F, fft, files, init, io, linalg, metrics, nn, optim, view };
