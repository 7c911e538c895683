import { readFileSync, writeFileSync } from 'node:fs';

/** An output as nbformat stores it. */
export interface StoredOutput {
  output_type: string;
  name?: string;
  text?: string | string[];
  data?: Record<string, string | string[]>;
  ename?: string;
  evalue?: string;
}

export interface StoredCell {
  id?: string;
  cell_type: string;
  source: string | string[];
  metadata: Record<string, unknown>;
  outputs?: StoredOutput[];
  execution_count?: number | null;
}

export interface StoredNotebook {
  cells: StoredCell[];
  metadata: Record<string, unknown>;
  nbformat: number;
  nbformat_minor: number;
}

/** A code cell, with metadata if it has any. */
export function codeCell(source: string, metadata: Record<string, unknown> = {}): StoredCell {
  return { cell_type: 'code', source, metadata, outputs: [], execution_count: null };
}

/** A notebook of the kernel `lectern`. */
export function notebook(cells: StoredCell[]): StoredNotebook {
  const kernelspec = { name: 'lectern', display_name: 'TypeScript (Lectern)', language: 'typescript' };
  const named = cells.map((cell, index) => ({ id: `cell-${index}`, ...cell }));
  return { cells: named, metadata: { kernelspec }, nbformat: 4, nbformat_minor: 5 };
}

export function writeNotebook(path: string, cells: StoredCell[]): void {
  writeFileSync(path, JSON.stringify(notebook(cells)));
}

export function readNotebook(path: string): StoredNotebook {
  return JSON.parse(readFileSync(path, 'utf8'));
}

/** Every output of a notebook, in order. */
export function outputsIn(path: string): StoredOutput[] {
  return readNotebook(path).cells.flatMap(({ outputs }) => outputs ?? []);
}

/** The data of all views of a kind, e.g. `tensor`. */
export function viewsIn(outputs: StoredOutput[], kind: string): unknown[] {
  return outputs.flatMap(({ data }) => data?.[`application/vnd.lectern.${kind}.v1+json`] ?? []);
}

/** What a cell, or several together, printed on a stream. */
export function printed({ outputs = [] }: Pick<StoredCell, 'outputs'>, name: 'stdout' | 'stderr' = 'stdout'): string {
  return outputs
    .filter((output) => output.output_type === 'stream' && output.name === name)
    .map(({ text }) => joined(text))
    .join('');
}

/** `text/plain` of a cell's result, if it has one. */
export function resultOf({ outputs = [] }: StoredCell): string | undefined {
  const data = outputs.find(({ output_type: type }) => type === 'execute_result')?.data;
  return data && joined(data['text/plain']);
}

/** Source of a cell, whose lines nbformat may keep apart. */
export function sourceOf({ source }: StoredCell): string {
  return joined(source);
}

function joined(text: string | string[] = ''): string {
  return Array.isArray(text) ? text.join('') : text;
}
