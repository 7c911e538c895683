import { pathTools, readBytes } from '../../disk/node-files.js';
import { FileError } from '../../errors.js';
import { fromValues } from '../../tensor/create.js';
import type { Tensor } from '../../tensor/tensor.js';
import { joined } from '../byte-source.js';
import { NUMBER_FORMATS, type NumberFormat, readNumbers } from '../number-format.js';

interface Quantization {
  dtype?: string;
  min?: number;
  scale?: number;
}

interface WeightSpec {
  name: string;
  shape: number[];
  dtype: string;
  quantization?: Quantization;
}

const FORMATS: Readonly<Record<string, NumberFormat>> = {
  float32: 'F32',
  float16: 'F16',
  int32: 'I32',
  uint8: 'U8',
  uint16: 'U16',
  bool: 'BOOL',
};

/** Weights by name from the `.bin` files beside a `model.json`. `where` is the function named in errors. */
export function readWeights(manifest: unknown, modelPath: string, where: string): Map<string, Tensor> {
  const weights = new Map<string, Tensor>();
  if (!Array.isArray(manifest)) throw new FileError(`${where}: expected a weightsManifest, got ${typeof manifest}`);
  for (const { paths, weights: specs } of manifest as { paths: unknown; weights: unknown }[]) {
    if (!isTexts(paths) || !Array.isArray(specs) || !specs.every(isSpec)) {
      throw new FileError(`${where}: expected groups of paths and weights in weightsManifest, got something else`);
    }
    const bytes = joined(paths.map((path) => readShard(path, modelPath, where)));
    let at = 0;
    for (const spec of specs) {
      const format = formatOf(spec, where);
      const end = at + spec.shape.reduce((product, n) => product * n, NUMBER_FORMATS[format].bytes);
      if (!(end <= bytes.length)) {
        throw new FileError(`${where}: expected ${end} bytes of weights up to ${spec.name}, got ${bytes.length}`);
      }
      weights.set(spec.name, weightOf(spec, bytes.slice(at, end), format, where));
      at = end;
    }
    if (at !== bytes.length) {
      throw new FileError(`${where}: expected ${at} bytes in ${paths.join(', ')}, got ${bytes.length}`);
    }
  }
  return weights;
}

/** Weights that were made smaller hold steps of `scale` from `min`. */
function weightOf(spec: WeightSpec, bytes: Uint8Array, format: NumberFormat, where: string): Tensor {
  const values = readNumbers(bytes, format, `${where}, weight '${spec.name}'`);
  const { scale, min } = spec.quantization ?? {};
  const x = fromValues(values, spec.shape, NUMBER_FORMATS[format].dtype);
  if (scale === undefined || min === undefined) return x;
  return x
    .to('float32')
    .mul(scale)
    .add(min)
    .to(spec.dtype === 'int32' ? 'int32' : 'float32');
}

function formatOf({ name, dtype, quantization }: WeightSpec, where: string): NumberFormat {
  const stored = quantization?.dtype ?? dtype;
  if (Object.hasOwn(FORMATS, stored)) return FORMATS[stored];
  throw new FileError(`${where}: expected weights of ${Object.keys(FORMATS).join(', ')}, got ${stored} for ${name}`);
}

/** Only files beside the model: a hostile one could name any other. */
function readShard(path: string, modelPath: string, where: string): Uint8Array {
  if (/^[/\\]|^\w+:|(^|[/\\])\.\.([/\\]|$)/.test(path)) {
    throw new FileError(`${where}: expected weights beside the model, got ${path}`);
  }
  const { join, dirname } = pathTools(where);
  return readBytes(join(dirname(modelPath), path), where);
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

function isSpec(value: unknown): value is WeightSpec {
  const { name, shape, dtype } = (value ?? {}) as Partial<WeightSpec>;
  const isShape = Array.isArray(shape) && shape.every((n) => Number.isSafeInteger(n) && n >= 0);
  return typeof name === 'string' && typeof dtype === 'string' && isShape;
}
