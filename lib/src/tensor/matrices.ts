import type { DType } from '../backend/buffer.js';
import { ValueError } from '../errors.js';
import * as algebra from './ops/algebra.js';
import { cast } from './ops/cast.js';
import * as contract from './ops/contract.js';
import * as linalg from './ops/matmul.js';
import * as move from './ops/movement.js';
import { TensorParts } from './parts.js';
import type { Tensor } from './tensor.js';

/** Products of a tensor with others, and its change of type. Only {@link Tensor} extends it. */
export abstract class TensorMatrices extends TensorParts {
  // ---- matrices
  /**
   * Sum of the products of two vectors.
   *
   *     tensor([1, 2]).dot(tensor([3, 4])) // → 11
   */
  dot(other: Tensor): Tensor {
    return algebra.dot(this.self, other);
  }
  /**
   * Sums of products along the last axis of both.
   *
   *     tensor([1, 2]).inner(tensor([3, 4])) // → 11
   */
  inner(other: Tensor): Tensor {
    return algebra.inner(this.self, other);
  }
  /**
   * Matrix times vector.
   *
   *     tensor([[1, 2], [3, 4]]).mv(tensor([1, 1])) // → [3, 7]
   */
  mv(other: Tensor): Tensor {
    return algebra.mv(this.self, other);
  }
  /**
   * `beta · this + alpha · a b`.
   *
   *     zeros(2, 2).addmm(eye(2), eye(2)) // → [[1, 0], [0, 1]]
   */
  addmm(a: Tensor, b: Tensor, options?: algebra.AddmmOptions): Tensor {
    return algebra.addmm(this.self, a, b, options);
  }
  /**
   * {@link addmm} of a matrix and a vector.
   *
   *     zeros(2).addmv(eye(2), tensor([1, 2])) // → [1, 2]
   */
  addmv(a: Tensor, b: Tensor, options?: algebra.AddmmOptions): Tensor {
    return algebra.addmv(this.self, a, b, options);
  }
  /**
   * {@link addmm} of batches of matrices.
   *
   *     zeros(1, 2, 2).baddbmm(ones(1, 2, 3), ones(1, 3, 2)).shape // → [1, 2, 2]
   */
  baddbmm(a: Tensor, b: Tensor, options?: algebra.AddmmOptions): Tensor {
    return algebra.baddbmm(this.self, a, b, options);
  }
  /**
   * Vector product along an axis of size 3 (default the last).
   *
   *     tensor([1, 0, 0]).cross(tensor([0, 1, 0])) // → [0, 0, 1]
   */
  cross(other: Tensor, options?: { dim?: number }): Tensor {
    return algebra.cross(this.self, other, options);
  }
  /**
   * Matrix product; axes before the last two broadcast.
   *
   *     ones(2, 3).matmul(ones(3, 4)).shape // → [2, 4]
   */
  matmul(other: Tensor): Tensor {
    return linalg.matmul(this.self, other);
  }
  /**
   * Product of two matrices; unlike {@link matmul} it takes no batch.
   *
   *     ones(2, 3).mm(ones(3, 4)).shape // → [2, 4]
   */
  mm(other: Tensor): Tensor {
    return linalg.matmul(this.self, other);
  }
  /**
   * Products of two batches of matrices.
   *
   *     ones(5, 2, 3).bmm(ones(5, 3, 4)).shape // → [5, 2, 4]
   */
  bmm(other: Tensor): Tensor {
    return contract.bmm(this.self, other);
  }
  /**
   * Products of all entries of two vectors.
   *
   *     tensor([1, 2]).outer(tensor([3, 4])) // → [[3, 4], [6, 8]]
   */
  outer(other: Tensor): Tensor {
    return contract.outer(this.self, other);
  }
  /**
   * Matrix transpose.
   *
   *     tensor([[1, 2]]).t() // → [[1], [2]]
   */
  t(): Tensor {
    return linalg.t(this.self);
  }

  /**
   * Same values in another dtype; `int32` cuts towards zero.
   *
   *     tensor([1.7, -1.7]).to('int32') // → [1, -1]
   */
  to(dtype: DType): Tensor {
    return cast(this.self, dtype);
  }
  /** Rows along the first axis. */
  *[Symbol.iterator](): IterableIterator<Tensor> {
    if (this.ndim === 0) throw new ValueError('iteration: expected at least one dimension, got a scalar');
    for (let i = 0; i < this.shape[0]; i++) yield move.select(this.self, 0, i);
  }
}
