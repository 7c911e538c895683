import type { ReportedError } from '../contract/frames.js';
import type { Content } from '../protocol/message.js';

/** An error that has no stack worth showing. */
export function plainError(ename: string, evalue: string): ReportedError {
  return { ename, evalue, traceback: [`${ename}: ${evalue}`] };
}

/** Reports a failure of the kernel itself. */
export function internalError(error: unknown): ReportedError {
  if (!(error instanceof Error)) return plainError('KernelError', String(error));
  return { ename: error.name, evalue: error.message, traceback: (error.stack ?? error.message).split('\n') };
}

/** The fields that every failed reply carries. */
export function errorReply(error: ReportedError): Content {
  return { status: 'error', ...error };
}
