/**
 * What the front process and the runner say to each other. A frame is a JSON header with binary buffers behind it
 * (see `pipe/frame-codec.ts`). Types only: both processes import this file and nothing of each other.
 */

import type { InspectAnswer, InspectQuestion } from './inspect.js';

/** A MIME bundle as it goes into a Jupyter message. */
export type Bundle = Record<string, unknown>;

/** Data and metadata of one output. */
export interface Shown {
  data: Bundle;
  metadata: Record<string, unknown>;
}

/** An error as Jupyter reports it; `traceback` is a list of uncoloured lines. */
export interface ReportedError {
  ename: string;
  evalue: string;
  traceback: string[];
}

/** A script that the language made from a cell or an expression. */
export interface Script {
  /** Name in stack traces, e.g. `cell 7`; unique within a session. */
  name: string;
  /** The text that the user wrote. */
  source: string;
  /** CommonJS-like text: reads and writes `exports`, calls `require`. */
  js: string;
  /** Source map (JSON text) from `js` to `source`; empty when there is none. */
  map: string;
  lastExpression?: string;
  async: boolean;
  /** Local files that the script imports: absolute path → CommonJS text. */
  modules?: Record<string, string>;
}

/** From the front to the runner. */
export type RunnerRequest =
  | { type: 'execute'; id: number; script: Script }
  | { type: 'evaluate'; id: number; script: Script }
  | { type: 'members'; id: number; path: string[] }
  | { type: 'inspect'; id: number; question: InspectQuestion }
  | { type: 'comm'; id: number; message: CommMessage };

/** What a value has, by name. */
export interface Member {
  name: string;
  kind: 'method' | 'property';
}

/** A comm message of the front end; its buffers are those of the frame. */
export interface CommMessage {
  kind: 'comm_open' | 'comm_msg' | 'comm_close';
  commId: string;
  data: unknown;
  metadata: Record<string, unknown>;
  /** Set in `comm_open`. */
  target?: string;
}

/** How a script ended. `shown` is missing when there is no value to show. */
export type Outcome = { status: 'ok'; shown?: Shown } | { status: 'error'; error: ReportedError };

/** From the runner to the front. */
export type RunnerEvent =
  | { type: 'ready'; preloadError?: string }
  | { type: 'started'; id: number }
  | { type: 'done'; id: number; outcome: Outcome }
  | { type: 'members'; id: number; members: Member[] }
  | { type: 'inspected'; id: number; answer: InspectAnswer }
  | { type: 'stream'; name: 'stdout' | 'stderr'; text: string }
  | { type: 'display'; shown: Shown; displayId?: string; update: boolean }
  | { type: 'clear'; wait: boolean }
  /** Something for the `payload` of the reply to the running cell. */
  | { type: 'payload'; payload: Record<string, unknown> }
  /** The code takes comms that the front end opens on this target. */
  | { type: 'target'; name: string }
  | { type: 'publish'; messageType: string; content: Record<string, unknown>; metadata: Record<string, unknown> }
  | { type: 'input'; id: number; prompt: string; password: boolean };

/** What a callback printed, showed or threw: it goes to whoever called it instead of into the output of a cell. */
export type CapturedOutput =
  | { type: 'stream'; name: 'stdout' | 'stderr'; text: string }
  | ({ type: 'display'; id?: string; update: boolean } & Shown)
  | { type: 'clear' }
  | ({ type: 'error' } & ReportedError);

/** The answer to the `input` event of the same id, on a pipe of its own that the runner reads synchronously. */
export type InputAnswer =
  | { id: number; type: 'answer'; value: string }
  | { id: number; type: 'refused' }
  | { id: number; type: 'interrupted' };

/** File descriptors of the runner's pipes, beside 0, 1 and 2. */
export interface RunnerPipes {
  requests: 3;
  events: 4;
  guard: 5;
  input: 6;
}

/** Exit code of a runner whose built-in objects cells have changed so much that it cannot go on. */
export type CollapseCode = 70;

/** Options that the front hands to the runner as JSON in its first argument. */
export interface RunnerOptions {
  /** Module whose exports are in scope before the first cell; empty for none. */
  preload: string;
}
