export { CrossEntropyLoss, crossEntropy } from './cross-entropy.js';
export { MSELoss, mseLoss } from './mse.js';
