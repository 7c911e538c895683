import Pbf from 'pbf';
import type { DType } from '../../backend/buffer.js';
import type { Attribute, Graph, GraphNode, GraphValue, Initializer } from './graph.js';

/** What a file holds beside the graph. */
export interface ModelInfo {
  name: string;
  opset: number;
  inputs: readonly GraphValue[];
  outputs: readonly GraphValue[];
}

/** Of the format itself: the version that opsets from 13 to 17 ask for at most. */
const IR_VERSION = 8;

/** Numbers of `TensorProto.DataType`. */
const TYPES: Readonly<Record<DType | 'int64', number>> = { float32: 1, int32: 6, int64: 7, bool: 9 };

/** Numbers of `AttributeProto.AttributeType`. */
const [FLOAT, INT, STRING, INTS] = [1, 2, 3, 7];

/** The bytes of an ONNX file: `ModelProto` as protocol buffers, field numbers as in onnx.proto. */
export function encodeModel(graph: Graph, info: ModelInfo): Uint8Array {
  const pbf = new Pbf();
  pbf.writeVarintField(1, IR_VERSION);
  pbf.writeStringField(2, 'lectern');
  pbf.writeMessage(7, writeGraph, { graph, info });
  pbf.writeMessage(8, (version: number, it) => it.writeVarintField(2, version), info.opset);
  return pbf.finish();
}

/** The number of a dtype, as `Cast` takes it. */
export function typeNumber(dtype: DType): number {
  return TYPES[dtype];
}

function writeGraph({ graph, info }: { graph: Graph; info: ModelInfo }, pbf: Pbf): void {
  for (const node of graph.nodes) pbf.writeMessage(1, writeNode, node);
  pbf.writeStringField(2, info.name);
  for (const initializer of graph.initializers) pbf.writeMessage(5, writeTensor, initializer);
  for (const input of info.inputs) pbf.writeMessage(11, writeValue, input);
  for (const output of info.outputs) pbf.writeMessage(12, writeValue, output);
}

function writeNode({ op, inputs, output, attributes }: GraphNode, pbf: Pbf): void {
  for (const input of inputs) pbf.writeStringField(1, input);
  pbf.writeStringField(2, output);
  pbf.writeStringField(3, output);
  pbf.writeStringField(4, op);
  for (const entry of Object.entries(attributes)) pbf.writeMessage(5, writeAttribute, entry);
}

function writeAttribute([name, value]: [string, Attribute], pbf: Pbf): void {
  pbf.writeStringField(1, name);
  if (typeof value === 'number') {
    pbf.writeVarintField(3, value);
    pbf.writeVarintField(20, INT);
  } else if (typeof value === 'string') {
    pbf.writeStringField(4, value);
    pbf.writeVarintField(20, STRING);
  } else if ('float' in value) {
    pbf.writeFloatField(2, value.float);
    pbf.writeVarintField(20, FLOAT);
  } else {
    for (const n of value) pbf.writeVarintField(8, n);
    pbf.writeVarintField(20, INTS);
  }
}

function writeTensor({ name, dtype, shape, values }: Initializer, pbf: Pbf): void {
  for (const n of shape) pbf.writeVarintField(1, n);
  pbf.writeVarintField(2, TYPES[dtype]);
  pbf.writeStringField(8, name);
  pbf.writeBytesField(9, new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
}

function writeValue({ name, dtype, shape }: GraphValue, pbf: Pbf): void {
  const writeSize = (n: number | string, it: Pbf) =>
    typeof n === 'number' ? it.writeVarintField(1, n) : it.writeStringField(2, n);
  const writeShape = (_: null, it: Pbf) => {
    for (const n of shape) it.writeMessage(1, writeSize, n);
  };
  const writeType = (_: null, it: Pbf) => {
    it.writeVarintField(1, TYPES[dtype]);
    it.writeMessage(2, writeShape, null);
  };
  pbf.writeStringField(1, name);
  pbf.writeMessage(2, (_: null, it) => it.writeMessage(1, writeType, null), null);
}
