import { backend, manualSeed } from 'lectern';
import { programOf } from './programs.mjs';
import { serve } from './serve.mjs';

// {"program"} makes a program ready and answers with its weights and data; {"steps"} trains and answers {"seconds",
// "loss"}; {"memory"} answers with what lives.

/** @type {() => import('lectern').Tensor} */
let step;

await backend.use('auto');
await serve((request) => {
  if ('program' in request) return prepare(request.program);
  return 'memory' in request ? memory() : train(request.steps);
});

/** @param {string} key */
function prepare(key) {
  manualSeed(1);
  const created = programOf(key).create();
  step = created.step;
  return {
    backend: `${backend}`,
    weights: encodeAll(created.net.stateDict({ layout: 'torch' })),
    data: encodeAll(created.data),
  };
}

/** @param {number} steps */
function train(steps) {
  const begin = performance.now();
  let loss = step();
  for (let i = 1; i < steps; i++) loss = step();
  const value = loss.item();
  return { loss: value, seconds: (performance.now() - begin) / 1000 };
}

function memory() {
  backend.collect();
  const { tensors, bytes } = backend.memory();
  return { tensors, bytes, resident: process.memoryUsage().rss };
}

/** @param {Record<string, import('lectern').Tensor>} tensors */
function encodeAll(tensors) {
  return Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, encode(tensor)]));
}

/** @param {import('lectern').Tensor} tensor @returns {import('./worker.mjs').Encoded} */
function encode(tensor) {
  const { buffer, byteOffset, byteLength } = tensor.dataSync();
  const values = Buffer.from(/** @type {ArrayBuffer} */ (buffer), byteOffset, byteLength).toString('base64');
  return { shape: tensor.shape, dtype: tensor.dtype, values };
}
