import type { HistoryQuery } from '../history/query.js';
import type { Kernel } from '../kernel.js';
import type { Reply, Request } from '../request.js';

/** `history_request`: tail, range or search over the cells of this and earlier sessions. */
export async function history(kernel: Kernel, request: Request): Promise<Reply> {
  return { status: 'ok', history: await kernel.history.find(request.message.content as HistoryQuery) };
}

/** `interrupt_request`: stops the running cell; replies at once. */
export async function interrupt(kernel: Kernel): Promise<Reply> {
  kernel.interrupt();
  return { status: 'ok' };
}

/** `shutdown_request`: the dispatcher ends the kernel after this reply. */
export async function shutdown(_kernel: Kernel, request: Request): Promise<Reply> {
  return { status: 'ok', restart: request.message.content.restart === true };
}

/** `input_reply`: what the user typed, for the code that waits in `prompt()`. */
export async function inputReply(kernel: Kernel, request: Request): Promise<Reply> {
  kernel.answerInput({ type: 'answer', value: String(request.message.content.value ?? '') });
  return undefined;
}
