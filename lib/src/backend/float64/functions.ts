import type { BinaryKernel, CompareKernel, ReduceKernel, UnaryKernel } from '../backend.js';

/** Elementwise kernels in float64; logic gives 0 and 1. */
export const UNARY: Record<UnaryKernel, (x: number) => number> = {
  Neg: (x) => -x,
  Exp: Math.exp,
  Expm1: Math.expm1,
  Log: Math.log,
  Log1p: Math.log1p,
  Sqrt: Math.sqrt,
  Rsqrt: (x) => 1 / Math.sqrt(x),
  Square: (x) => x * x,
  Abs: Math.abs,
  Sign: Math.sign,
  Reciprocal: (x) => 1 / x,
  Floor: Math.floor,
  Ceil: Math.ceil,
  Round: roundHalfToEven,
  Sin: Math.sin,
  Cos: Math.cos,
  Tan: Math.tan,
  Asin: Math.asin,
  Acos: Math.acos,
  Atan: Math.atan,
  Sinh: Math.sinh,
  Cosh: Math.cosh,
  Tanh: Math.tanh,
  Relu: (x) => Math.max(x, 0),
  Sigmoid: (x) => 1 / (1 + Math.exp(-x)),
  Softplus: (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))),
  Erf: erf,
  IsNan: (x) => +Number.isNaN(x),
  IsInf: (x) => +(x === Infinity || x === -Infinity),
  IsFinite: (x) => +Number.isFinite(x),
  LogicalNot: (x) => +(x === 0),
};

/** The kernels of {@link UNARY} whose result is bool. */
export const PREDICATES: ReadonlySet<UnaryKernel> = new Set(['IsNan', 'IsInf', 'IsFinite', 'LogicalNot']);

export const BINARY: Record<BinaryKernel, (a: number, b: number) => number> = {
  AddV2: (a, b) => a + b,
  Sub: (a, b) => a - b,
  Mul: (a, b) => a * b,
  RealDiv: (a, b) => a / b,
  FloorDiv: (a, b) => Math.floor(a / b),
  FloorMod: (a, b) => a - Math.floor(a / b) * b,
  Pow: (a, b) => a ** b,
  Maximum: Math.max,
  Minimum: Math.min,
  Atan2: Math.atan2,
  SquaredDifference: (a, b) => (a - b) * (a - b),
};

export const COMPARE: Record<CompareKernel, (a: number, b: number) => number> = {
  Equal: (a, b) => +(a === b),
  NotEqual: (a, b) => +(a !== b),
  Less: (a, b) => +(a < b),
  LessEqual: (a, b) => +(a <= b),
  Greater: (a, b) => +(a > b),
  GreaterEqual: (a, b) => +(a >= b),
  LogicalAnd: (a, b) => +(a !== 0 && b !== 0),
  LogicalOr: (a, b) => +(a !== 0 || b !== 0),
};

/** Where a reduction begins and how it takes one more value; `Mean` is divided afterwards. */
export const REDUCE: Record<ReduceKernel, [start: number, take: (sum: number, x: number) => number]> = {
  Sum: [0, (sum, x) => sum + x],
  Mean: [0, (sum, x) => sum + x],
  Prod: [1, (sum, x) => sum * x],
  Max: [-Infinity, Math.max],
  Min: [Infinity, Math.min],
  All: [1, (sum, x) => +(sum !== 0 && x !== 0)],
  Any: [0, (sum, x) => +(sum !== 0 || x !== 0)],
};

function roundHalfToEven(x: number): number {
  const low = Math.floor(x);
  if (x - low !== 0.5) return Math.round(x);
  return low % 2 === 0 ? low : low + 1;
}

/** 2/√π · e^(−x²) · Σ 2ⁿ x²ⁿ⁺¹ / (2n + 1)!!, whose terms all have one sign (Abramowitz and Stegun 7.1.6). */
function erf(x: number): number {
  if (Math.abs(x) > 6) return Math.sign(x);
  let term = x;
  let sum = x;
  for (let n = 1; Math.abs(term) > Math.abs(sum) * 1e-17; n++) {
    term *= (2 * x * x) / (2 * n + 1);
    sum += term;
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
}
