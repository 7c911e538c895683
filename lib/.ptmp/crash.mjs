import { TensorFlowBackend } from './backend/tensorflow/tensorflow.js';
const [mode, shape, fshape, stride, fresh] = JSON.parse(process.argv[2]);
const b = new TensorFlowBackend();
const size = (s) => s.reduce((a, c) => a * c, 1);
const x = b.fromValues(new Float32Array(size(shape)).fill(1), shape, 'float32');
const f = b.fromValues(new Float32Array(size(fshape)).fill(1), fshape, 'float32');
const o = { stride, pads: [[0, 0], [0, 0]] };
const y = b.conv2d(x, f, o);
const g = fresh ? b.fromValues(new Float32Array(size(y.shape)).fill(1), y.shape, 'float32') : y;
for (let i = 0; i < 2000; i++) {
  const r = mode === 'filter' ? b.conv2dFilterGrad(x, g, fshape, o) : mode === 'input' ? b.conv2dInputGrad(g, f, shape, o) : b.conv2d(x, f, o);
  b.free(r.key);
}
console.log('ok', y.shape);
