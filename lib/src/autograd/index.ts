export { detectAnomaly, setDetectAnomaly } from './anomaly.js';
export { grad } from './backward.js';
export { gradcheck, gradgradcheck } from './check.js';
export { checkpoint } from './checkpoint.js';
export { hessian, jacobian, jvp, vjp } from './derivatives.js';
export { customFunction } from './function.js';
export type { GradHook, PostAccumulateHook } from './grad-hooks.js';
export { type GraphData, type GraphEdge, type GraphNode, type GraphOptions, graph } from './graph-data.js';
export { enableGrad, isGradEnabled, noGrad } from './no-grad.js';
