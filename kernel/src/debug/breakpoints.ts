import type { Debugger } from 'node:inspector';
import type { Inspector } from './inspector.js';
import type { Breakpoint } from './protocol.js';
import type { DebugScript, Sources } from './sources.js';

/** The breakpoints of a session. They belong to texts, so they hold for every run of a cell, past and future. */
export class Breakpoints {
  private readonly byPath = new Map<string, Breakpoint[]>();
  /** What the inspector calls them, by path. */
  private readonly placed = new Map<string, string[]>();
  private lastId = 0;

  constructor(
    private readonly inspector: Inspector,
    private readonly sources: Sources,
  ) {}

  /** The form in which `debugInfo` lists them. */
  list(): { source: string; breakpoints: Breakpoint[] }[] {
    return [...this.byPath].map(([source, breakpoints]) => ({ source, breakpoints }));
  }

  /** Replaces the breakpoints of a path. One on a line without code moves to the next line that has some. */
  async set(path: string, lines: number[]): Promise<Breakpoint[]> {
    for (const breakpointId of this.placed.get(path) ?? [])
      await this.inspector.call('Debugger.removeBreakpoint', { breakpointId });
    this.placed.delete(path);
    const scripts = this.sources.scriptsOf(path);
    const breakpoints: Breakpoint[] = [];
    for (const line of lines) {
      const found: (number | undefined)[] = [];
      for (const script of scripts) found.push(await this.place(script, line));
      breakpoints.push({ id: ++this.lastId, verified: true, line: found.findLast(Boolean) ?? line, source: { path } });
    }
    if (breakpoints.length) this.byPath.set(path, breakpoints);
    else this.byPath.delete(path);
    return breakpoints;
  }

  /** Places the breakpoints of its text in a script that is about to run. */
  async prepare(script: DebugScript): Promise<void> {
    for (const { line } of this.byPath.get(script.path) ?? []) await this.place(script, line);
  }

  /** Forgets where they were placed, but not the breakpoints: the runner that had them is gone. */
  displaced(): void {
    this.placed.clear();
  }

  clear(): void {
    this.placed.clear();
    this.byPath.clear();
  }

  /** @returns the line on which it was placed, if the script is there already */
  private async place(script: DebugScript, line: number): Promise<number | undefined> {
    const position = script.generated(line - 1);
    if (!position) return undefined;
    const params = { url: script.name, lineNumber: position.line, columnNumber: position.column };
    try {
      const { breakpointId, locations } = await this.inspector.call<Debugger.SetBreakpointByUrlReturnType>(
        'Debugger.setBreakpointByUrl',
        params,
      );
      this.placed.set(script.path, [...(this.placed.get(script.path) ?? []), breakpointId]);
      const [{ lineNumber, columnNumber = 0 } = { lineNumber: -1 }] = locations;
      const original = script.original({ line: lineNumber, column: columnNumber });
      return original && original.line + 1;
    } catch (error) {
      // Two lines without code may move to the same place.
      if (String(error).includes('already exists')) return (script.original(position)?.line ?? line - 1) + 1;
      throw error;
    }
  }
}
