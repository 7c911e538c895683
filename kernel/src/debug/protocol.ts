/** The parts of the Debug Adapter Protocol, with Jupyter's additions, that the kernel speaks. Lines and columns are one-based. */

export interface DebugRequest {
  type: 'request';
  seq: number;
  command: string;
  arguments?: Arguments;
}

export type Arguments = Record<string, unknown>;

export interface DebugResponse {
  type: 'response';
  seq: number;
  request_seq: number;
  success: boolean;
  command: string;
  /** Why it failed. */
  message?: string;
  body?: object;
}

export interface DebugEvent {
  type: 'event';
  seq: number;
  event: 'initialized' | 'stopped' | 'continued' | 'terminated';
  body: object;
}

export interface Source {
  name?: string;
  path: string;
}

export interface Breakpoint {
  id: number;
  verified: boolean;
  line: number;
  source: Source;
  message?: string;
}

export interface StackFrame {
  id: number;
  name: string;
  source: Source;
  line: number;
  column: number;
}

export interface Scope {
  name: string;
  presentationHint?: 'locals';
  variablesReference: number;
  expensive: boolean;
}

export interface Variable {
  name: string;
  value: string;
  type?: string;
  evaluateName?: string;
  /** 0 for a value without parts. */
  variablesReference: number;
}

/** Runner and notebook are one thread to the front end. */
export const THREAD = { id: 1, name: 'notebook' };
