export { norm } from './ops/distance.js';
export { cholesky, det, eigh, inv, qr, solve, svd } from './ops/linalg.js';
