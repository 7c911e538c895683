import type { WebGPUProgram } from '@tensorflow/tfjs-backend-webgpu';

/**
 * Changes a program whose shader is known to be wrong. `stored` is the dtype of the first input as it lies in memory:
 * tfjs leaves integers as they are when it casts them to floats.
 */
export function mend(program: WebGPUProgram, stored: string): void {
  const { shaderKey, outputShape } = program;
  const code = program.getUserCode.bind(program);
  if (shaderKey.startsWith('transpose') && stored !== 'float32') {
    // It gives integers to the function that takes floats, or rounds them to floats on the way.
    program.getUserCode = () =>
      code()
        .replaceAll('setOutputAtIndex(', 'setOutputAtIndexI32(')
        .replace('array<array<f32', 'array<array<i32')
        .replace('f32(A[', 'i32(A[');
  }
  if (shaderKey.startsWith('binary') && outputShape.length > 4) {
    // Five and more coordinates are a struct, whose parts have names and no numbers.
    program.getUserCode = () => code().replaceAll('coords[4]', 'coords.u').replaceAll('coords[5]', 'coords.v');
  }
  if (shaderKey.startsWith('cum')) {
    // The length is part of the code, yet not of the key under which the compiled shader is found again.
    program.shaderKey += `_${outputShape[outputShape.length - 1]}`;
  }
}
