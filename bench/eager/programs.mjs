import { autoencoder } from './nets/autoencoder.mjs';
import { charLstm } from './nets/char-lstm.mjs';
import { lenet } from './nets/lenet.mjs';
import { resnet } from './nets/resnet.mjs';
import { transformer } from './nets/transformer.mjs';
import { twoLayers } from './nets/two-layers.mjs';

/** @typedef {import('lectern').Tensor} Tensor */
/** @typedef {typeof import('@tensorflow/tfjs')} TF */
/** @typedef {import('@tensorflow/tfjs').Tensor} TFTensor */

/**
 * A training step, written twice or three times.
 * @typedef {object} Program
 * @property {string} key For the command line: the name of its file.
 * @property {string} name
 * @property {number} steps In one block of the measurement, few, so that blocks take turns often.
 * @property {() => { net: import('lectern').nn.Module, data: Record<string, Tensor>, step: () => Tensor }} create
 *   Ours: `step` returns the loss.
 * @property {string} torch PyTorch's: Python that reads `data`, loads `weights` and defines `step`.
 * @property {(tf: TF, weights: Record<string, TFTensor>, data: Record<string, TFTensor>) =>
 *   { model: import('@tensorflow/tfjs').LayersModel, x: TFTensor, y: TFTensor }} [layers] tfjs-layers', compiled.
 */

/** @type {Program[]} */
export const PROGRAMS = [twoLayers, lenet, autoencoder, charLstm, resnet, transformer];

/** @param {string} key @returns {Program} */
export function programOf(key) {
  const program = PROGRAMS.find((candidate) => candidate.key === key);
  if (program === undefined) throw new Error(`bench eager: expected a net of bench/eager/nets, got ${key}`);
  return program;
}
