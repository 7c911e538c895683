import { FreedTensorError, LecternError } from '../../errors.js';
import { Buffer, type BufferKey, type DType, foreignBuffer, type TypedArray } from '../buffer.js';
import { watch } from '../memory.js';
import { type Attribute, type Binding, type TensorInfo, TF_TYPE } from './binding.js';
import { Variables } from './variables.js';

const DTYPES: Record<number, DType> = { 1: 'float32', 3: 'int32', 10: 'bool' };
/** Small int32 arguments (axes, shapes, permutations) kept on the backend at most. */
const MAX_CONSTANTS = 2000;

/** How kernels reach TensorFlow: ops by name, on buffers or, inside a fused kernel, on the addon's numbers of tensors. */
export class Calls {
  readonly variables = new Variables(this);
  readonly #binding: Binding;
  readonly #constants = new Map<string, number>();
  #empty: number | undefined;
  readonly #release = (key: BufferKey) => this.drop(key as number);

  constructor(binding: Binding) {
    this.#binding = binding;
  }

  fromValues(values: TypedArray, shape: readonly number[], dtype: DType): Buffer {
    const id = this.#binding.createTensor(shape, TF_TYPE[dtype], values);
    return watch(new Buffer(id, shape, dtype), this.#release);
  }

  read(x: Buffer): TypedArray {
    return this.#binding.tensorDataSync(idOf(x));
  }

  run(op: string, attributes: readonly Attribute[], inputs: readonly BufferKey[]): Buffer {
    return this.runMany(op, attributes, inputs, 1)[0];
  }

  runMany(op: string, attributes: readonly Attribute[], inputs: readonly BufferKey[], outputs: number): Buffer[] {
    return this.raw(op, attributes, numbers(inputs), outputs).map((info) => this.adopt(info));
  }

  /** Results that nobody watches: the caller must {@link adopt} or {@link drop} each. */
  raw(op: string, attributes: readonly Attribute[], inputs: readonly number[], outputs: number): TensorInfo[] {
    try {
      return this.#binding.executeOp(op, attributes, inputs, outputs);
    } catch (error) {
      throw refusal(op, error);
    }
  }

  adopt(info: TensorInfo): Buffer {
    return watch(new Buffer(info.id, info.shape, DTYPES[info.dtype]), this.#release);
  }

  drop(id: number): void {
    this.#binding.deleteTensor(id);
    this.variables.forget(id);
  }

  scalar(value: number): number {
    return this.constant([value], []);
  }

  /** Small int32 argument; kept, since the same axes and shapes come back at each step. */
  constant(values: readonly number[], shape: readonly number[] = [values.length]): number {
    const key = `${shape.length}|${values}`;
    let id = this.#constants.get(key);
    if (id === undefined) {
      if (this.#constants.size >= MAX_CONSTANTS) this.#dropConstants();
      id = this.#binding.createTensor(shape, TF_TYPE.int32, Int32Array.from(values));
      this.#constants.set(key, id);
    }
    return id;
  }

  /** A float32 vector without entries, kept. */
  emptyVector(): number {
    this.#empty ??= this.#binding.createTensor([0], TF_TYPE.float32, new Float32Array(0));
    return this.#empty;
  }

  /** The caller must {@link drop} it. */
  rawScalar(value: number, dtype: DType): number {
    const values =
      dtype === 'float32' ? Float32Array.of(value) : dtype === 'int32' ? Int32Array.of(value) : Uint8Array.of(value);
    return this.#binding.createTensor([], TF_TYPE[dtype], values);
  }

  #dropConstants(): void {
    for (const id of this.#constants.values()) this.#binding.deleteTensor(id);
    this.#constants.clear();
  }
}

/** The addon's number of a buffer that lives. */
export function idOf(x: Buffer): number {
  if (x.freed !== null) {
    throw new FreedTensorError(
      `tensor: its memory was freed by ${x.freed}; return what is needed later from the scope`,
    );
  }
  if (typeof x.key !== 'number') throw foreignBuffer();
  return x.key;
}

function numbers(keys: readonly BufferKey[]): readonly number[] {
  for (const key of keys) if (typeof key !== 'number') throw foreignBuffer();
  return keys as readonly number[];
}

/** TensorFlow's complaint without its status code and the op's definition. */
function refusal(op: string, error: unknown): LecternError {
  const text = error instanceof Error ? error.message : String(error);
  const reason = text.replace(/^Invalid TF_Status: \d+\s*Message: /, '').replace(/\s*; NodeDef[\s\S]*$/, '');
  return new LecternError(`${op}: TensorFlow refused the arguments, ${reason}`);
}
