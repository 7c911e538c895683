/** What travels between a search and its processes, by structured clone. */

/** An objective on its way: the text of a function, or a module that has it. */
export type Objective = { source: string } | { file: string };

/** Sent once to a new process. */
export interface StartMessage {
  kind: 'start';
  /** Address of the library. */
  library: string;
  objective: Objective;
  data: unknown;
  backend: string;
}

export interface TrialMessage {
  kind: 'trial';
  number: number;
  params: Record<string, unknown>;
  seed: number;
  budget: number | undefined;
}

/** How a trial ended. */
export type Outcome = { score: number; values: Record<string, number> } | { error: string };

export type Answer = { kind: 'ready' } | { kind: 'refused'; reason: string } | { kind: 'done'; outcome: Outcome };
