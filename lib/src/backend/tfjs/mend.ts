import type { WebGPUProgram } from '@tensorflow/tfjs-backend-webgpu';

/**
 * Changes the code of a program whose shader is known to be wrong. `stored` is the dtype of the first input as it lies
 * in memory: tfjs leaves integers as they are when it casts them to floats.
 */
export function mend(program: WebGPUProgram, stored: string): void {
  if (!program.shaderKey.startsWith('transpose') || stored === 'float32') return;
  // It gives integers to the function that takes floats, or rounds them to floats on the way.
  const code = program.getUserCode.bind(program);
  program.getUserCode = () =>
    code()
      .replaceAll('setOutputAtIndex(', 'setOutputAtIndexI32(')
      .replace('array<array<f32', 'array<array<i32')
      .replace('f32(A[', 'i32(A[');
}
