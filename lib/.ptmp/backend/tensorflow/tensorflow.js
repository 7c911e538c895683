import { LecternError } from '../../errors.js';
import { Buffer, foreignBuffer } from '../buffer.js';
import { free, watch } from '../memory.js';
import { bool, cached, fastMode, int, type, typeAttributes, windowAttributes } from './attributes.js';
import { loadBinding, TF_TYPE } from './binding.js';
const DTYPES = { 1: 'float32', 3: 'int32', 10: 'bool' };
const NO_ATTRIBUTES = [];
/** Small int32 arguments (axes, shapes, permutations) kept on the backend at most. */
const MAX_CONSTANTS = 2000;
/** Kernels that carry no `T`. */
const BOOL_KERNELS = new Set(['LogicalNot', 'LogicalAnd', 'LogicalOr', 'All', 'Any']);
/** TensorFlow through its C API's eager ops, straight from the addon. */
export class TensorFlowBackend {
    name = 'tensorflow';
    description;
    syncReads = true;
    #binding;
    #constants = new Map();
    #release = (key) => this.free(key);
    constructor() {
        this.#binding = loadBinding();
        const device = this.#binding.isUsingGpuDevice() ? 'NVIDIA GPU' : 'CPU';
        this.description = `TensorFlow ${this.#binding.TF_Version}, ${device}`;
    }
    fromValues(values, shape, dtype) {
        const id = this.#binding.createTensor(shape, TF_TYPE[dtype], values);
        return watch(new Buffer(id, shape, dtype), this.#release);
    }
    readSync(x) {
        if (typeof x.key !== 'number')
            throw foreignBuffer();
        return this.#binding.tensorDataSync(x.key);
    }
    async read(x) {
        return this.readSync(x);
    }
    free(key) {
        this.#binding.deleteTensor(key);
    }
    unary(kernel, x) {
        return this.#run(kernel, BOOL_KERNELS.has(kernel) ? NO_ATTRIBUTES : typeAttributes('T', x.dtype), [x.key]);
    }
    binary(kernel, a, b) {
        return this.#run(kernel, typeAttributes('T', a.dtype), [a.key, b.key]);
    }
    compare(kernel, a, b) {
        return this.#run(kernel, BOOL_KERNELS.has(kernel) ? NO_ATTRIBUTES : typeAttributes('T', a.dtype), [a.key, b.key]);
    }
    activationGrad(kernel, g, y) {
        return kernel === 'ReluGrad'
            ? this.#run(kernel, typeAttributes('T', 'float32'), [g.key, y.key])
            : this.#run(kernel, typeAttributes('T', 'float32'), [y.key, g.key]);
    }
    cast(x, dtype) {
        const attributes = cached(`Cast|${x.dtype}|${dtype}`, () => [
            type('SrcT', x.dtype),
            type('DstT', dtype),
            bool('Truncate', false),
        ]);
        return this.#run('Cast', attributes, [x.key]);
    }
    select(condition, a, b) {
        return this.#run('SelectV2', typeAttributes('T', a.dtype), [condition.key, a.key, b.key]);
    }
    reduce(kernel, x, axes, keepDim) {
        const attributes = cached(`${kernel}|${x.dtype}|${keepDim}`, () => {
            const common = [type('Tidx', 'int32'), bool('keep_dims', keepDim)];
            return BOOL_KERNELS.has(kernel) ? common : [type('T', x.dtype), ...common];
        });
        return this.#run(kernel, attributes, [x.key, this.#constant(axes)]);
    }
    argReduce(kernel, x, axis) {
        const attributes = cached(`${kernel}|${x.dtype}`, () => [
            type('T', x.dtype),
            type('Tidx', 'int32'),
            type('output_type', 'int32'),
        ]);
        return this.#run(kernel, attributes, [x.key, this.#scalar(axis)]);
    }
    cumsum(x, axis, reverse) {
        const attributes = cached(`Cumsum|${x.dtype}|${reverse}`, () => [
            type('T', x.dtype),
            type('Tidx', 'int32'),
            bool('exclusive', false),
            bool('reverse', reverse),
        ]);
        return this.#run('Cumsum', attributes, [x.key, this.#scalar(axis)]);
    }
    topk(x, k) {
        const attributes = cached(`TopKV2|${x.dtype}`, () => [
            type('T', x.dtype),
            type('Tk', 'int32'),
            type('index_type', 'int32'),
            bool('sorted', true),
        ]);
        return this.#runMany('TopKV2', attributes, [x.key, this.#scalar(k)], 2);
    }
    matmul(a, b, transposeA, transposeB) {
        if (a.shape.length === 2 && b.shape.length === 2) {
            const attributes = cached(`MatMul|${a.dtype}|${transposeA}|${transposeB}`, () => [
                type('T', a.dtype),
                bool('transpose_a', transposeA),
                bool('transpose_b', transposeB),
            ]);
            return this.#run('MatMul', attributes, [a.key, b.key]);
        }
        const attributes = cached(`BatchMatMulV2|${a.dtype}|${transposeA}|${transposeB}`, () => [
            type('T', a.dtype),
            bool('adj_x', transposeA),
            bool('adj_y', transposeB),
        ]);
        return this.#run('BatchMatMulV2', attributes, [a.key, b.key]);
    }
    biasAdd(x, bias) {
        return this.#run('BiasAdd', typeAttributes('T', x.dtype), [x.key, bias.key]);
    }
    reshape(x, shape) {
        const attributes = cached(`Reshape|${x.dtype}`, () => [type('T', x.dtype), type('Tshape', 'int32')]);
        return this.#run('Reshape', attributes, [x.key, this.#constant(shape)]);
    }
    transpose(x, axes) {
        const attributes = cached(`Transpose|${x.dtype}`, () => [type('T', x.dtype), type('Tperm', 'int32')]);
        return this.#run('Transpose', attributes, [x.key, this.#constant(axes)]);
    }
    broadcastTo(x, shape) {
        const attributes = cached(`BroadcastTo|${x.dtype}`, () => [type('T', x.dtype), type('Tidx', 'int32')]);
        return this.#run('BroadcastTo', attributes, [x.key, this.#constant(shape)]);
    }
    concat(xs, axis) {
        const attributes = cached(`ConcatV2|${xs[0].dtype}|${xs.length}`, () => [
            type('T', xs[0].dtype),
            type('Tidx', 'int32'),
            int('N', xs.length),
        ]);
        return this.#run('ConcatV2', attributes, [...xs.map((x) => x.key), this.#scalar(axis)]);
    }
    slice(x, begin, size) {
        const attributes = cached(`Slice|${x.dtype}`, () => [type('T', x.dtype), type('Index', 'int32')]);
        return this.#run('Slice', attributes, [x.key, this.#constant(begin), this.#constant(size)]);
    }
    pad(x, pads, value) {
        const attributes = cached(`PadV2|${x.dtype}`, () => [type('T', x.dtype), type('Tpaddings', 'int32')]);
        const filler = this.#rawScalar(value, x.dtype);
        const out = this.#run('PadV2', attributes, [x.key, this.#constant(pads.flat(), [pads.length, 2]), filler]);
        this.#binding.deleteTensor(filler);
        return out;
    }
    reverse(x, axes) {
        const attributes = cached(`ReverseV2|${x.dtype}`, () => [type('T', x.dtype), type('Tidx', 'int32')]);
        return this.#run('ReverseV2', attributes, [x.key, this.#constant(axes)]);
    }
    gather(x, indices, axis) {
        const attributes = cached(`GatherV2|${x.dtype}`, () => [
            type('Tparams', x.dtype),
            type('Tindices', 'int32'),
            type('Taxis', 'int32'),
            int('batch_dims', 0),
        ]);
        return this.#run('GatherV2', attributes, [x.key, indices.key, this.#scalar(axis)]);
    }
    segmentSum(x, indices, count) {
        const attributes = cached(`UnsortedSegmentSum|${x.dtype}`, () => [
            type('T', x.dtype),
            type('Tindices', 'int32'),
            type('Tnumsegments', 'int32'),
        ]);
        return this.#run('UnsortedSegmentSum', attributes, [x.key, indices.key, this.#scalar(count)]);
    }
    oneHot(indices, depth) {
        const attributes = cached('OneHot', () => [type('T', 'float32'), type('TI', 'int32'), int('axis', -1)]);
        const one = this.#rawScalar(1, 'float32');
        const zero = this.#rawScalar(0, 'float32');
        const out = this.#run('OneHot', attributes, [indices.key, this.#scalar(depth), one, zero]);
        this.#binding.deleteTensor(one);
        this.#binding.deleteTensor(zero);
        return out;
    }
    softmax(x) {
        return this.#run('Softmax', typeAttributes('T', 'float32'), [x.key]);
    }
    logSoftmax(x) {
        return this.#run('LogSoftmax', typeAttributes('T', 'float32'), [x.key]);
    }
    sparseCrossEntropy(logits, labels) {
        const attributes = cached('SparseSoftmaxCrossEntropyWithLogits', () => [
            type('T', 'float32'),
            type('Tlabels', 'int32'),
        ]);
        const keys = [logits.key, labels.key];
        return this.#runMany('SparseSoftmaxCrossEntropyWithLogits', attributes, keys, 2);
    }
    conv2d(x, filter, options) {
        // For an empty batch oneDNN gives back the shape of the input.
        if (x.shape[0] === 0)
            return this.fromValues(new Float32Array(0), convolvedShape(x, filter, options), 'float32');
        const mode = fastMode(x.shape, filter.shape, options) ?? 'EXPLICIT';
        return this.#run('Conv2D', windowAttributes(options, mode), [x.key, filter.key]);
    }
    conv2dInputGrad(g, filter, inputShape, options) {
        const mode = fastMode(inputShape, filter.shape, options);
        if (mode !== null) {
            const keys = [this.#constant(inputShape), filter.key, g.key];
            return this.#run('Conv2DBackpropInput', windowAttributes(options, mode), keys);
        }
        const [rows, cols] = options.pads;
        const [n, height, width, channels] = inputShape;
        const padded = [n, height + rows[0] + rows[1], width + cols[0] + cols[1], channels];
        const keys = [this.#constant(padded), filter.key, g.key];
        const whole = this.#run('Conv2DBackpropInput', windowAttributes(options, 'VALID'), keys);
        const inner = this.slice(whole, [0, rows[0], cols[0], 0], inputShape);
        free(whole, 'the convolution that made it');
        return inner;
    }
    conv2dFilterGrad(x, g, filterShape, options) {
        const mode = fastMode(x.shape, filterShape, options);
        const input = mode === null ? this.pad(x, [[0, 0], ...options.pads, [0, 0]], 0) : x;
        const keys = [input.key, this.#constant(filterShape), g.key];
        const gradient = this.#run('Conv2DBackpropFilter', windowAttributes(options, mode ?? 'VALID'), keys);
        if (mode === null)
            free(input, 'the convolution that made it');
        return gradient;
    }
    maxPool(x, options) {
        return this.#run('MaxPool', poolAttributes(options), [x.key]);
    }
    maxPoolGrad(g, x, y, options) {
        return this.#run('MaxPoolGrad', poolAttributes(options), [x.key, y.key, g.key]);
    }
    maxPoolGradGrad(gg, x, y, options) {
        return this.#run('MaxPoolGradGrad', poolAttributes(options), [x.key, y.key, gg.key]);
    }
    avgPool(x, options) {
        return this.#run('AvgPool', poolAttributes(options), [x.key]);
    }
    avgPoolGrad(g, inputShape, options) {
        return this.#run('AvgPoolGrad', poolAttributes(options), [this.#constant(inputShape), g.key]);
    }
    #run(op, attributes, inputs) {
        return this.#runMany(op, attributes, inputs, 1)[0];
    }
    #runMany(op, attributes, inputs, outputs) {
        const keys = numbers(inputs);
        try {
            return this.#binding.executeOp(op, attributes, keys, outputs).map((info) => this.#adopt(info));
        }
        catch (error) {
            throw refusal(op, error);
        }
    }
    #adopt(info) {
        return watch(new Buffer(info.id, info.shape, DTYPES[info.dtype]), this.#release);
    }
    #scalar(value) {
        return this.#constant([value], []);
    }
    /** Small int32 argument; kept, since the same axes and shapes come back at each step. */
    #constant(values, shape = [values.length]) {
        const key = `${shape.length}|${values}`;
        let id = this.#constants.get(key);
        if (id === undefined) {
            if (this.#constants.size >= MAX_CONSTANTS)
                this.#dropConstants();
            id = this.#binding.createTensor(shape, TF_TYPE.int32, Int32Array.from(values));
            this.#constants.set(key, id);
        }
        return id;
    }
    #dropConstants() {
        for (const id of this.#constants.values())
            this.#binding.deleteTensor(id);
        this.#constants.clear();
    }
    #rawScalar(value, dtype) {
        const values = dtype === 'float32' ? Float32Array.of(value) : dtype === 'int32' ? Int32Array.of(value) : Uint8Array.of(value);
        return this.#binding.createTensor([], TF_TYPE[dtype], values);
    }
}
function convolvedShape(x, filter, { stride, pads }) {
    const [height, width] = [0, 1].map((i) => Math.floor((x.shape[i + 1] + pads[i][0] + pads[i][1] - filter.shape[i]) / stride[i]) + 1);
    return [x.shape[0], height, width, filter.shape[3]];
}
/** TensorFlow's complaint without its status code and the op's definition. */
function refusal(op, error) {
    const text = error instanceof Error ? error.message : String(error);
    const reason = text.replace(/^Invalid TF_Status: \d+\s*Message: /, '').replace(/\s*; NodeDef[\s\S]*$/, '');
    return new LecternError(`${op}: TensorFlow refused the arguments, ${reason}`);
}
function numbers(keys) {
    for (const key of keys)
        if (typeof key !== 'number')
            throw foreignBuffer();
    return keys;
}
/** Pools get images that are padded already. */
function poolAttributes(options) {
    return windowAttributes(options, 'VALID', options.kernel);
}
