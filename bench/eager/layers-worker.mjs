import Module, { createRequire } from 'node:module';
import util from 'node:util';
import { addonFile } from '../../scripts/setup/addon.mjs';
import { tensorflowFolder } from '../../scripts/setup/tensorflow.mjs';
import { programOf } from './programs.mjs';
import { serve } from './serve.mjs';

// Training as tfjs-layers does it, on tfjs-node with the same TensorFlow and addon as ours. {"program", "weights", "data"}
// makes a program ready; {"steps"} trains and answers {"seconds", "loss"}.

const tf = load();
/** @type {ReturnType<NonNullable<import('./programs.mjs').Program['layers']>>} */
let ready;

await serve(async (request) => {
  if (!('program' in request)) return train(request.steps);
  const { layers } = programOf(request.program);
  if (layers === undefined) throw new Error(`bench eager: ${request.program} is not written with tfjs-layers`);
  ready = layers(tf, decodeAll(request.weights), decodeAll(request.data));
  return { tfjs: tf.version_core };
});

/** @param {number} steps */
async function train(steps) {
  const { model, x, y } = ready;
  const begin = performance.now();
  let loss = 0;
  for (let i = 0; i < steps; i++) loss = /** @type {number} */ (await model.trainOnBatch(x, y));
  return { loss, seconds: (performance.now() - begin) / 1000 };
}

/** tfjs-node for the GPU looks for an addon that its own installer would have fetched; ours serves it as well. */
function load() {
  process.env.TF_CPP_MIN_LOG_LEVEL = '3';
  process.env.TF_ENABLE_ONEDNN_OPTS = '1';
  // Gone from Node 23 on.
  Object.assign(util, { isNullOrUndefined: (/** @type {unknown} */ x) => x === null || x === undefined });
  const require = createRequire(import.meta.url);
  const addon = addonFile(/** @type {string} */ (tensorflowFolder()));
  const own = require(addon.replace('tfjs_binding.node', 'process.node'));
  const hidden = /** @type {{ _load(id: string, ...rest: unknown[]): unknown }} */ (/** @type {unknown} */ (Module));
  const original = hidden._load;
  hidden._load = (id, ...rest) =>
    id === '@mapbox/node-pre-gyp' ? { find: () => addon } : original.call(Module, id, ...rest);
  own.mute();
  try {
    own.shield();
    return /** @type {import('./programs.mjs').TF} */ (require('@tensorflow/tfjs-node-gpu'));
  } finally {
    own.restore();
  }
}

/** @param {Record<string, import('./worker.mjs').Encoded>} arrays */
function decodeAll(arrays) {
  return Object.fromEntries(Object.entries(arrays).map(([name, array]) => [name, decode(array)]));
}

/** @param {import('./worker.mjs').Encoded} array */
function decode({ shape, dtype, values }) {
  const bytes = Uint8Array.from(Buffer.from(values, 'base64'));
  const typed = dtype === 'int32' ? new Int32Array(bytes.buffer) : new Float32Array(bytes.buffer);
  return tf.tensor(typed, [...shape], dtype === 'int32' ? 'int32' : 'float32');
}
