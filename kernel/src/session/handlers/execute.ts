import type { Outcome, ReportedError, Script } from '../../contract/frames.js';
import type { Converted } from '../../language/language.js';
import type { Content, Message } from '../../protocol/message.js';
import { typeScriptError } from '../diagnostics.js';
import { errorReply, internalError, plainError } from '../errors.js';
import type { Kernel } from '../kernel.js';
import type { Reply, Request } from '../request.js';
import { RunnerDiedError } from '../runner-link.js';

interface ExecuteContent {
  code: string;
  silent?: boolean;
  store_history?: boolean;
  user_expressions?: Record<string, string>;
  allow_stdin?: boolean;
}

const INTERRUPTED = plainError('Interrupted', 'the cell was interrupted before it ran');

/** `execute_request`: converts the cell, runs it, publishes its result or error, and evaluates the user expressions. */
export async function execute(kernel: Kernel, request: Request): Promise<Reply> {
  const content = request.message.content as unknown as ExecuteContent;
  const { code, silent = false } = content;
  if (request.aborted) return abortedReply(kernel);
  kernel.beginOutputs(request.message, silent);
  if (!code.trim()) return okReply(kernel.executionCount, await userExpressions(kernel, content));

  const counted = !silent && content.store_history !== false;
  const count = kernel.executionCount;
  const name = counted ? `cell ${count}` : `uncounted cell ${kernel.uncounted++}`;
  if (counted) kernel.executionCount++;
  if (!silent) kernel.publish('execute_input', { code, execution_count: count }, request.message.header);

  const payload: Content[] = [];
  const outcome = await runCell(kernel, request.message, content, name, payload);
  kernel.flushOutputs();
  const text = outcome.status === 'ok' ? outcome.shown?.data['text/plain'] : undefined;
  if (counted) kernel.history.add({ line: count, input: code, output: typeof text === 'string' ? text : null });
  if (outcome.status === 'error') {
    kernel.publishResult('error', { ...outcome.error });
    return { ...errorReply(outcome.error), execution_count: count, payload: [], user_expressions: {} };
  }
  if (outcome.shown) kernel.publishResult('execute_result', { ...outcome.shown, execution_count: count });
  return okReply(count, await userExpressions(kernel, content), payload);
}

async function runCell(
  kernel: Kernel,
  request: Message,
  content: ExecuteContent,
  name: string,
  payload: Content[],
): Promise<Outcome> {
  let interrupt!: () => void;
  const interrupted = new Promise<'interrupted'>((resolve) => {
    interrupt = () => resolve('interrupted');
  });
  const { silent = false, allow_stdin: allowStdin = true, code } = content;
  kernel.running = { request, silent, allowStdin, payload, interrupt };
  try {
    // A runner that is just ending takes its scope along: convert for the fresh one.
    await Promise.race([kernel.runner.leaving, interrupted]);
    const converted = await Promise.race([kernel.language.convert(code, name), interrupted]);
    if (converted === 'interrupted') return failed(INTERRUPTED);
    if (!converted.ok) return failed(typeScriptError(name, code, converted.diagnostics));
    const problem = await Promise.race([kernel.runner.ready, interrupted]);
    if (problem === 'interrupted') return failed(INTERRUPTED);
    kernel.reportPreload(problem);
    const script = scriptOf(name, code, converted);
    const prepared = await Promise.race([kernel.debugger.prepare(script), interrupted]);
    if (prepared === 'interrupted') return failed(INTERRUPTED);
    return await kernel.runner.execute(script, () => {
      kernel.language.commit(converted.id).catch(() => undefined);
    });
  } catch (error) {
    return failed(error instanceof RunnerDiedError ? plainError(error.name, error.message) : internalError(error));
  } finally {
    kernel.running = undefined;
  }
}

async function userExpressions(kernel: Kernel, content: ExecuteContent): Promise<Content> {
  const results: Content = {};
  for (const [key, expression] of Object.entries(content.user_expressions ?? {}))
    results[key] = await evaluate(kernel, String(expression));
  return results;
}

async function evaluate(kernel: Kernel, expression: string): Promise<Content> {
  const name = `expression ${kernel.uncounted++}`;
  try {
    const converted = await kernel.language.convert(expression, name);
    if (!converted.ok) return errorReply(typeScriptError(name, expression, converted.diagnostics));
    const outcome = await kernel.runner.evaluate(scriptOf(name, expression, converted));
    if (outcome.status === 'error') return errorReply(outcome.error);
    return { status: 'ok', data: outcome.shown?.data ?? {}, metadata: outcome.shown?.metadata ?? {} };
  } catch (error) {
    return errorReply(internalError(error));
  }
}

function scriptOf(name: string, source: string, converted: Converted): Script {
  const { js, map, lastExpression, async, modules } = converted;
  return { name, source, js, map, lastExpression, async, modules };
}

function failed(error: ReportedError): Outcome {
  return { status: 'error', error };
}

function okReply(count: number, expressions: Content, payload: Content[] = []): Reply {
  return { status: 'ok', execution_count: count, payload, user_expressions: expressions };
}

function abortedReply(kernel: Kernel): Reply {
  const error = plainError('Aborted', 'an earlier cell failed, so this one was not run');
  return { ...error, status: 'aborted', execution_count: kernel.executionCount, payload: [], user_expressions: {} };
}
