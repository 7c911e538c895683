export { norm } from './ops/distance.js';
export {
  type LeastSquares,
  lstsq,
  matrixRank,
  pinv,
  type RankOptions,
  type SolveTriangularOptions,
  solveTriangular,
} from './ops/least-squares.js';
export { cholesky, det, eigh, inv, qr, solve, svd } from './ops/linalg.js';
export { logdet, matrixExp, matrixPower, slogdet } from './ops/matrix-functions.js';
