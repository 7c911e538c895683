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

/** Up to where a handler counts: in what the user called of Node and the kernel, or also in the user's and packages' code. */
export type Reach = 'callees' | 'all';

/**
 * Whether the exception at which the program stands still will be caught within reach. The engine cannot tell: to it, the
 * kernel's own handler around every cell catches everything. Handlers of promises (`.catch`) are not seen.
 */
export async function isCaught(
  inspector: Inspector,
  paused: Debugger.PausedEventDataType,
  scripts: ReadonlyMap<string, KnownScript>,
  catchesAt: CatchesAt,
  reach: Reach,
): Promise<boolean> {
  const isForeign = ({ scriptId }: Place) => ownerOf(scripts.get(scriptId)?.name ?? '') === 'hidden';
  const running = runningPlaces(paused);
  const end = reach === 'callees' ? running.findIndex((place) => !isForeign(place)) : lastIndex(running, isForeign);
  const places = [
    ...running.slice(0, end),
    ...(reach === 'all' ? awaitingPlaces(paused).filter((place) => !isForeign(place)) : []),
  ];
  for (const { scriptId, line, column } of places) {
    const script = scripts.get(scriptId);
    if (!script) continue;
    const { scriptSource } = await inspector.call<Debugger.GetScriptSourceReturnType>('Debugger.getScriptSource', {
      scriptId,
    });
    const [caught] = await catchesAt(scriptSource, [offsetOf(scriptSource, line - script.startLine, column)]);
    if (caught) return true;
  }
  return false;
}

/** The running functions, innermost first. */
function runningPlaces({ callFrames }: Debugger.PausedEventDataType): Place[] {
  return callFrames.map(({ location: { scriptId, lineNumber, columnNumber = 0 } }) => {
    return { scriptId, line: lineNumber, column: columnNumber };
  });
}

/** The functions that await the running ones, and those that were running when these began to wait. */
function awaitingPlaces({ asyncStackTrace }: Debugger.PausedEventDataType): Place[] {
  const places: Place[] = [];
  for (let trace: Runtime.StackTrace | undefined = asyncStackTrace; trace; trace = trace.parent) {
    if (trace.description && trace.description !== 'await') break;
    for (const { scriptId, lineNumber, columnNumber } of trace.callFrames)
      places.push({ scriptId, line: lineNumber, column: columnNumber });
  }
  return places;
}

/** Behind the outermost function that is not foreign come those of the kernel that run every cell. */
function lastIndex(places: Place[], isForeign: (place: Place) => boolean): number {
  return places.findLastIndex((place) => !isForeign(place)) + 1;
}

function offsetOf(text: string, line: number, column: number): number {
  let start = 0;
  for (let count = 0; count < line; count++) start = text.indexOf('\n', start) + 1;
  return start + column;
}
