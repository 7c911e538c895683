import { TensorMath } from './math.js';
import * as cmp from './ops/compare.js';
import type { Operand } from './ops/elementwise.js';
import * as scatter from './ops/scatter.js';
import type { Tolerance } from './ops/tolerance.js';
import * as close from './ops/tolerance.js';
import type { Tensor } from './tensor.js';

/** Comparisons of a tensor and what goes by them. Only {@link Tensor} extends it, through its parts and shapes. */
export abstract class TensorComparison extends TensorMath {
  // ---- comparison and logic (bool, without gradient)
  /**
   * Where values are equal.
   *
   *     tensor([1, 2]).eq(2) // → [false, true]
   */
  eq(other: Operand): Tensor {
    return cmp.eq(this.self, other);
  }
  /**
   * Where values differ.
   *
   *     tensor([1, 2]).ne(2) // → [true, false]
   */
  ne(other: Operand): Tensor {
    return cmp.ne(this.self, other);
  }
  /**
   * Where this is less.
   *
   *     tensor([1, 2]).lt(2) // → [true, false]
   */
  lt(other: Operand): Tensor {
    return cmp.lt(this.self, other);
  }
  /**
   * Where this is less or equal.
   *
   *     tensor([1, 2, 3]).le(2) // → [true, true, false]
   */
  le(other: Operand): Tensor {
    return cmp.le(this.self, other);
  }
  /**
   * Where this is greater.
   *
   *     tensor([1, 2, 3]).gt(2) // → [false, false, true]
   */
  gt(other: Operand): Tensor {
    return cmp.gt(this.self, other);
  }
  /**
   * Where this is greater or equal.
   *
   *     tensor([1, 2, 3]).ge(2) // → [false, true, true]
   */
  ge(other: Operand): Tensor {
    return cmp.ge(this.self, other);
  }
  /**
   * Where both are true.
   *
   *     tensor([true, true]).logicalAnd(tensor([true, false])) // → [true, false]
   */
  logicalAnd(other: Tensor): Tensor {
    return cmp.logicalAnd(this.self, other);
  }
  /**
   * Where at least one is true.
   *
   *     tensor([true, false]).logicalOr(tensor([false, false])) // → [true, false]
   */
  logicalOr(other: Tensor): Tensor {
    return cmp.logicalOr(this.self, other);
  }
  /**
   * Where exactly one is true.
   *
   *     tensor([true, true]).logicalXor(tensor([true, false])) // → [false, true]
   */
  logicalXor(other: Tensor): Tensor {
    return cmp.logicalXor(this.self, other);
  }
  /**
   * True for false, false for true.
   *
   *     tensor([true, false]).logicalNot() // → [false, true]
   */
  logicalNot(): Tensor {
    return cmp.logicalNot(this.self);
  }
  /**
   * Where |this − other| ≤ atol + rtol·|other|.
   *
   *     tensor([1, 2]).isclose(tensor([1, 2.1])) // → [true, false]
   */
  isclose(other: Tensor, options?: Tolerance): Tensor {
    return close.isclose(this.self, other, options);
  }
  /**
   * Whether both have one shape and the same values.
   *
   *     tensor([1, 2]).equal(tensor([1, 2])) // → true
   */
  equal(other: Tensor): boolean {
    return close.equal(this.self, other);
  }
  /**
   * Values of `a` where this is true, of `b` elsewhere.
   *
   *     tensor([true, false]).where(1, 0) // → [1, 0]
   */
  where(a: Operand, b: Operand): Tensor {
    return cmp.where(this.self, a, b);
  }
  /**
   * `value` where `mask` is true, this elsewhere.
   *
   *     tensor([1, 2, 3]).maskedFill(tensor([true, false, true]), 0) // → [0, 2, 0]
   */
  maskedFill(mask: Tensor, value: Operand): Tensor {
    return scatter.maskedFill(this.self, mask, value);
  }
}
