import { existsSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { isAbsolute, join, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Script } from '../contract/frames.js';
import { murmur2 } from './murmur2.js';
import { type Position, PositionMap } from './position-map.js';

/** How front ends find the path of a cell from its text: prefix, hash of the text, suffix. */
export const CELL_PATHS = {
  hashMethod: 'Murmur2',
  hashSeed: 0x9747b28c,
  tmpFilePrefix: join(tmpdir(), `lectern-${process.pid}`) + sep,
  tmpFileSuffix: '.ts',
} as const;

const INLINE_MAP = /\/\/# sourceMappingURL=data:application\/json[^,]*;base64,([A-Za-z0-9+/=]+)\s*$/;
const MOST_SCRIPTS = 2000;

/** A script that the runner has, or will have: a run of a cell, or a local file that a cell imported. */
export interface DebugScript {
  /** Its name in the runner. */
  name: string;
  /** Its path for the front end. Runs of cells with the same text share it. */
  path: string;
  /** Line and column that the user wrote, of a position in the script. */
  original(position: Position): Position | undefined;
  /** Position in the script of the first code of a line, or after it. */
  generated(line: number): Position | undefined;
}

/** The path by which front ends call the cell with this text. */
export function cellPath(code: string): string {
  const { hashSeed, tmpFilePrefix, tmpFileSuffix } = CELL_PATHS;
  return `${tmpFilePrefix}${murmur2(code, hashSeed)}${tmpFileSuffix}`;
}

/** What the debugger knows about texts: those of cells by their path, and the scripts that were made from them. */
export class Sources {
  private readonly cells = new Map<string, string>();
  private readonly scripts = new Map<string, Script | LocalFile>();
  private readonly opened = new Map<string, DebugScript>();

  /** Notes the text of a cell, run or not, and returns its path. */
  dump(code: string): string {
    const path = cellPath(code);
    this.cells.set(path, code);
    return path;
  }

  /** Notes a script that is about to run, with the local files that it imports. Costs next to nothing. */
  add(script: Script): void {
    this.remember(script.name, script);
    for (const [path, text] of Object.entries(script.modules ?? {}))
      this.remember(pathToFileURL(path).href, { path, text });
  }

  /** Forgets the scripts: the runner that had them is gone. */
  forgetScripts(): void {
    this.scripts.clear();
    this.opened.clear();
  }

  /** The script of a name, if it is the user's. */
  script(name: string): DebugScript | undefined {
    const known = this.opened.get(name);
    const source = this.scripts.get(name);
    if (known || !source) return known;
    const script = 'js' in source ? openCell(source, this.dump(source.source)) : openFile(source);
    this.opened.set(name, script);
    return script;
  }

  /** The scripts of a path, the earliest first. */
  scriptsOf(path: string): DebugScript[] {
    return [...this.scripts.keys()].flatMap((name) => {
      const script = this.script(name);
      return script?.path === path ? [script] : [];
    });
  }

  /** The names of the local files that a script imports. */
  namesOfModules({ modules = {} }: Script): string[] {
    return Object.keys(modules).map((path) => pathToFileURL(path).href);
  }

  /** Paths of the local files that cells imported. */
  files(): string[] {
    return [...this.scripts.values()].flatMap((script) => ('path' in script ? [script.path] : []));
  }

  /** The text behind a path; undefined when there is none. */
  text(path: string): string | undefined {
    const cell = this.cells.get(path);
    if (cell !== undefined) return cell;
    const file = path.startsWith('file:') ? fileURLToPath(path) : path;
    return isAbsolute(file) && existsSync(file) ? readFileSync(file, 'utf8') : undefined;
  }

  private remember(name: string, script: Script | LocalFile): void {
    this.scripts.delete(name);
    this.opened.delete(name);
    this.scripts.set(name, script);
    const oldest = this.scripts.keys().next().value;
    if (this.scripts.size <= MOST_SCRIPTS || oldest === undefined) return;
    this.scripts.delete(oldest);
    this.opened.delete(oldest);
  }
}

interface LocalFile {
  path: string;
  /** Converted text with its source map at the end. */
  text: string;
}

function openCell({ name, map }: Script, path: string): DebugScript {
  return open(name, path, map);
}

function openFile({ path, text }: LocalFile): DebugScript {
  const encoded = INLINE_MAP.exec(text)?.[1] ?? '';
  return open(pathToFileURL(path).href, path, Buffer.from(encoded, 'base64').toString('utf8'));
}

function open(name: string, path: string, map: string): DebugScript {
  if (!map) return { name, path, original: (position) => position, generated: (line) => ({ line, column: 0 }) };
  const positions = new PositionMap(map);
  return {
    name,
    path,
    original: (position) => positions.original(position),
    generated: (line) => positions.generated(line),
  };
}
