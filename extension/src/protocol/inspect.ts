import { asArray, asCounts, numbersOf } from './fields.js';
import { asChoice, asCount, asObject, asText } from './payload.js';

/** Comm target on which a Lectern kernel answers questions about its variables and its memory. */
export const INSPECT_TARGET = 'lectern.inspect';

/** What a panel asks a kernel. */
export type Question = { type: 'variables' | 'memory' | 'collect' } | { type: 'view'; name: string };

/** A variable as the kernel describes it. */
export interface Variable {
  name: string;
  kind: 'tensor' | 'module' | 'value' | 'function' | 'class';
  type: string;
  shape?: number[];
  dtype?: string;
  device?: string;
  bytes?: number;
  /** One line of text. */
  value: string;
}

/** What a kernel holds; sizes in bytes. */
export interface Memory {
  tensors?: number;
  bytes?: number;
  peakBytes?: number;
  collections?: number;
  collectionMs?: number;
  backend?: string;
  rss: number;
  heapUsed: number;
  heapTotal: number;
  external: number;
}

/** The answer to a question. `busy`: a cell runs; `foreign`: the kernel is not ours; `gone`: no way to ask it. */
export type Answer =
  | { type: 'variables'; variables: Variable[]; total: number }
  | { type: 'view'; data: Record<string, unknown> }
  | { type: 'memory'; memory: Memory; processBytes?: number }
  | { type: 'missing' }
  | { type: 'busy'; processBytes?: number }
  | { type: 'foreign' }
  | { type: 'gone' };

const TYPES = ['variables', 'view', 'memory', 'missing', 'busy', 'error'] as const;
const KINDS = ['tensor', 'module', 'value', 'function', 'class'] as const;
const FIGURES = ['tensors', 'bytes', 'peakBytes', 'collections', 'collectionMs'] as const;

/** Checks an answer of a kernel. Throws a PayloadError that says what is wrong, or the kernel's own sentence. */
export function decodeAnswer(payload: unknown): Answer {
  const answer = asObject('kernel answer', payload);
  const type = asChoice('kernel answer type', answer.type, TYPES);
  const processBytes = answer.processBytes === undefined ? undefined : asCount('process bytes', answer.processBytes);
  switch (type) {
    case 'error':
      throw new Error(asText('kernel answer message', answer.message));
    case 'variables':
      return {
        type,
        variables: asArray('variables', answer.variables).map(readVariable),
        total: asCount('variables total', answer.total),
      };
    case 'view':
      return { type, data: asObject('variable view', answer.data) };
    case 'memory':
      return { type, memory: readMemory(answer.memory), processBytes };
    case 'busy':
      return { type, processBytes };
    case 'missing':
      return { type };
  }
}

function readVariable(value: unknown): Variable {
  const row = asObject('variable', value);
  const known = (key: string) => (row[key] === undefined ? undefined : asText(`variable ${key}`, row[key]));
  return {
    name: asText('variable name', row.name),
    kind: asChoice('variable kind', row.kind, KINDS),
    type: asText('variable type', row.type),
    shape: row.shape === undefined ? undefined : asCounts('variable shape', row.shape),
    dtype: known('dtype'),
    device: known('device'),
    bytes: row.bytes === undefined ? undefined : asCount('variable bytes', row.bytes),
    value: asText('variable value', row.value),
  };
}

function readMemory(value: unknown): Memory {
  const memory = asObject('memory', value);
  const known = FIGURES.filter((key) => memory[key] !== undefined);
  return {
    ...numbersOf('memory', memory, [...known, 'rss', 'heapUsed', 'heapTotal', 'external']),
    ...(memory.backend !== undefined && { backend: asText('memory backend', memory.backend) }),
  };
}
