import type { InspectAnswer, InspectQuestion } from '../contract/inspect.js';
import type { CommReceiver } from './comms.js';
import { internalError } from './errors.js';
import type { Kernel } from './kernel.js';
import { Usage } from './usage.js';

/** The comm target on which a front end asks for variables and memory. */
export const INSPECT_TARGET = 'lectern.inspect';

const QUESTIONS = ['variables', 'view', 'memory', 'collect'];

/** What comes back, with the `id` of the question. `memory` answers also say what the kernel's processes take in all. */
export type InspectReply =
  | InspectAnswer
  /** A cell runs, so nobody looks at its variables. */
  | { type: 'busy' }
  | { type: 'error'; message: string };

/**
 * Answers `{ id, type, … }` by `{ id, …answer }`. While a cell runs the answer is `busy`, at once: looking at variables
 * never waits for a cell, nor holds one up. It counts no execution, writes no history and changes no output.
 */
export function serveInspection(kernel: Kernel): void {
  const usage = new Usage();
  kernel.comms.serve(INSPECT_TARGET, (comm) => {
    const receive: CommReceiver = async (data) => {
      const question = (data ?? {}) as { id?: unknown } & InspectQuestion;
      const reply = await answer(kernel, question);
      const pids = [process.pid, kernel.runner.pid].filter((pid) => pid !== undefined);
      const processes = question.type === 'memory' || question.type === 'collect' ? await usage.measure(pids) : {};
      const { kernel_memory } = processes as { kernel_memory?: number };
      comm.send({ id: question.id ?? null, ...reply, ...(kernel_memory && { processBytes: kernel_memory }) });
    };
    return receive;
  });
}

async function answer(kernel: Kernel, question: InspectQuestion): Promise<InspectReply> {
  if (!QUESTIONS.includes(question.type)) {
    const message = `${INSPECT_TARGET}: expected a question of type ${QUESTIONS.join(', ')}, got '${question.type}'`;
    return { type: 'error', message };
  }
  try {
    if (kernel.running) return { type: 'busy' };
    await kernel.runner.ready;
    return (await kernel.runner.inspect(question)) ?? { type: 'busy' };
  } catch (error) {
    return { type: 'error', message: internalError(error).evalue };
  }
}
