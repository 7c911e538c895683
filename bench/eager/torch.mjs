import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { inRoot, venvBin } from '../../scripts/setup/paths.mjs';

/** A process in which PyTorch takes training steps. */
export class Torch {
  #process = spawn(venvBin('python'), ['-u', inRoot('bench', 'eager', 'worker.py')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  #answers = createInterface({ input: this.#process.stdout })[Symbol.asyncIterator]();

  /**
   * Makes a program ready with our weights and data.
   * @param {string} script
   * @param {Record<string, import('lectern').Tensor>} weights In PyTorch's layout.
   * @param {Record<string, import('lectern').Tensor>} data
   * @returns {Promise<{ torch: string, device: string, threads: number }>}
   */
  prepare(script, weights, data) {
    return this.#ask({ script, weights: encodeAll(weights), data: encodeAll(data) });
  }

  /**
   * Takes steps of the program.
   * @param {number} steps
   * @returns {Promise<{ seconds: number, loss: number }>}
   */
  train(steps) {
    return this.#ask({ steps });
  }

  close() {
    this.#process.kill();
  }

  /** @param {unknown} request */
  async #ask(request) {
    this.#process.stdin.write(`${JSON.stringify(request)}\n`);
    const { value, done } = await this.#answers.next();
    if (done) throw new Error('bench eager: the PyTorch process ended, see its message above');
    return JSON.parse(value);
  }
}

/** @param {Record<string, import('lectern').Tensor>} tensors */
function encodeAll(tensors) {
  return Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, encode(tensor)]));
}

/** @param {import('lectern').Tensor} tensor */
function encode(tensor) {
  const { buffer, byteOffset, byteLength } = tensor.dataSync();
  return {
    shape: tensor.shape,
    dtype: tensor.dtype,
    values: Buffer.from(/** @type {ArrayBuffer} */ (buffer), byteOffset, byteLength).toString('base64'),
  };
}
