import { inspect } from 'node:util';
import type { ReportedError } from '../contract/frames.js';
import type { StackFrame, Stacks } from './stack.js';

/** Of a long stack, so many places are shown from its inner and its outer end. */
const INNER_PLACES = 6;
const OUTER_PLACES = 2;
const SHOWN_CAUSES = 5;

/**
 * Reports whatever was thrown: an error with the places in the user's code, each with its source line and a caret, frames
 * of packages folded into a count, and the chain of causes; any other value with its text form.
 */
export function reportError(thrown: unknown, stacks: Stacks): ReportedError {
  try {
    const ename = nameOf(thrown);
    const evalue = messageOf(thrown);
    return { ename, evalue, traceback: tracebackOf(thrown, stacks, 0) };
  } catch (error) {
    // Getters of a hostile error can throw in their turn.
    return { ename: 'Error', evalue: 'an error that cannot be shown was thrown', traceback: [String(error)] };
  }
}

function tracebackOf(thrown: unknown, stacks: Stacks, depth: number): string[] {
  const evalue = messageOf(thrown);
  const lines = `${nameOf(thrown)}${evalue ? `: ${evalue}` : ''}`.split('\n');
  if (!(thrown instanceof Error)) return lines;
  lines.push(...placesOf(stacks.framesOf(thrown), stacks));
  if (thrown instanceof AggregateError)
    for (const error of thrown.errors.slice(0, SHOWN_CAUSES))
      lines.push(...indent(tracebackOf(error, stacks, depth + 1)));
  if (thrown.cause !== undefined && depth < SHOWN_CAUSES) {
    const [first, ...rest] = tracebackOf(thrown.cause, stacks, depth + 1);
    lines.push(`caused by ${first}`, ...rest);
  }
  return lines;
}

function placesOf(frames: StackFrame[], stacks: Stacks): string[] {
  const shown = frames.filter(({ owner }) => owner !== 'package');
  const places = foldRecursion(shown);
  const left = places.slice(INNER_PLACES, -OUTER_PLACES);
  const inner = left.length > 0 ? places.slice(0, INNER_PLACES) : places;
  const outer = left.length > 0 ? places.slice(-OUTER_PLACES) : [];
  const lines = inner.flatMap((place) => linesOf(place, stacks));
  const skipped = left.reduce((sum, { times }) => sum + times, 0);
  if (skipped) lines.push(`  … ${calls(skipped)} more`);
  lines.push(...outer.flatMap((place) => linesOf(place, stacks)));
  const folded = frames.length - shown.length;
  if (folded) lines.push(`  (${calls(folded)} inside packages not shown)`);
  return lines;
}

interface Place {
  frame: StackFrame;
  /** How often it comes, one after the other. */
  times: number;
}

function foldRecursion(frames: StackFrame[]): Place[] {
  const places: Place[] = [];
  for (const frame of frames) {
    const last = places.at(-1);
    if (last && placeOf(last.frame) === placeOf(frame)) last.times++;
    else places.push({ frame, times: 1 });
  }
  return places;
}

function linesOf({ frame, times }: Place, stacks: Stacks): string[] {
  const inside = frame.function ? ` in ${frame.function}` : '';
  const lines = [`  ${placeOf(frame)}${inside}${times > 1 ? `, ${times} times` : ''}`];
  const source = frame.owner === 'cell' ? stacks.lineOf(frame.file, frame.line) : undefined;
  if (source !== undefined)
    lines.push(`    ${source}`, `    ${source.slice(0, frame.column - 1).replace(/[^\t]/g, ' ')}^`);
  return lines;
}

function calls(count: number): string {
  return `${count} ${count === 1 ? 'call' : 'calls'}`;
}

/** `cell 7, line 3, column 5`; of a file, its path in the form that terminals and editors link. */
function placeOf({ owner, file, line, column }: StackFrame): string {
  return owner === 'cell' && !file.includes('/')
    ? `${file}, line ${line}, column ${column}`
    : `${file}:${line}:${column}`;
}

function nameOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return 'Thrown';
  // A subclass that sets no name of its own still says what it is.
  const own = thrown.name === 'Error' ? thrown.constructor?.name : thrown.name;
  return String(own || 'Error');
}

function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? String(thrown.message) : inspect(thrown, { depth: 1, breakLength: 120 });
}

function indent(lines: string[]): string[] {
  return lines.map((line) => `  ${line}`);
}
