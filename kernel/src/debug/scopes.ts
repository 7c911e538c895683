import type { Debugger, Runtime } from 'node:inspector';
import type { VariableInfo } from '../contract/guard.js';
import { type Inspector, variableOf } from './inspector.js';
import type { UserFrame } from './pause.js';
import type { Variable } from './protocol.js';
import { CELL_PATHS } from './sources.js';

/** Parameters of the function around every script. */
const WRAPPER = ['exports', 'require', 'module', '__filename', '__dirname', 'arguments'];
const GLOBAL_TYPES = ['global', 'script', 'module'];

/** Named values in the runner. */
export type Values = Map<string, Runtime.RemoteObject>;

/** What a frame can see. */
export interface FrameScopes {
  /** Names of its function, the innermost first. */
  locals: Values;
  /** Names of the functions around it. */
  closure: Values;
  /** Whether the variables of the cells belong to it. */
  ofCell: boolean;
}

/** Reads what a frame can see. Names that live with the variables of the cells are left to those. */
export async function scopesOf(inspector: Inspector, frame: UserFrame): Promise<FrameScopes> {
  const chain = frame.call.scopeChain.filter(({ type }) => !GLOBAL_TYPES.includes(type));
  const shared = new Set(await inspector.ask<string[]>('names'));
  const levels: { type: Debugger.Scope['type']; values: Values }[] = [];
  for (const { type, object } of chain)
    levels.push({ type, values: object.objectId ? await inspector.properties(object.objectId) : new Map() });
  const outermost = levels.at(-1);
  if (outermost && (frame.isTop || isWrapper(outermost.values, shared)))
    for (const name of [...WRAPPER, ...shared]) outermost.values.delete(name);
  const firstClosure = levels.findIndex(({ type }) => type === 'closure');
  const inner = firstClosure < 0 ? levels : levels.slice(0, firstClosure);
  const outer = firstClosure < 0 ? [] : levels.slice(firstClosure);
  const locals = merged(inner.map(({ values }) => values));
  locals.delete('arguments');
  if (!frame.isTop && frame.call.this.type === 'object') locals.set('this', frame.call.this);
  if (frame.call.returnValue) locals.set('(return value)', frame.call.returnValue);
  return {
    locals,
    closure: merged(outer.map(({ values }) => values)),
    ofCell: frame.source.path.startsWith(CELL_PATHS.tmpFilePrefix),
  };
}

/** One line for each value. */
export async function describeAll(inspector: Inspector, values: Values): Promise<Variable[]> {
  if (values.size === 0) return [];
  return inspector.describe([...values.keys()], [...values.values()]);
}

/** One line for each variable of the cells. With `quick`, no code of the values runs. */
export async function cellVariables(inspector: Inspector, quick: boolean): Promise<Variable[]> {
  return (await inspector.ask<VariableInfo[]>('list', quick)).map(variableOf);
}

/** Seen from an inner function, the scope of the wrapper holds only what inner functions use. */
function isWrapper(values: Values, shared: ReadonlySet<string>): boolean {
  const names = [...values.keys()];
  return names.some((name) => WRAPPER.includes(name)) || names.every((name) => shared.has(name));
}

/** Inner names hide outer ones. */
function merged(levels: Values[]): Values {
  const all: Values = new Map();
  for (const values of levels) for (const [name, value] of values) if (!all.has(name)) all.set(name, value);
  return all;
}
