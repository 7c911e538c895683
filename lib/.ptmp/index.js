/**
 * Everything that is public, by hand. A notebook has all of these names in scope.
 */
import * as autograd from './autograd/index.js';
import * as data from './data/index.js';
import * as datasets from './datasets/index.js';
import * as metrics from './metrics/index.js';
import * as F from './nn/functional.js';
import * as nn from './nn/index.js';
import * as init from './nn/init.js';
import * as optim from './optim/index.js';
import * as view from './view/index.js';
// autograd/
export { gradcheck, gradgradcheck } from './autograd/check.js';
export { enableGrad, noGrad } from './autograd/no-grad.js';
export { scope } from './autograd/scope.js';
export { backend } from './backend/choose.js';
// errors.ts
export { BackendError, DTypeError, FreedTensorError, GradientError, LecternError, ShapeError, ValueError, } from './errors.js';
export { manualSeed } from './random/default.js';
// random/
export { Generator } from './random/generator.js';
// tensor/
export { arange, eye, full, linspace, ones, onesLike, tensor, zeros, zerosLike } from './tensor/create.js';
export { where } from './tensor/ops/compare.js';
export { allclose } from './tensor/ops/index.js';
export { matmul } from './tensor/ops/matmul.js';
export { cat, stack } from './tensor/ops/movement.js';
export { rand, randint, randn, randperm } from './tensor/random.js';
export { Tensor } from './tensor/tensor.js';
export { autograd, data, datasets, F, init, metrics, nn, optim, view };
