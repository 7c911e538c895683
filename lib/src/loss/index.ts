export { CrossEntropyLoss, type CrossEntropyLossOptions, crossEntropy } from './cross-entropy.js';
export { MSELoss, type MSELossOptions, mseLoss } from './mse.js';
export type { Reduction } from './reduction.js';
