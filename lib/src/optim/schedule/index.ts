export { ChainedScheduler, SequentialLR } from './combine.js';
export {
  CosineAnnealingLR,
  CosineAnnealingWarmRestarts,
  type CosineOptions,
  type WarmRestartsOptions,
} from './cosine.js';
export {
  CyclicLR,
  type CyclicLROptions,
  type MomentumCycleOptions,
  OneCycleLR,
  type OneCycleLROptions,
} from './cyclic.js';
export {
  ExponentialLR,
  type GammaOptions,
  LambdaLR,
  MultiStepLR,
  PolynomialLR,
  type PolynomialLROptions,
  StepLR,
} from './decay.js';
export { ReduceLROnPlateau, type ReduceLROnPlateauOptions } from './plateau.js';
export { LRScheduler, type Scheduled, type SchedulerState } from './scheduler.js';
export { ConstantLR, type ConstantLROptions, LinearLR, type LinearLROptions } from './warm-up.js';
