import { FileError } from '../../errors.js';

/** A class or function that a pickle names. It is never called: what may follow it is decided here. */
export interface Global {
  global: string;
}

/** What stands for an object outside of the pickle, such as the numbers of a tensor. */
export interface Persistent {
  persistent: unknown;
}

/** The result of calling a global, as a picture. */
export interface Call {
  call: string;
  args: unknown[];
}

/** Reads bytes as numbers and text, and never beyond their end. */
class Cursor {
  at = 0;
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #where: string;

  constructor(bytes: Uint8Array, where: string) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#where = where;
  }

  byte(): number {
    return this.#view.getUint8(this.#take(1));
  }

  uint16(): number {
    return this.#view.getUint16(this.#take(2), true);
  }

  int32(): number {
    return this.#view.getInt32(this.#take(4), true);
  }

  uint32(): number {
    return this.#view.getUint32(this.#take(4), true);
  }

  /** Big-endian, unlike the others. */
  float64(): number {
    return this.#view.getFloat64(this.#take(8));
  }

  text(length: number): string {
    const start = this.#take(length);
    return new TextDecoder().decode(this.#bytes.subarray(start, start + length));
  }

  line(): string {
    const end = this.#bytes.indexOf(10, this.at);
    if (end < 0) throw this.#ended();
    const line = this.text(end - this.at);
    this.at++;
    return line;
  }

  /** A whole number of any length, in two's complement. */
  long(length: number): number {
    let value = 0n;
    for (let i = 0; i < length; i++) value |= BigInt(this.byte()) << BigInt(8 * i);
    const signed = Number(BigInt.asIntN(8 * length, value));
    if (Number.isSafeInteger(signed)) return signed;
    throw new FileError(`${this.#where}: expected whole numbers below 2^53, got ${BigInt.asIntN(8 * length, value)}`);
  }

  #take(length: number): number {
    const start = this.at;
    if (start + length > this.#bytes.length) throw this.#ended();
    this.at = start + length;
    return start;
  }

  #ended(): FileError {
    return new FileError(
      `${this.#where}: expected a whole pickle, got one that ends after ${this.#bytes.length} bytes`,
    );
  }
}

/** Put on the stack where a tuple or a list of items begins. */
const MARK = Symbol('mark');

/** The stack machine that a pickle is a program for; only the part of it that makes data. */
class Machine {
  readonly stack: unknown[] = [];
  readonly memo = new Map<number, unknown>();
  readonly cursor: Cursor;
  readonly where: string;

  constructor(bytes: Uint8Array, where: string) {
    this.cursor = new Cursor(bytes, where);
    this.where = where;
  }

  pop(): unknown {
    if (this.stack.length === 0 || this.top() === MARK) throw this.wrong('something on the stack, got nothing');
    return this.stack.pop();
  }

  top(): unknown {
    return this.stack[this.stack.length - 1];
  }

  /** Everything above the last mark. */
  popMark(): unknown[] {
    const mark = this.stack.lastIndexOf(MARK);
    if (mark < 0) throw this.wrong('a mark on the stack, got none');
    const items = this.stack.splice(mark);
    return items.slice(1);
  }

  append(items: readonly unknown[]): void {
    const list = this.top();
    if (!Array.isArray(list)) throw this.wrong('a list to append to, got something else');
    for (const item of items) list.push(item);
  }

  setItems(items: readonly unknown[]): void {
    const map = this.top();
    if (!(map instanceof Map) || items.length % 2 !== 0)
      throw this.wrong('a dictionary with pairs, got something else');
    for (let i = 0; i < items.length; i += 2) map.set(items[i], items[i + 1]);
  }

  get(index: number): unknown {
    if (this.memo.has(index)) return this.memo.get(index);
    throw this.wrong(`a value remembered as ${index}, got none`);
  }

  reduce(): Call | Map<unknown, unknown> {
    const args = this.pop();
    const { global } = (this.pop() ?? {}) as Partial<Global>;
    if (global === undefined || !Array.isArray(args)) throw this.wrong('a call of a name, got something else');
    if (global === 'collections.OrderedDict' && args.length === 0) return new Map();
    return { call: global, args };
  }

  wrong(rule: string): FileError {
    return new FileError(`${this.where}: expected ${rule} at byte ${this.cursor.at} of the pickle; it may be damaged`);
  }
}

/** What each opcode of protocols 2 to 4 does; the others make objects that are no data. */
const OPCODES: Readonly<Record<number, (machine: Machine) => void>> = {
  128: ({ cursor }) => void cursor.byte(), // PROTO
  149: ({ cursor }) => void cursor.text(8), // FRAME
  40: ({ stack }) => void stack.push(MARK), // MARK
  48: (machine) => void machine.pop(), // POP
  78: ({ stack }) => void stack.push(null), // NONE
  136: ({ stack }) => void stack.push(true), // NEWTRUE
  137: ({ stack }) => void stack.push(false), // NEWFALSE
  74: ({ stack, cursor }) => void stack.push(cursor.int32()), // BININT
  75: ({ stack, cursor }) => void stack.push(cursor.byte()), // BININT1
  77: ({ stack, cursor }) => void stack.push(cursor.uint16()), // BININT2
  138: ({ stack, cursor }) => void stack.push(cursor.long(cursor.byte())), // LONG1
  71: ({ stack, cursor }) => void stack.push(cursor.float64()), // BINFLOAT
  88: ({ stack, cursor }) => void stack.push(cursor.text(cursor.uint32())), // BINUNICODE
  140: ({ stack, cursor }) => void stack.push(cursor.text(cursor.byte())), // SHORT_BINUNICODE
  41: ({ stack }) => void stack.push([]), // EMPTY_TUPLE
  93: ({ stack }) => void stack.push([]), // EMPTY_LIST
  125: ({ stack }) => void stack.push(new Map()), // EMPTY_DICT
  116: (machine) => void machine.stack.push(machine.popMark()), // TUPLE
  133: (machine) => void machine.stack.push([machine.pop()]), // TUPLE1
  134: (machine) => void machine.stack.push([machine.pop(), machine.pop()].reverse()), // TUPLE2
  135: (machine) => void machine.stack.push([machine.pop(), machine.pop(), machine.pop()].reverse()), // TUPLE3
  97: (machine) => machine.append([machine.pop()]), // APPEND
  101: (machine) => machine.append(machine.popMark()), // APPENDS
  115: (machine) => machine.setItems([machine.pop(), machine.pop()].reverse()), // SETITEM
  117: (machine) => machine.setItems(machine.popMark()), // SETITEMS
  113: ({ memo, cursor, stack }) => void memo.set(cursor.byte(), stack.at(-1)), // BINPUT
  114: ({ memo, cursor, stack }) => void memo.set(cursor.uint32(), stack.at(-1)), // LONG_BINPUT
  148: ({ memo, stack }) => void memo.set(memo.size, stack.at(-1)), // MEMOIZE
  104: (machine) => void machine.stack.push(machine.get(machine.cursor.byte())), // BINGET
  106: (machine) => void machine.stack.push(machine.get(machine.cursor.uint32())), // LONG_BINGET
  99: ({ stack, cursor }) => void stack.push({ global: `${cursor.line()}.${cursor.line()}` }), // GLOBAL
  // STACK_GLOBAL
  147: (machine) => {
    const [name, module] = [machine.pop(), machine.pop()];
    machine.stack.push({ global: `${module}.${name}` });
  },
  81: (machine) => void machine.stack.push({ persistent: machine.pop() }), // BINPERSID
  82: (machine) => void machine.stack.push(machine.reduce()), // REDUCE
  // BUILD: attributes of a dictionary, such as the versions of modules, are left out.
  98: (machine) => {
    machine.pop();
    if (!(machine.top() instanceof Map)) throw machine.wrong('plain data, got an object with attributes');
  },
};

const STOP = 46;

/**
 * What a pickle describes: numbers, text, `null`, booleans, lists (for tuples too), Maps, and pictures of calls and of what
 * is stored elsewhere. Nothing is called and nothing imported. `where` is the function named in errors.
 */
export function unpickle(bytes: Uint8Array, where: string): unknown {
  const machine = new Machine(bytes, where);
  for (;;) {
    const opcode = machine.cursor.byte();
    if (opcode === STOP) return machine.pop();
    const run = OPCODES[opcode];
    if (run === undefined) throw machine.wrong(`an opcode that makes plain data, got ${opcode}`);
    run(machine);
  }
}
