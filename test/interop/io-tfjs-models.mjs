/**
 * Builds models in TensorFlow.js from descriptions on standard input, gives them random weights, saves each into a folder
 * as its own savers do, and answers inputs and outputs. In a process of its own: tfjs keeps one engine for all.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { text } from 'node:stream/consumers';

/** @type {import('@tensorflow/tfjs')} */
const tf = createRequire(import.meta.url)('@tensorflow/tfjs');
tf.enableProdMode();
await tf.setBackend('cpu');

/** @param {[kind: string, options: object]} description */
function layerOf([kind, options]) {
  const inner = 'layer' in options ? { layer: layerOf(options.layer) } : {};
  return tf.layers[kind]({ ...options, ...inner });
}

const answers = [];
for (const { folder, layers, input, functional, quantize } of JSON.parse(await text(process.stdin))) {
  const [shape, kind] = input;
  const parts = layers.map(layerOf);
  let model;
  if (functional) {
    const begin = tf.input({ shape: shape.slice(1) });
    model = tf.model({ inputs: begin, outputs: parts.reduce((x, layer) => layer.apply(x), begin) });
  } else {
    model = tf.sequential();
    for (const part of parts) model.add(part);
  }
  model.setWeights(
    model.weights.map(({ name, shape: size }, i) => {
      const values = tf.randomNormal(size, 0, 0.5, 'float32', i + 1);
      return /variance/.test(name) ? values.abs().add(0.3) : values;
    }),
  );
  const x = kind === 'int' ? tf.randomUniform(shape, 0, 7, 'int32', 3) : tf.randomNormal(shape, 0, 1, 'float32', 5);
  const y = model.predict(x);
  mkdirSync(folder, { recursive: true });
  await model.save(
    tf.io.withSaveHandler(async (artifacts) => {
      const [specs, data] = quantize ? quantized(artifacts, quantize) : [artifacts.weightSpecs, artifacts.weightData];
      const half = Math.floor(data.byteLength / 2);
      const manifest = [{ paths: ['./group1-shard1of2.bin', 'group1-shard2of2.bin'], weights: specs }];
      const { modelTopology, format, generatedBy, convertedBy } = artifacts;
      const json = { modelTopology, format, generatedBy, convertedBy, weightsManifest: manifest };
      writeFileSync(`${folder}/model.json`, JSON.stringify(json));
      writeFileSync(`${folder}/group1-shard1of2.bin`, new Uint8Array(data.slice(0, half)));
      writeFileSync(`${folder}/group1-shard2of2.bin`, new Uint8Array(data.slice(half)));
      return { modelArtifactsInfo: { dateSaved: new Date(), modelTopologyType: 'JSON' } };
    }),
  );
  answers.push({ x: { shape, values: [...x.dataSync()] }, y: { shape: y.shape, values: [...y.dataSync()] } });
}
process.stdout.write(JSON.stringify(answers));

/** Weights as the converter's `--quantize_uint8` and so on write them. */
function quantized({ weightSpecs, weightData }, dtype) {
  const largest = dtype === 'uint8' ? 255 : 65535;
  const Kind = dtype === 'uint8' ? Uint8Array : Uint16Array;
  const values = new Float32Array(weightData);
  const parts = [];
  let at = 0;
  const specs = weightSpecs.map((spec) => {
    const part = values.subarray(at, at + spec.shape.reduce((a, b) => a * b, 1));
    at += part.length;
    const min = Math.min(...part);
    const scale = (Math.max(...part) - min) / largest || 1;
    parts.push(new Uint8Array(Kind.from(part, (v) => Math.round((v - min) / scale)).buffer));
    return { ...spec, quantization: { dtype, min, scale } };
  });
  return [specs, Uint8Array.from(parts.flatMap((part) => [...part])).buffer];
}
