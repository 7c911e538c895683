import { SourceMap } from 'node:module';
import { fileURLToPath } from 'node:url';
import { type Owner, ownerOf } from '../source/owner.js';

// Taken before any cell can replace it.
const { parse: parseJson } = JSON;

/** One place in a call stack, in the user's terms. */
export interface StackFrame {
  function: string | null;
  /** `cell 7`, a path, or a URL. */
  file: string;
  /** One-based. */
  line: number;
  column: number;
  /** Whose code it is. `hidden` frames (Node's and the kernel's own) are in no stack. */
  owner: Owner | 'cell';
}

interface Source {
  lines: string[];
  map: string;
  parsed?: SourceMap;
}

/** Knows the sources of all scripts and gives every error a stack in the lines and columns that the user wrote. */
export class Stacks {
  private readonly sources = new Map<string, Source>();
  private readonly frames = new WeakMap<object, StackFrame[]>();

  /** Makes `error.stack` show mapped positions for every error from now on. */
  install(): void {
    Error.stackTraceLimit = 50;
    Error.prepareStackTrace = (error, sites) => {
      const frames = sites.map((site) => this.frameOf(site)).filter(({ owner }) => owner !== 'hidden');
      this.frames.set(error, frames);
      return [headingOf(error), ...frames.map((frame) => `    at ${describe(frame)}`)].join('\n');
    };
  }

  add(name: string, text: string, map: string): void {
    this.sources.set(name, { lines: text.split(/\r\n|\r|\n/), map });
  }

  /** The frames of an error, innermost first; empty for what never had a stack. */
  framesOf(error: object): StackFrame[] {
    // The stack is made when it is first read.
    try {
      void (error as Error).stack;
    } catch {
      // Making it runs code of cells that replace `Error.prepareStackTrace`.
    }
    return this.frames.get(error) ?? [];
  }

  /** The text of a one-based line of a cell. */
  lineOf(file: string, line: number): string | undefined {
    return this.sources.get(file)?.lines[line - 1];
  }

  private frameOf(site: NodeJS.CallSite): StackFrame {
    const file = site.getFileName() ?? site.getScriptNameOrSourceURL() ?? '';
    const line = site.getLineNumber() ?? 0;
    const column = site.getColumnNumber() ?? 0;
    const source = this.sources.get(file);
    const frame = { function: nameOf(site), file: readable(file), line, column };
    if (!source) return { ...frame, owner: ownerOf(file) };
    const place = original(source, line, column);
    return place ? { ...frame, ...place, owner: 'cell' } : { ...frame, owner: 'hidden' };
  }
}

/** `name (file:line:column)`, or the place alone for top-level code. */
export function describe(frame: StackFrame): string {
  const place = `${frame.file}:${frame.line}:${frame.column}`;
  return frame.function ? `${frame.function} (${place})` : place;
}

/** The place in the user's text; undefined for a line of the script that comes from nowhere in it, such as a helper. */
function original(source: Source, line: number, column: number): { line: number; column: number } | undefined {
  if (!source.map) return { line, column };
  source.parsed ??= new SourceMap(parseJson(source.map));
  const entry = source.parsed.findEntry(line - 1, column - 1);
  if (!('originalLine' in entry) || entry.generatedLine !== line - 1) return undefined;
  return { line: entry.originalLine + 1, column: entry.originalColumn + 1 };
}

function nameOf(site: NodeJS.CallSite): string | null {
  const name = site.getFunctionName() ?? site.getMethodName();
  if (!name) return null;
  const type = site.isConstructor() ? 'new ' : '';
  return `${site.isAsync() ? 'async ' : ''}${type}${name}`;
}

function readable(file: string): string {
  return file.startsWith('file:') ? fileURLToPath(file) : file;
}

function headingOf(error: unknown): string {
  try {
    return Error.prototype.toString.call(error);
  } catch {
    return 'Error';
  }
}
