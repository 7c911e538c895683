/** What the front process and the guard thread of a runner say to each other, as frames on the guard pipe. Types only. */

/** From the front to the guard. */
export type GuardRequest =
  /** Stops what runs; with `task`, only if that is still the task of this number. */
  | { type: 'interrupt'; task?: number }
  /** A call of the inspector protocol, for the runner's main thread; answered by an `answer` of the same id. */
  | { type: 'inspect'; id: number; method: string; params: object }
  /** Asks for the members of a value while code runs; answered by an `answer` of the same id. */
  | { type: 'members'; id: number; path: string[] }
  /** Ends the inspector session: paused code goes on, breakpoints are gone. */
  | { type: 'detach' };

/** From the guard to the front. */
export type GuardEvent =
  | { type: 'answer'; id: number; result: object }
  | { type: 'refusal'; id: number; message: string }
  /** An event of the inspector protocol. */
  | { type: 'event'; method: string; params: object };

/** A variable as one line of a list. */
export interface VariableInfo {
  name: string;
  /** One line of text. */
  value: string;
  type: string;
  /** Handle for the parts of the value; 0 when it has none. */
  reference: number;
}
