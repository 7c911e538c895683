import type { Message } from '../protocol/message.js';
import type { RequestChannel } from '../protocol/sockets.js';
import { errorReply, internalError } from './errors.js';
import { inputReply } from './handlers/session.js';
import type { Kernel } from './kernel.js';
import type { Reply, Request } from './request.js';
import { ROUTES, type Route } from './routes.js';

/**
 * Gives each message to its handler between `busy` and `idle`. Shell requests take turns; the control channel, stdin and
 * the requests that need no user code are served at once, also while a cell runs.
 */
export class Dispatcher {
  private readonly queue: Request[] = [];
  private working = false;

  constructor(private readonly kernel: Kernel) {}

  receive(channel: RequestChannel, message: Message): void {
    const route = routeOf(message);
    const subshell = message.header.subshell_id ?? undefined;
    const request: Request = { channel, message, aborted: false, subshell };
    if (channel === 'stdin') void this.takeInput(request);
    else if (channel === 'control' || (route?.whileRunning && this.kernel.running)) void this.serve(request, route);
    else {
      this.enqueue(request);
      void this.work();
    }
  }

  /** A request on a subshell goes before those that wait in the main shell. */
  private enqueue(request: Request): void {
    const first = request.subshell === undefined ? -1 : this.queue.findIndex(({ subshell }) => subshell === undefined);
    if (first < 0) this.queue.push(request);
    else this.queue.splice(first, 0, request);
  }

  private async work(): Promise<void> {
    if (this.working) return;
    this.working = true;
    for (let request = this.queue.shift(); request; request = this.queue.shift())
      await this.serve(request, routeOf(request.message));
    this.working = false;
  }

  /** Nothing but answers come on stdin; whatever else does is dropped. */
  private async takeInput(request: Request): Promise<void> {
    if (request.message.header.msg_type === 'input_reply') await inputReply(this.kernel, request);
  }

  private async serve(request: Request, route: Route | undefined): Promise<void> {
    const { channel, message } = request;
    this.status('busy', message);
    try {
      const reply = await this.handle(request, route).catch((error) => this.failure(message, error));
      if (reply?.status === 'error' && stopsOnError(message)) await this.abortQueued(request.subshell);
      if (reply && route?.reply) this.kernel.parts.sockets.answer(channel, message, route.reply, reply);
    } finally {
      this.status('idle', message);
      const { running } = this.kernel;
      // Clients show the latest status as the kernel's: after serving a request on the side, the cell is still busy.
      if (running && running.request !== message) this.status('busy', asksAgain(message) ? undefined : running.request);
    }
    if (message.header.msg_type === 'shutdown_request') await this.kernel.shutDown();
  }

  private async handle(request: Request, route: Route | undefined): Promise<Reply> {
    if (request.subshell !== undefined) this.kernel.subshells.require(request.subshell);
    return route?.handler(this.kernel, request);
  }

  private failure(message: Message, error: unknown): Reply {
    const reply = errorReply(internalError(error));
    return message.header.msg_type === 'execute_request'
      ? { ...reply, execution_count: this.kernel.executionCount }
      : reply;
  }

  /** What was sent before the failure was known must not run; a turn of the loop lets the sockets hand it over. */
  private async abortQueued(shell: string | undefined): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    for (const request of this.queue) {
      const isCell = request.message.header.msg_type === 'execute_request';
      if (isCell && request.subshell === shell) request.aborted = true;
    }
  }

  private status(execution_state: 'busy' | 'idle', message: Message | undefined): void {
    this.kernel.publish('status', { execution_state }, message?.header ?? {});
  }
}

function routeOf({ header }: Message): Route | undefined {
  return Object.hasOwn(ROUTES, header.msg_type) ? ROUTES[header.msg_type] : undefined;
}

/** JupyterLab's debugger looks at the variables after every message of a cell, so looking must not lead to another. */
function asksAgain(message: Message): boolean {
  return message.header.msg_type === 'debug_request';
}

function stopsOnError(message: Message): boolean {
  return message.header.msg_type === 'execute_request' && message.content.stop_on_error !== false;
}
