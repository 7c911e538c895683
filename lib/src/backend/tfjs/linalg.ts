import type * as ml from 'ml-matrix';
import type { LinalgKernel } from '../backend.js';
import type { TypedArray } from '../buffer.js';

/** The package ml-matrix. TensorFlow.js has none of these kernels. */
export type MatrixLibrary = Pick<
  typeof ml,
  | 'Matrix'
  | 'LuDecomposition'
  | 'CholeskyDecomposition'
  | 'QrDecomposition'
  | 'SingularValueDecomposition'
  | 'EigenvalueDecomposition'
>;

interface Values {
  shape: readonly number[];
  values: TypedArray;
}

/** A matrix, a list of numbers or one number for each matrix of a batch. */
type Result = ml.Matrix | readonly number[] | number;

const KERNELS: Record<LinalgKernel, (library: MatrixLibrary, a: ml.Matrix, b: ml.Matrix) => Result[]> = {
  MatrixSolve: (library, a, b) => [invertible(library, a).solve(b)],
  MatrixInverse: (library, a) => [invertible(library, a).solve(library.Matrix.eye(a.rows))],
  MatrixDeterminant: (library, a) => [new library.LuDecomposition(a).determinant],
  Cholesky: (library, a) => {
    const it = new library.CholeskyDecomposition(lowerMirrored(a));
    if (!it.isPositiveDefinite()) throw new Error('a matrix is not positive definite');
    return [it.lowerTriangularMatrix];
  },
  Qr: (library, a) => {
    if (a.rows >= a.columns) {
      const { orthogonalMatrix, upperTriangularMatrix } = new library.QrDecomposition(a);
      return [orthogonalMatrix, upperTriangularMatrix];
    }
    // A wide matrix: Q comes from its square part, and R from all of it.
    const square = a.subMatrix(0, a.rows - 1, 0, a.rows - 1);
    const q = new library.QrDecomposition(square).orthogonalMatrix;
    return [q, q.transpose().mmul(a)];
  },
  Svd: (library, a) => {
    const it = new library.SingularValueDecomposition(a, { autoTranspose: true });
    const count = Math.min(a.rows, a.columns);
    const columns = (m: ml.Matrix) => m.subMatrix(0, m.rows - 1, 0, count - 1);
    return [it.diagonal.slice(0, count), columns(it.leftSingularVectors), columns(it.rightSingularVectors)];
  },
  SelfAdjointEigV2: (library, a) => {
    const it = new library.EigenvalueDecomposition(lowerMirrored(a), { assumeSymmetric: true });
    return [it.realEigenvalues, it.eigenvectorMatrix];
  },
};

/** Runs a kernel on each matrix of a batch, in float64. `Floats` is the kind of array of the results. */
export function decompose(
  library: MatrixLibrary,
  kernel: LinalgKernel,
  inputs: readonly Values[],
  Floats = Float32Array,
): Values[] {
  const lead = inputs[0].shape.slice(0, -2);
  const count = lead.reduce((a, b) => a * b, 1);
  const results = Array.from({ length: count }, (_, i) => {
    const [a, b] = inputs.map((x) => matrixAt(library, x, i));
    return KERNELS[kernel](library, a, b ?? a);
  });
  return (results[0] ?? []).map((first, k) => {
    const size = shapeOf(first);
    const width = size.reduce((a, b) => a * b, 1);
    const values = new Floats(count * width);
    results.forEach((result, i) => {
      values.set(valuesOf(result[k]), i * width);
    });
    return { shape: [...lead, ...size], values };
  });
}

function matrixAt(library: MatrixLibrary, { shape, values }: Values, at: number): ml.Matrix {
  const [rows, columns] = shape.slice(-2);
  return library.Matrix.from1DArray(
    rows,
    columns,
    Array.from(values.subarray(at * rows * columns, (at + 1) * rows * columns)),
  );
}

function shapeOf(result: Result): number[] {
  if (typeof result === 'number') return [];
  return 'rows' in result ? [result.rows, result.columns] : [result.length];
}

function valuesOf(result: Result): readonly number[] {
  if (typeof result === 'number') return [result];
  return 'rows' in result ? result.to1DArray() : result;
}

function invertible(library: MatrixLibrary, a: ml.Matrix): ml.LuDecomposition {
  const it = new library.LuDecomposition(a);
  if (it.isSingular()) throw new Error('a matrix is not invertible');
  return it;
}

/** TensorFlow reads the lower triangle only. */
function lowerMirrored(a: ml.Matrix): ml.Matrix {
  const m = a.clone();
  for (let i = 0; i < m.rows; i++) for (let j = i + 1; j < m.columns; j++) m.set(i, j, m.get(j, i));
  return m;
}
