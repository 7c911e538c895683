import type { Debugger } from 'node:inspector';
import { basename } from 'node:path';
import type { StackFrame } from './protocol.js';
import { CELL_PATHS, type DebugScript, type Sources } from './sources.js';

/** A frame of the user's code in a stopped program. */
export interface UserFrame extends StackFrame {
  /** The inspector's view of it. */
  call: Debugger.CallFrame;
  script: DebugScript;
  /** Whether it is the code of a cell outside any function. */
  isTop: boolean;
  /** Whether it stands at code that the user wrote, and not at what the conversion added. */
  isMapped: boolean;
}

/** A script of the runner, as the inspector told it. */
export interface KnownScript {
  name: string;
  /** Number of its first line. */
  startLine: number;
}

let lastFrameId = 0;

/** Where the program has stopped: the frames of the user's code, innermost first. */
export class Pause {
  readonly frames: UserFrame[];
  /** Whether the innermost frame of all is the user's. */
  readonly inUserCode: boolean;

  /** @param known the runner's scripts by the inspector's ids */
  constructor(
    readonly params: Debugger.PausedEventDataType,
    known: ReadonlyMap<string, KnownScript>,
    sources: Sources,
  ) {
    const calls = params.callFrames.map((call) => ({
      call,
      script: sources.script(known.get(call.location.scriptId)?.name ?? ''),
    }));
    this.inUserCode = calls[0]?.script !== undefined;
    this.frames = calls.flatMap(({ call, script }) => (script ? [frameOf(call, script)] : []));
  }

  frame(id: unknown): UserFrame | undefined {
    return this.frames.find((frame) => frame.id === id);
  }

  /** The frames in the words of the protocol. */
  stackFrames(): StackFrame[] {
    return this.frames.map(({ id, name, source, line, column }) => ({ id, name, source, line, column }));
  }
}

function frameOf(call: Debugger.CallFrame, script: DebugScript): UserFrame {
  const { lineNumber, columnNumber = 0 } = call.location;
  const original = script.original({ line: lineNumber, column: columnNumber });
  const place = original ?? nearest(script, lineNumber);
  // Scripts are wrapped in a function that begins on the line before the first.
  const isTop = call.functionLocation !== undefined && call.functionLocation.lineNumber < 0;
  const isCell = script.path.startsWith(CELL_PATHS.tmpFilePrefix);
  const label = isCell ? script.name : basename(script.path);
  return {
    id: ++lastFrameId,
    name: isTop ? label : call.functionName || '(anonymous)',
    source: { name: label, path: script.path },
    line: place.line + 1,
    column: place.column + 1,
    call,
    script,
    isTop,
    isMapped: original !== undefined,
  };
}

/** Code that the conversion added counts to what stands before it. */
function nearest(script: DebugScript, line: number): { line: number; column: number } {
  for (let before = line - 1; before >= 0; before--) {
    const found = script.original({ line: before, column: Number.MAX_SAFE_INTEGER });
    if (found) return found;
  }
  return { line: 0, column: 0 };
}
