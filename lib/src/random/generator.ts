import { incrementCounter, philox4x32 } from './philox.js';

const TWO_32 = 0x1_0000_0000;
const UNIFORM_BITS = 0x7f_ffff;
const UNIFORM_STEP = 2 ** -23;
/** Keeps log(u) finite in Box–Muller; the bound that TensorFlow uses, so that normals agree with its Philox. */
const SMALLEST_UNIFORM = 1e-7;

/** Everything a {@link Generator} needs to go on from where it was; plain JSON. */
export interface GeneratorState {
  key: [number, number];
  counter: [number, number, number, number];
  /** Words of the current block that `nextUint32` has already handed out, 0…4. */
  used: number;
}

/**
 * A seeded stream of random numbers: Philox4x32-10 with the seed as key and a counter from 0. The same seed gives the
 * same numbers on every machine and backend. Uniform floats, integers and normals are mapped as TensorFlow's stateless
 * Philox operations map them, and every `fill…` starts at a fresh block of four words, as each such operation does.
 *
 *     equal(rand(3, { generator: new Generator(7) }), rand(3, { generator: new Generator(7) })) // → true
 */
export class Generator {
  readonly #key = new Uint32Array(2);
  readonly #counter = new Uint32Array(4);
  readonly #block = new Uint32Array(4);
  #used = 4;

  /** @param seed whole number from 0 to 2⁵³ − 1 */
  constructor(seed = 0) {
    this.manualSeed(seed);
  }

  /** Starts the stream of `seed` from its beginning. Throws a RangeError unless it is a whole number in 0…2⁵³ − 1. */
  manualSeed(seed: number): this {
    if (!Number.isSafeInteger(seed) || seed < 0) {
      throw new RangeError(`manualSeed: seed must be a whole number from 0 to 2^53 - 1, got ${seed}`);
    }
    this.#key[0] = seed % TWO_32;
    this.#key[1] = Math.floor(seed / TWO_32);
    this.#counter.fill(0);
    this.#used = 4;
    return this;
  }

  /** The seed that the stream belongs to. */
  get seed(): number {
    return this.#key[1] * TWO_32 + this.#key[0];
  }

  /** A copy of the state; `setState` with it repeats the numbers drawn after this call. */
  getState(): GeneratorState {
    const [k0, k1] = this.#key;
    const [c0, c1, c2, c3] = this.#counter;
    return { key: [k0, k1], counter: [c0, c1, c2, c3], used: this.#used };
  }

  /** Continues from a state taken by `getState`. */
  setState(state: GeneratorState): this {
    this.#key.set(state.key);
    this.#counter.set(state.counter);
    this.#used = state.used;
    // The counter already points past the block in use, so that block is computed again from the counter before it.
    if (this.#used < 4) philox4x32(previous(this.#counter), this.#key, this.#block);
    return this;
  }

  /** The next whole number in 0…2³² − 1, all equally likely. */
  nextUint32(): number {
    if (this.#used === 4) {
      this.#nextBlock(this.#block);
      this.#used = 0;
    }
    return this.#block[this.#used++];
  }

  /** Fills `out` with uniform numbers in [low, high). */
  fillUniform(out: Float32Array, low = 0, high = 1): Float32Array {
    const scale = (high - low) * UNIFORM_STEP;
    this.#fill(out.length, (block, at, count) => {
      for (let i = 0; i < count; i++) out[at + i] = low + (block[i] & UNIFORM_BITS) * scale;
    });
    return out;
  }

  /** Fills `out` with normal numbers of the given mean and standard deviation, by Box–Muller on pairs of words. */
  fillNormal(out: Float32Array, mean = 0, std = 1): Float32Array {
    this.#fill(out.length, (block, at, count) => {
      for (let i = 0; i < count; i += 2) {
        const u = Math.max((block[i] & UNIFORM_BITS) * UNIFORM_STEP, SMALLEST_UNIFORM);
        const angle = 2 * Math.PI * (block[i + 1] & UNIFORM_BITS) * UNIFORM_STEP;
        const radius = std * Math.sqrt(-2 * Math.log(u));
        out[at + i] = mean + radius * Math.sin(angle);
        if (i + 1 < count) out[at + i + 1] = mean + radius * Math.cos(angle);
      }
    });
    return out;
  }

  /** Fills `out` with whole numbers in [low, high); throws a RangeError when that range is empty. */
  fillInt(out: Int32Array, low: number, high: number): Int32Array {
    const range = high - low;
    if (!Number.isInteger(low) || !Number.isInteger(high) || range < 1) {
      throw new RangeError(`fillInt: low and high must be whole numbers with low < high, got ${low} and ${high}`);
    }
    this.#fill(out.length, (block, at, count) => {
      for (let i = 0; i < count; i++) out[at + i] = low + (block[i] % range);
    });
    return out;
  }

  /** The numbers 0…n − 1 in random order (Fisher–Yates). */
  permutation(n: number): Int32Array {
    const order = Int32Array.from({ length: n }, (_, i) => i);
    for (let i = n - 1; i > 0; i--) {
      const j = this.nextUint32() % (i + 1);
      const kept = order[i];
      order[i] = order[j];
      order[j] = kept;
    }
    return order;
  }

  #fill(length: number, write: (block: Uint32Array, at: number, count: number) => void): void {
    const block = new Uint32Array(4);
    for (let at = 0; at < length; at += 4) {
      this.#nextBlock(block);
      write(block, at, Math.min(4, length - at));
    }
    this.#used = 4;
  }

  #nextBlock(block: Uint32Array): void {
    philox4x32(this.#counter, this.#key, block);
    incrementCounter(this.#counter);
  }
}

function previous(counter: Uint32Array): Uint32Array {
  const before = counter.slice();
  for (let word = 0; word < 4; word++) {
    before[word]--;
    if (before[word] !== 0xffff_ffff) break;
  }
  return before;
}
