export { Adadelta, type AdadeltaOptions, Adagrad, type AdagradOptions } from './adagrad.js';
export { Adam, type AdamOptions } from './adam.js';
export { Adamax, NAdam, type NAdamOptions, RAdam } from './adam-family.js';
export { AdamW } from './adamw.js';
export { type AverageState, EMA, SWA } from './average.js';
export { type ClipGradNormOptions, clipGradNorm, clipGradValue } from './clip.js';
export { EarlyStopping, type EarlyStoppingOptions, type EarlyStoppingState } from './early-stopping.js';
export type { ImprovementOptions } from './improvement.js';
export { LBFGS, type LBFGSOptions } from './lbfgs.js';
export { type LrRange, type LrRangeTestOptions, lrRangeTest } from './lr-range-test.js';
export type { MomentOptions } from './moments.js';
export {
  Optimizer,
  type OptimizerParams,
  type OptimizerState,
  type ParamGroup,
  type ParamGroupInit,
  type PenaltyOptions,
} from './optimizer.js';
export { RMSprop, type RMSpropOptions, Rprop, type RpropOptions } from './rmsprop.js';
export * as lrScheduler from './schedule/index.js';
export { SGD, type SGDOptions } from './sgd.js';
