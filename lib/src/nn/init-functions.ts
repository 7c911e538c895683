/** The fills, as `nn.init` and `init` offer them. */
export {
  calculateFans,
  calculateGain,
  constant_,
  type KaimingOptions,
  kaimingNormal_,
  kaimingUniform_,
  type Nonlinearity,
  normal_,
  ones_,
  type RandomInitOptions,
  resetWeightAndBias,
  uniform_,
  xavierNormal_,
  xavierUniform_,
  zeros_,
} from './init.js';
export {
  dirac_,
  eye_,
  lecunNormal_,
  lecunUniform_,
  orthogonal_,
  sparse_,
  truncNormal_,
} from './init-structured.js';
