import type { Debugger, Runtime } from 'node:inspector';
import { ownerOf } from '../source/owner.js';
import type { Inspector } from './inspector.js';
import type { KnownScript } from './pause.js';

/** Tells for offsets of a script's text whether the functions around them catch what is thrown there. */
export type CatchesAt = (text: string, offsets: number[]) => Promise<boolean[]>;

interface Place {
  scriptId: string;
  line: number;
  column: number;
}

/**
 * Whether code of the user or of a package will catch the exception at which the program stands still. The engine cannot
 * tell: to it, the kernel's own handler catches everything. Handlers of promises (`.catch`) are not seen.
 */
export async function isCaught(
  inspector: Inspector,
  paused: Debugger.PausedEventDataType,
  scripts: ReadonlyMap<string, KnownScript>,
  catchesAt: CatchesAt,
): Promise<boolean> {
  for (const { scriptId, line, column } of placesOf(paused)) {
    const script = scripts.get(scriptId);
    if (!script || ownerOf(script.name) === 'hidden') continue;
    const text = await inspector.call<Debugger.GetScriptSourceReturnType>('Debugger.getScriptSource', { scriptId });
    const offset = offsetOf(text.scriptSource, line - script.startLine, column);
    const [caught] = await catchesAt(text.scriptSource, [offset]);
    if (caught) return true;
  }
  return false;
}

/** The running functions, and those that await them. */
function placesOf({ callFrames, asyncStackTrace }: Debugger.PausedEventDataType): Place[] {
  const places: Place[] = callFrames.map(({ location: { scriptId, lineNumber, columnNumber = 0 } }) => {
    return { scriptId, line: lineNumber, column: columnNumber };
  });
  for (let trace: Runtime.StackTrace | undefined = asyncStackTrace; trace; trace = trace.parent) {
    if (trace.description && trace.description !== 'await') break;
    for (const { scriptId, lineNumber, columnNumber } of trace.callFrames)
      places.push({ scriptId, line: lineNumber, column: columnNumber });
  }
  return places;
}

function offsetOf(text: string, line: number, column: number): number {
  let start = 0;
  for (let count = 0; count < line; count++) start = text.indexOf('\n', start) + 1;
  return start + column;
}
