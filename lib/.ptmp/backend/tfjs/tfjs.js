import { Buffer, foreignBuffer } from '../buffer.js';
import { watch } from '../memory.js';
import { filterGradByTaps, placesOfMaxima, putAt } from './composed.js';
/** TensorFlow's op names, which the interface uses, where tfjs calls the kernel otherwise. */
const NAMES = { AddV2: 'Add', Mul: 'Multiply', FloorMod: 'Mod' };
/**
 * Kernels of a TensorFlow.js backend, through tfjs's engine but never its tape. A buffer's key is the tfjs tensor.
 */
export class TfjsBackend {
    core;
    name;
    description;
    syncReads;
    #release = (key) => this.free(key);
    constructor(core, name, description, syncReads) {
        this.core = core;
        this.name = name;
        this.description = description;
        this.syncReads = syncReads;
    }
    /** tfjs computes on the one backend that it was told last. */
    async activate() {
        await this.core.setBackend(this.name);
    }
    fromValues(values, shape, dtype) {
        return this.#adopt(this.core.tensor(values, [...shape], dtype));
    }
    readSync(x) {
        return this.#own(x, key(x).dataSync());
    }
    async read(x) {
        return this.#own(x, (await key(x).data()));
    }
    /** The CPU backends hand out their own memory: a caller must not be able to write to it. */
    #own(x, values) {
        return x.dtype === 'bool' ? Uint8Array.from(values) : values.slice();
    }
    free(tensor) {
        tensor.dispose();
    }
    unary(kernel, x) {
        return this.#run(kernel, { x: key(x) });
    }
    binary(kernel, a, b) {
        if (kernel === 'Atan2')
            return this.#adopt(this.core.atan2(key(a), key(b)));
        return this.#run(kernel, { a: key(a), b: key(b) });
    }
    compare(kernel, a, b) {
        return this.#run(kernel, { a: key(a), b: key(b) });
    }
    activationGrad(kernel, g, y) {
        const { core } = this;
        return this.#compose(() => {
            const [dy, out] = [key(g), key(y)];
            if (kernel === 'ReluGrad')
                return core.mul(dy, core.step(out));
            if (kernel === 'SigmoidGrad')
                return core.mul(dy, core.mul(out, core.sub(1, out)));
            return core.mul(dy, core.sub(1, core.square(out)));
        });
    }
    cast(x, dtype) {
        // WebAssembly copies the numbers into the bytes of a bool, so that 2 stays 2 and 0.5 becomes 0.
        if (dtype === 'bool') {
            return this.#compose(() => this.core.notEqual(key(x), this.core.scalar(0, x.dtype)));
        }
        return this.#adopt(this.core.cast(key(x), dtype));
    }
    select(condition, a, b) {
        return this.#adopt(this.core.where(key(condition), key(a), key(b)));
    }
    reduce(kernel, x, axes, keepDim) {
        const reducers = {
            Sum: 'sum',
            Mean: 'mean',
            Prod: 'prod',
            Max: 'max',
            Min: 'min',
            All: 'all',
            Any: 'any',
        };
        return this.#adopt(this.core[reducers[kernel]](key(x), [...axes], keepDim));
    }
    argReduce(kernel, x, axis) {
        return this.#adopt(kernel === 'ArgMax' ? this.core.argMax(key(x), axis) : this.core.argMin(key(x), axis));
    }
    cumsum(x, axis, reverse) {
        return this.#adopt(this.core.cumsum(key(x), axis, false, reverse));
    }
    topk(x, k) {
        const { values, indices } = this.core.topk(key(x), k, true);
        return [this.#adopt(values), this.#adopt(indices)];
    }
    matmul(a, b, transposeA, transposeB) {
        return this.#adopt(this.core.matMul(key(a), key(b), transposeA, transposeB));
    }
    biasAdd(x, bias) {
        return this.#adopt(this.core.add(key(x), key(bias)));
    }
    reshape(x, shape) {
        return this.#adopt(this.core.reshape(key(x), [...shape]));
    }
    transpose(x, axes) {
        return this.#adopt(this.core.transpose(key(x), [...axes]));
    }
    broadcastTo(x, shape) {
        return this.#adopt(this.core.broadcastTo(key(x), [...shape]));
    }
    concat(xs, axis) {
        return this.#adopt(this.core.concat(xs.map(key), axis));
    }
    slice(x, begin, size) {
        return this.#adopt(this.core.slice(key(x), [...begin], [...size]));
    }
    pad(x, pads, value) {
        return this.#adopt(this.core.pad(key(x), pads.map(([a, b]) => [a, b]), value));
    }
    reverse(x, axes) {
        return this.#adopt(this.core.reverse(key(x), [...axes]));
    }
    gather(x, indices, axis) {
        return this.#adopt(this.core.gather(key(x), key(indices), axis));
    }
    segmentSum(x, indices, count) {
        // WebAssembly has no UnsortedSegmentSum: a product with the one-hot matrix of the indices is the same sum.
        if (this.core.getKernel('UnsortedSegmentSum', this.name) === undefined) {
            return this.#compose(() => {
                const rows = key(x);
                const hot = this.#oneHot(indices, count);
                const flat = this.core.reshape(rows, [rows.shape[0], -1]);
                return this.core.reshape(this.core.matMul(hot, flat, true, false), [count, ...rows.shape.slice(1)]);
            });
        }
        return this.#adopt(this.core.unsortedSegmentSum(key(x), key(indices), count));
    }
    oneHot(indices, depth) {
        return this.#compose(() => this.#oneHot(indices, depth));
    }
    /** tfjs refuses a depth of 1, and WebAssembly gives int32 whatever is asked. */
    #oneHot(indices, depth) {
        const hot = this.core.cast(this.core.oneHot(key(indices), Math.max(depth, 2)), 'float32');
        return depth < 2
            ? this.core.slice(hot, hot.shape.map(() => 0), [...indices.shape, depth])
            : hot;
    }
    softmax(x) {
        return this.#adopt(this.core.softmax(key(x)));
    }
    logSoftmax(x) {
        return this.#compose(() => this.#logSoftmax(key(x)));
    }
    /** tfjs's own calls a gradient registry that is not loaded. */
    #logSoftmax(x) {
        const { core } = this;
        const shifted = core.sub(x, core.max(x, -1, true));
        return core.sub(shifted, core.log(core.sum(core.exp(shifted), -1, true)));
    }
    sparseCrossEntropy(logits, labels) {
        const { core } = this;
        // TensorFlow refuses these, and a row of zeros would give the loss 0.
        if (this.readSync(labels).some((label) => label < 0 || label >= logits.shape[1])) {
            throw new Error(`a label is not in 0…${logits.shape[1] - 1}`);
        }
        const losses = this.#compose(() => {
            const hot = this.#oneHot(labels, logits.shape[1]);
            return core.neg(core.sum(core.mul(hot, this.#logSoftmax(key(logits))), -1));
        });
        const gradient = this.#compose(() => core.sub(core.softmax(key(logits)), this.#oneHot(labels, logits.shape[1])));
        return [losses, gradient];
    }
    conv2d(x, filter, options) {
        return this.#compose(() => this.core.conv2d(this.#padded(x, options), key(filter), strides(options), 'valid'));
    }
    conv2dInputGrad(g, filter, inputShape, options) {
        const { core } = this;
        const [[top, bottom], [left, right]] = options.pads;
        const [n, h, w, c] = inputShape;
        const padded = [n, h + top + bottom, w + left + right, c];
        return this.#compose(() => {
            const attributes = { strides: strides(options), pad: 'valid', dataFormat: 'NHWC', inputShape: padded };
            const full = this.#kernel('Conv2DBackpropInput', { dy: key(g), filter: key(filter) }, attributes);
            return core.slice(full, [0, top, left, 0], [n, h, w, c]);
        });
    }
    conv2dFilterGrad(x, g, filterShape, options) {
        return this.#compose(() => {
            const input = this.#padded(x, options);
            if (this.core.getKernel('Conv2DBackpropFilter', this.name) === undefined) {
                return filterGradByTaps(this.core, input, key(g), filterShape, options.stride);
            }
            const attributes = { strides: strides(options), pad: 'valid', dataFormat: 'NHWC', filterShape: [...filterShape] };
            return this.#kernel('Conv2DBackpropFilter', { x: input, dy: key(g) }, attributes);
        });
    }
    maxPool(x, options) {
        return this.#run('MaxPool', { x: key(x) }, pool(options));
    }
    maxPoolGrad(g, x, y, options) {
        // WebAssembly's own kernel loses the gradient of windows whose values are all negative.
        const places = placesOfMaxima(this.readSync(x), x.shape, y.shape, options);
        return this.fromValues(putAt(places, this.readSync(g), x.size), x.shape, 'float32');
    }
    maxPoolGradGrad(gg, x, y, options) {
        const places = placesOfMaxima(this.readSync(x), x.shape, y.shape, options);
        const values = this.readSync(gg);
        return this.fromValues(Float32Array.from(places, (place) => values[place]), y.shape, 'float32');
    }
    avgPool(x, options) {
        return this.#run('AvgPool', { x: key(x) }, pool(options));
    }
    avgPoolGrad(g, inputShape, options) {
        return this.#compose(() => {
            const input = this.core.zeros([...inputShape]);
            return this.#kernel('AvgPoolGrad', { dy: key(g), input }, pool(options));
        });
    }
    #padded(x, options) {
        const [rows, cols] = options.pads;
        if (rows[0] + rows[1] + cols[0] + cols[1] === 0)
            return key(x);
        return this.core.pad(key(x), [[0, 0], [...rows], [...cols], [0, 0]]);
    }
    #run(kernel, inputs, attributes = {}) {
        return this.#adopt(this.#kernel(NAMES[kernel] ?? kernel, inputs, attributes));
    }
    #kernel(kernel, inputs, attributes) {
        return this.core.engine().runKernel(kernel, inputs, attributes);
    }
    /** Several tfjs operations whose intermediate results are freed. */
    #compose(body) {
        return this.#adopt(this.core.tidy(body));
    }
    #adopt(tensor) {
        return watch(new Buffer(tensor, tensor.shape, tensor.dtype), this.#release);
    }
}
function key(x) {
    if (typeof x.key === 'number')
        throw foreignBuffer();
    return x.key;
}
function strides(options) {
    return [options.stride[0], options.stride[1]];
}
function pool(options) {
    return { filterSize: [...options.kernel], strides: strides(options), pad: 'valid' };
}
