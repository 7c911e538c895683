import { BackendError } from '../errors.js';
import type { BackendName } from './backend.js';

/** Where a backend differs from `tensorflow`. */
export interface Exception {
  backends: readonly BackendName[];
  what: string;
  /** What happens instead. */
  instead: string;
}

/** The only differences; docs/backends.md lists the same, and a test compares them. */
export const EXCEPTIONS: readonly Exception[] = [
  {
    backends: ['webgpu', 'wasm'],
    what: 'tensors of more than 6 axes',
    instead: 'only `reshape` and reading work, the rest throws a BackendError that names the backends that can',
  },
  {
    backends: ['webgpu'],
    what: '`sin`, `cos`, `tan`, `acos` and what is made of them',
    instead: 'the error may be 5e-4, which WebGPU allows, instead of 1e-6',
  },
  {
    backends: ['webgpu'],
    what: 'int32 beyond 2^24 in `sum`, `cumsum`, `remainder`, `where`',
    instead: 'is rounded to float32 on the way',
  },
  {
    backends: ['webgpu', 'wasm', 'cpu'],
    what: '`linalg`, gradients of max pools',
    instead: 'are computed in JavaScript, which is slow and, on a GPU, waits for it',
  },
];

/** Largest error of `sin` and `cos` that WebGPU's shading language allows. */
export const WEBGPU_SINE_ERROR = 2 ** -11;

/** The most axes of a tensor that is computed with. */
export const MOST_AXES: Record<BackendName, number> = {
  tensorflow: Number.POSITIVE_INFINITY,
  webgpu: 6,
  wasm: 6,
  cpu: Number.POSITIVE_INFINITY,
};

export function tooManyAxes(name: BackendName, shape: readonly number[]): BackendError {
  const able = Object.entries(MOST_AXES).filter(([, most]) => most >= shape.length);
  const names = able.map(([each]) => `'${each}'`).join(' or ');
  return new BackendError(
    `backend: '${name}' computes with at most ${MOST_AXES[name]} axes, got ${shape.length}; join some, or use ${names}`,
  );
}
