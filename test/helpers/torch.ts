import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Values } from './close.js';

/** An array for PyTorch; the bytes arrive unchanged. */
export interface Given extends Values {
  dtype: 'float32' | 'int32' | 'bool';
  values: Float32Array | Int32Array | Uint8Array;
}

/** An expression in `a, b, c, …` to differentiate. */
export interface TorchCase {
  program: string;
  inputs: readonly Given[];
  /** 0: the value only; 1: with first gradients; 2: with second ones. */
  order: 0 | 1 | 2;
  /** Gradient of the value, of its shape. */
  weights?: Given;
  /** One weight array for the gradient of each float32 input. */
  second?: readonly Given[];
}

export interface Derivatives {
  value: Values;
  /** Of the float32 inputs. Missing if the value's shape is not that of the weights. */
  first?: Values[];
  /** Of the float32 inputs and of the weights. */
  second?: Values[];
}

type Wire = { shape: number[]; values: string };
type Waiting = { resolve(answer: unknown[]): void; reject(error: Error): void };

const root = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

/** A flag as Python writes it. */
export function python(flag: boolean): 'True' | 'False' {
  return flag ? 'True' : 'False';
}

/** A Python process with PyTorch, started by the first question, that answers until {@link Torch.close}. */
export class Torch {
  #process: ChildProcessWithoutNullStreams | undefined;
  readonly #waiting: Waiting[] = [];
  #complaints = '';

  /** Values and gradients of several expressions, in one request. */
  async differentiate(cases: readonly TorchCase[]): Promise<Derivatives[]> {
    const request = cases.map((c) => ({
      ...c,
      inputs: c.inputs.map(encode),
      weights: c.weights && encode(c.weights),
      second: c.second?.map(encode),
    }));
    const answers = (await this.#ask(request)) as { value: Wire; first?: Wire[]; second?: Wire[] }[];
    return answers.map((answer, i) => {
      check(answer, cases[i].program);
      return {
        value: decode(answer.value),
        first: answer.first?.map(decode),
        second: answer.second?.map(decode),
      };
    });
  }

  /** Runs statements that read `given['name']`, float32 tensors, and fill `found['name']`. */
  async run(script: string, given: Record<string, Given> = {}): Promise<Record<string, Values>> {
    const wired = Object.fromEntries(Object.entries(given).map(([name, array]) => [name, encode(array)]));
    const [answer] = (await this.#ask([{ script, given: wired }])) as [Record<string, Wire>];
    check(answer, script);
    return Object.fromEntries(Object.entries(answer).map(([name, wire]) => [name, decode(wire)]));
  }

  /** Ends the process. */
  close(): void {
    this.#process?.kill();
  }

  #start(): ChildProcessWithoutNullStreams {
    const python = spawn(root('.venv/bin/python'), ['-u', root('test/interop/reference.py')]);
    python.stderr.on('data', (text) => {
      this.#complaints += text;
    });
    createInterface({ input: python.stdout }).on('line', (line) => this.#waiting.shift()?.resolve(JSON.parse(line)));
    const ended = (why: string) => {
      for (const { reject } of this.#waiting.splice(0)) reject(new Error(`torch: ${why}\n${this.#complaints}`));
    };
    python.on('error', (error) => ended(error.message));
    python.on('exit', (code) => ended(`Python ended with ${code}`));
    return python;
  }

  #ask(request: unknown): Promise<unknown[]> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      this.#process ??= this.#start();
      this.#process.stdin.write(`${JSON.stringify(request)}\n`);
    });
  }
}

function encode({ dtype, shape, values }: Given) {
  const bytes = globalThis.Buffer.from(values.buffer, values.byteOffset, values.byteLength);
  return { dtype, shape, values: bytes.toString('base64') };
}

function decode({ shape, values }: Wire): Values {
  const bytes = Uint8Array.from(globalThis.Buffer.from(values, 'base64'));
  return { shape, values: new Float64Array(bytes.buffer) };
}

function check(answer: object, program: string): void {
  if ('error' in answer) throw new Error(`torch: ${answer.error} in ${program}`);
}
