import type { Diagnostic, Language } from '../language/language.js';
import { codePointOffset } from '../protocol/code-points.js';
import type { CommReceiver, Comms } from './comms.js';
import { internalError } from './errors.js';

/** The comm target on which a front end asks for the errors of a cell that is being edited. */
export const DIAGNOSTICS_TARGET = 'lectern.diagnostics';

interface Question {
  code?: unknown;
  /** Comes back with the answer. */
  id?: unknown;
}

/**
 * Answers `{ id, code }` by `{ id, diagnostics }`, positions in code points. Of questions that come faster than they can
 * be answered, only the latest is.
 */
export function serveDiagnostics(comms: Comms, language: Language): void {
  comms.serve(DIAGNOSTICS_TARGET, (comm) => {
    let latest: Question | undefined;
    let working: Promise<void> | undefined;
    const work = async () => {
      for (let question = latest; question; question = latest) {
        latest = undefined;
        comm.send({ id: question.id ?? null, ...(await answer(language, String(question.code ?? ''))) });
      }
      working = undefined;
    };
    const receive: CommReceiver = (data) => {
      latest = (data ?? {}) as Question;
      working ??= work();
      return working;
    };
    return receive;
  });
}

async function answer(language: Language, code: string): Promise<Record<string, unknown>> {
  try {
    const found = await language.diagnostics(code);
    return { diagnostics: found.map((diagnostic) => inCodePoints(code, diagnostic)) };
  } catch (error) {
    return { diagnostics: [], error: internalError(error).evalue };
  }
}

/** An error in an imported file keeps its place there; in the cell it has none. */
function inCodePoints(code: string, diagnostic: Diagnostic): Diagnostic {
  if (diagnostic.file !== undefined) return diagnostic;
  const { start, end, column } = diagnostic;
  const lineStart = codePointOffset(code, start - column);
  const first = codePointOffset(code, start);
  return { ...diagnostic, start: first, end: codePointOffset(code, end), column: first - lineStart };
}
