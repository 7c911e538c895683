import type { Runtime } from 'node:inspector';
import { type Inspector, thrownText, VARIABLES } from './inspector.js';
import type { UserFrame } from './pause.js';
import { scopesOf } from './scopes.js';

/** How long an evaluation may take, in ms: while it runs in a stopped program, nothing else stops it. */
const LONGEST = 5000;

/** Holds what was evaluated until the program goes on. */
export const EVALUATED = 'lectern.evaluated';

/**
 * Evaluates JavaScript where a frame stands, or with the variables of the cells alone. Those are not in any scope that the
 * engine knows, so each that the text mentions becomes a local one for the time, and is put back if it was assigned.
 *
 * @throws Error with what the code threw
 */
export async function evaluate(
  inspector: Inspector,
  code: string,
  frame: UserFrame | undefined,
): Promise<Runtime.RemoteObject> {
  const names = await mentioned(inspector, code, frame);
  const asExpression = await run(inspector, wrapped(`return (${code}\n);`, names), frame);
  const { exceptionDetails } = asExpression;
  const isStatement = exceptionDetails?.exception?.className === 'SyntaxError';
  const answer = isStatement ? await run(inspector, wrapped(code, names), frame) : asExpression;
  if (answer.exceptionDetails) throw new Error(thrownText(answer.exceptionDetails));
  return answer.result;
}

function run(
  inspector: Inspector,
  expression: string,
  frame: UserFrame | undefined,
): Promise<Runtime.EvaluateReturnType> {
  const params = { expression, silent: true, objectGroup: EVALUATED, timeout: LONGEST };
  return frame
    ? inspector.call('Debugger.evaluateOnCallFrame', { callFrameId: frame.call.callFrameId, ...params })
    : inspector.call('Runtime.evaluate', params);
}

/** The names in a text that mean variables of the cells. */
async function mentioned(inspector: Inspector, code: string, frame: UserFrame | undefined): Promise<string[]> {
  const words = new Set(code.match(/[\p{ID_Start}$_][\p{ID_Continue}$]*/gu));
  const scopes = frame && (await scopesOf(inspector, frame));
  const names = await inspector.ask<string[]>('allNames');
  return names.filter((name) => words.has(name) && !scopes?.locals.has(name) && !scopes?.closure.has(name));
}

/** An arrow function, so that `this` stays the frame's. */
function wrapped(body: string, names: string[]): string {
  const before = names.map((name) => `let ${name} = $cells.${name}; const $was_${name} = ${name};`).join(' ');
  const after = names.map((name) => `if (!Object.is(${name}, $was_${name})) $cells.${name} = ${name};`).join(' ');
  return `(($cells) => { ${before} try { ${body}\n} finally { ${after} } })(${VARIABLES}.exports)`;
}
