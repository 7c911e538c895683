import type {
  Backend,
  BinaryKernel,
  CompareKernel,
  PoolOptions,
  ReduceKernel,
  UnaryKernel,
  WindowOptions,
} from '../../backend/backend.js';
import type { Buffer, DType } from '../../backend/buffer.js';
import { ValueError } from '../../errors.js';
import { sameShape } from '../../tensor/shape.js';
import type { Graph } from './graph.js';
import { typeNumber } from './proto.js';
import { axisFirst, firstAxes, type Trace } from './trace.js';

/** Kernels of one argument that ONNX has too. */
const UNARY: Partial<Record<UnaryKernel, string>> = {
  Neg: 'Neg',
  Exp: 'Exp',
  Log: 'Log',
  Sqrt: 'Sqrt',
  Abs: 'Abs',
  Sign: 'Sign',
  Reciprocal: 'Reciprocal',
  Floor: 'Floor',
  Ceil: 'Ceil',
  Round: 'Round',
  Sin: 'Sin',
  Cos: 'Cos',
  Tan: 'Tan',
  Asin: 'Asin',
  Acos: 'Acos',
  Atan: 'Atan',
  Sinh: 'Sinh',
  Cosh: 'Cosh',
  Tanh: 'Tanh',
  Relu: 'Relu',
  Sigmoid: 'Sigmoid',
  Softplus: 'Softplus',
  Erf: 'Erf',
  IsNan: 'IsNaN',
  IsInf: 'IsInf',
  LogicalNot: 'Not',
};

/** Kernels of one argument that ONNX makes of several operations. */
const COMPOSED: Partial<Record<UnaryKernel, (graph: Graph, x: string) => string>> = {
  Square: (graph, x) => graph.add('Mul', [x, x]),
  Rsqrt: (graph, x) => graph.add('Reciprocal', [graph.add('Sqrt', [x])]),
  Expm1: (graph, x) => graph.add('Sub', [graph.add('Exp', [x]), one(graph)]),
  Log1p: (graph, x) => graph.add('Log', [graph.add('Add', [x, one(graph)])]),
};

const BINARY: Partial<Record<BinaryKernel | CompareKernel, string>> = {
  AddV2: 'Add',
  Sub: 'Sub',
  Mul: 'Mul',
  RealDiv: 'Div',
  Pow: 'Pow',
  Maximum: 'Max',
  Minimum: 'Min',
  Equal: 'Equal',
  Less: 'Less',
  LessEqual: 'LessOrEqual',
  Greater: 'Greater',
  GreaterEqual: 'GreaterOrEqual',
  LogicalAnd: 'And',
  LogicalOr: 'Or',
};

const REDUCE: Partial<Record<ReduceKernel, string>> = {
  Sum: 'ReduceSum',
  Mean: 'ReduceMean',
  Prod: 'ReduceProd',
  Max: 'ReduceMax',
  Min: 'ReduceMin',
};

/** Adds the operation of one call of a kernel, whose result is `out`. */
type Writer<Key extends keyof Backend> = Backend[Key] extends (...args: infer Args) => Buffer
  ? (trace: Trace, out: Buffer, ...args: Args) => void
  : never;

/** Every kernel that can be exported. */
export const KERNELS: { readonly [Key in keyof Backend]?: Writer<Key> } = {
  unary(trace, out, kernel, x) {
    const composed = COMPOSED[kernel];
    if (composed !== undefined) return trace.elementwise((name) => composed(trace.graph, name), [x], out);
    trace.elementwise(operator(UNARY, kernel), [x], out);
  },
  binary(trace, out, kernel, a, b) {
    trace.elementwise(operator(BINARY, kernel), [a, b], out);
  },
  compare(trace, out, kernel, a, b) {
    const { graph } = trace;
    const unequal = (...names: string[]) => graph.add('Not', [graph.add('Equal', names)]);
    trace.elementwise(kernel === 'NotEqual' ? unequal : operator(BINARY, kernel), [a, b], out);
  },
  select(trace, out, condition, a, b) {
    trace.elementwise('Where', [condition, a, b], out);
  },
  biasAdd(trace, out, x, bias) {
    trace.elementwise('Add', [x, bias], out);
  },
  cast(trace, out, x, dtype: DType) {
    trace.set(out, { last: trace.graph.add('Cast', [trace.last(x)], { to: typeNumber(dtype) }) });
  },
  reduce(trace, out, kernel, x, axes, keepDim) {
    const op = operator(REDUCE, kernel);
    const kept = [...x.shape.keys()]
      .filter((axis) => !axes.includes(axis))
      .map((axis) => axisFirst(axis, x.shape.length));
    const inOrder = kept.every((axis, i) => i === 0 || axis > kept[i - 1]);
    const first = trace.isFirst(x) && (keepDim || inOrder);
    const input = first ? trace.first(x) : trace.last(x);
    const over = first ? axes.map((axis) => axisFirst(axis, x.shape.length)).sort((a, b) => a - b) : [...axes];
    const keepdims = Number(keepDim);
    // Before opset 18, only the sum takes its axes as an input.
    const name =
      op === 'ReduceSum'
        ? trace.graph.add(op, [input, trace.graph.list(over)], { keepdims })
        : trace.graph.add(op, [input], { axes: over, keepdims });
    trace.set(out, first && keepDim ? { first: name } : { last: name });
  },
  argReduce(trace, out, kernel, x, axis) {
    const found = trace.graph.add(kernel, [trace.last(x)], { axis, keepdims: 0 });
    trace.set(out, { last: trace.graph.add('Cast', [found], { to: typeNumber('int32') }) });
  },
  matmul(trace, out, a, b, transposeA, transposeB) {
    const inputs = [a, b].map((x) => trace.last(x));
    const flat = a.shape.length === 2 && b.shape.length === 2;
    if (flat && (transposeA || transposeB)) {
      const name = trace.graph.add('Gemm', inputs, { transA: Number(transposeA), transB: Number(transposeB) });
      return trace.set(out, { last: name });
    }
    const turned = [a, b].map((x, i) => {
      if (!(i === 0 ? transposeA : transposeB)) return inputs[i];
      const rank = x.shape.length;
      const axes = x.shape.map((_, axis) => (axis < rank - 2 ? axis : 2 * rank - 3 - axis));
      return trace.graph.add('Transpose', [inputs[i]], { perm: axes });
    });
    trace.set(out, { last: trace.graph.add('MatMul', turned) });
  },
  reshape(trace, out, x, shape) {
    trace.set(out, { last: trace.graph.add('Reshape', [trace.last(x), trace.graph.list(trace.sizes(x, shape))]) });
  },
  transpose(trace, out, x, axes) {
    if (trace.isFirst(x) && sameShape(axes, firstAxes(axes.length))) {
      return trace.set(out, { last: trace.first(x) });
    }
    trace.set(out, { last: trace.graph.add('Transpose', [trace.last(x)], { perm: [...axes] }) });
  },
  broadcastTo(trace, out, x, shape) {
    // Expand takes the larger of both sizes, so 1 stands for what is there.
    const lead = shape.length - x.shape.length;
    const sizes = shape.map((n, i) => (i >= lead && x.shape[i - lead] === n ? 1 : n));
    trace.set(out, { last: trace.graph.add('Expand', [trace.last(x), trace.graph.list(sizes)]) });
  },
  concat(trace, out, xs, axis) {
    const rank = out.shape.length;
    if (rank >= 3 && xs.every((x) => trace.isFirst(x))) {
      const inputs = xs.map((x) => trace.first(x));
      return trace.set(out, { first: trace.graph.add('Concat', inputs, { axis: axisFirst(axis, rank) }) });
    }
    trace.set(out, {
      last: trace.graph.add(
        'Concat',
        xs.map((x) => trace.last(x)),
        { axis },
      ),
    });
  },
  slice(trace, out, x, begin, size) {
    const axes = [...begin.keys()].filter((i) => begin[i] !== 0 || size[i] !== x.shape[i]);
    const lists = [axes.map((i) => begin[i]), axes.map((i) => begin[i] + size[i]), axes];
    trace.set(out, { last: trace.graph.add('Slice', [trace.last(x), ...lists.map((list) => trace.graph.list(list))]) });
  },
  reverse(trace, out, x, axes) {
    const lists = [axes.map(() => -1), axes.map(() => -(2 ** 31)), axes, axes.map(() => -1)];
    trace.set(out, { last: trace.graph.add('Slice', [trace.last(x), ...lists.map((list) => trace.graph.list(list))]) });
  },
  pad(trace, out, x, pads, value) {
    const first = trace.isFirst(x);
    const sides = first ? firstAxes(pads.length).map((axis) => pads[axis]) : pads;
    const list = trace.graph.list([...sides.map(([before]) => before), ...sides.map(([, after]) => after)]);
    const filler = trace.graph.constant('filler', Float32Array.of(value), [], 'float32');
    const name = trace.graph.add('Pad', [first ? trace.first(x) : trace.last(x), list, filler]);
    trace.set(out, first ? { first: name } : { last: name });
  },
  gather(trace, out, x, indices, axis) {
    trace.set(out, { last: trace.graph.add('Gather', [trace.last(x), trace.last(indices)], { axis }) });
  },
  cumsum(trace, out, x, axis, reverse) {
    const inputs = [trace.last(x), trace.graph.constant('axis', Int32Array.of(axis), [], 'int32')];
    trace.set(out, { last: trace.graph.add('CumSum', inputs, { reverse: Number(reverse) }) });
  },
  softmax(trace, out, x) {
    overChannels(trace, 'Softmax', out, x);
  },
  logSoftmax(trace, out, x) {
    overChannels(trace, 'LogSoftmax', out, x);
  },
  conv2d(trace, out, x, filter, options) {
    if (trace.follows(filter)) throw new ValueError('io.exportOnnx: expected constant filters, got computed ones');
    const weight = trace.permuted(filter, [3, 2, 0, 1]); // HWIO → OIHW
    trace.set(out, { first: trace.graph.add('Conv', [trace.first(x), weight], windowOf(options)) });
  },
  maxPool(trace, out, x, options) {
    const attributes = { kernel_shape: [...options.kernel], ...windowOf(options) };
    trace.set(out, { first: trace.graph.add('MaxPool', [trace.first(x)], attributes) });
  },
  avgPool(trace, out, x, options: PoolOptions) {
    const attributes = { kernel_shape: [...options.kernel], ...windowOf(options), count_include_pad: 1 };
    trace.set(out, { first: trace.graph.add('AveragePool', [trace.first(x)], attributes) });
  },
};

function one(graph: Graph): string {
  return graph.constant('one', Float32Array.of(1), [], 'float32');
}

function overChannels(trace: Trace, op: string, out: Buffer, x: Buffer): void {
  const first = trace.isFirst(x);
  const name = trace.graph.add(op, [first ? trace.first(x) : trace.last(x)], { axis: first ? 1 : -1 });
  trace.set(out, first ? { first: name } : { last: name });
}

function windowOf({ stride, pads }: WindowOptions) {
  const [[top, bottom], [left, right]] = pads;
  return { strides: [...stride], pads: [top, left, bottom, right] };
}

function operator<Key extends string>(table: Partial<Record<Key, string>>, kernel: Key): string {
  const found = table[kernel];
  if (found !== undefined) return found;
  throw new ValueError(`io.exportOnnx: expected operations of ${Object.keys(table).join(', ')}, got ${kernel}`);
}
