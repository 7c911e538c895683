import { types } from 'node:util';
import type { InspectAnswer, InspectQuestion, MemoryFigures, VariableKind, VariableRow } from '../contract/inspect.js';
import { displayOf } from '../display/bundle.js';
import { lineOf } from '../display/line.js';
import { classNameOf } from '../display/type-name.js';
import type { Scope } from './scope.js';

/** More variables than this are counted, not listed. */
const MOST = 500;
/** How long, in ms, the lines of a list may take to make: tensors are read for theirs. */
const PATIENCE = 300;
const KINDS: VariableKind[] = ['tensor', 'module', 'value', 'function', 'class'];
const BYTES: Readonly<Record<string, number>> = { bool: 1, uint8: 1, int8: 1, float16: 2, float64: 8, int64: 8 };
const DEFAULT_BYTES = 4;
/** What a line repeats of the type, which has columns of its own. */
const HEAD = /^\w+(\(\d+\))?\[[^\]]*\] \w+ /;

interface Library {
  backend?: {
    name?: string;
    description?: string;
    memory?: () => { tensors: number; bytes: number; peakBytes: number; collections: number; collectionMs: number };
    collect?: () => void;
  };
}

/** Answers questions about the variables of the cells and the memory that they take. */
export class Inspection {
  constructor(private readonly scope: Scope) {}

  async answer(question: InspectQuestion): Promise<InspectAnswer> {
    if (question.type === 'variables') return this.variables();
    if (question.type === 'view') return await this.view(question.name);
    if (question.type === 'collect') this.library.backend?.collect?.();
    return { type: 'memory', memory: this.memory() };
  }

  private get library(): Library {
    return this.scope.library as Library;
  }

  private variables(): InspectAnswer {
    const found = this.scope.variables().map(([name, value]) => ({ name, value, kind: kindOf(value) }));
    found.sort((a, b) => KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind));
    const until = performance.now() + PATIENCE;
    const variables = found
      .slice(0, MOST)
      .map(({ name, value, kind }) => this.row(name, value, kind, performance.now() < until));
    return { type: 'variables', variables, total: found.length };
  }

  private row(name: string, value: unknown, kind: VariableKind, inTime: boolean): VariableRow {
    const row: VariableRow = { name, kind, type: classNameOf(value), value: '' };
    if (inTime) row.value = kind === 'class' || kind === 'function' ? '' : lineOf(value).replace(HEAD, '');
    try {
      Object.assign(row, this.sizes(value, kind));
    } catch {
      // A value whose getters throw has no sizes; its line says what it is.
    }
    return row;
  }

  private sizes(value: unknown, kind: VariableKind): Partial<VariableRow> {
    if (kind === 'tensor') {
      const { shape, dtype } = value as { shape: number[]; dtype: string };
      return { shape: [...shape], dtype, device: this.library.backend?.name, bytes: bytesOf(shape, dtype) };
    }
    if (kind === 'module') {
      const parameters = [...(value as { parameters(): Iterable<{ shape: number[]; dtype: string }> }).parameters()];
      const bytes = parameters.reduce((sum, { shape, dtype }) => sum + bytesOf(shape, dtype), 0);
      const count = parameters.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
      return { bytes, device: this.library.backend?.name, value: `${count.toLocaleString('en')} parameters` };
    }
    if (ArrayBuffer.isView(value) || types.isAnyArrayBuffer(value)) return { bytes: value.byteLength };
    return {};
  }

  private async view(name: string): Promise<InspectAnswer> {
    const { exports } = this.scope;
    if (!Object.hasOwn(exports, name)) return { type: 'missing', name };
    const { data } = await displayOf(exports[name]);
    return { type: 'view', name, data };
  }

  private memory(): MemoryFigures {
    const { rss, heapUsed, heapTotal, external } = process.memoryUsage();
    const { backend } = this.library;
    return {
      ...backend?.memory?.(),
      ...(backend?.name && { backend: backend.description ?? backend.name }),
      ...{ rss, heapUsed, heapTotal, external },
    };
  }
}

/** Asks for nothing that a proxy or a getter would have to run code for, but on tensors and modules. */
function kindOf(value: unknown): VariableKind {
  const type = classNameOf(value);
  if (type === 'class') return 'class';
  if (value === null || types.isProxy(value) || (typeof value !== 'object' && typeof value !== 'function'))
    return 'value';
  try {
    const { shape, dtype, parameters } = value as { shape?: unknown; dtype?: unknown; parameters?: unknown };
    if (Array.isArray(shape) && typeof dtype === 'string') return 'tensor';
    if (typeof parameters === 'function' && type !== 'Object') return 'module';
  } catch {
    return 'value';
  }
  return type === 'function' ? 'function' : 'value';
}

function bytesOf(shape: number[], dtype: string): number {
  return sizeOf(shape) * (BYTES[dtype] ?? DEFAULT_BYTES);
}

function sizeOf(shape: number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}
