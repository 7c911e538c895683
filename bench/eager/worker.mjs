import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { inRoot, venvBin } from '../../scripts/setup/paths.mjs';

/**
 * An array that travels between the processes, its bytes in base64.
 * @typedef {{ shape: readonly number[], dtype: string, values: string }} Encoded
 */

/** A process that takes training steps on demand: a line of JSON asks, a line answers. */
export class Worker {
  #name;
  #process;
  #answers;

  /** @param {string} name @param {string} program @param {string} file */
  constructor(name, program, file) {
    this.#name = name;
    this.#process = spawn(program, [inRoot('bench', 'eager', file)], { stdio: ['pipe', 'pipe', 'inherit'] });
    this.#answers = createInterface({ input: this.#process.stdout })[Symbol.asyncIterator]();
  }

  /** @param {unknown} request @returns {Promise<any>} */
  async ask(request) {
    this.#process.stdin.write(`${JSON.stringify(request)}\n`);
    const { value, done } = await this.#answers.next();
    if (done) throw new Error(`bench eager: the process of ${this.#name} ended, see its message above`);
    return JSON.parse(value);
  }

  /**
   * Takes steps; the loss is of the last.
   * @param {number} steps
   * @returns {Promise<{ seconds: number, loss: number }>}
   */
  train(steps) {
    return this.ask({ steps });
  }

  close() {
    this.#process.kill();
  }
}

export const ours = () => new Worker('lectern', process.execPath, 'lectern-worker.mjs');
export const torch = () => new Worker('PyTorch', venvBin('python'), 'torch-worker.py');
export const layers = () => new Worker('tfjs-layers', process.execPath, 'layers-worker.mjs');
