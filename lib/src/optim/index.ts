export { Adam, type AdamOptions } from './adam.js';
export {
  Optimizer,
  type OptimizerParams,
  type OptimizerState,
  type ParamGroup,
  type ParamGroupInit,
} from './optimizer.js';
export { SGD, type SGDOptions } from './sgd.js';
