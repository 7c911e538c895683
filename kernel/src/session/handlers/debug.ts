import { AT_ONCE, STARTED_COMMANDS, STATIC_COMMANDS } from '../../debug/commands.js';
import type { DebugRequest, DebugResponse } from '../../debug/protocol.js';
import type { Kernel } from '../kernel.js';
import type { Reply, Request } from '../request.js';

let lastResponse = 0;

/** `debug_request`: a request of the Debug Adapter Protocol; the reply is its response. */
export async function debug(kernel: Kernel, request: Request): Promise<Reply> {
  const { seq, command, arguments: args = {} } = request.message.content as unknown as DebugRequest;
  const response = (success: boolean, rest: Partial<DebugResponse>): Reply => ({
    type: 'response',
    seq: ++lastResponse,
    request_seq: seq,
    success,
    command,
    ...rest,
  });
  const session = kernel.debugger;
  const run = STATIC_COMMANDS[command] ?? (session.isStarted ? STARTED_COMMANDS[command] : undefined);
  if (!run) {
    const known = command in STARTED_COMMANDS;
    const message = known ? 'the debugger to be started first' : 'a request that this kernel knows';
    return response(false, { message: `debug: expected ${message}, got ${command}`, body: {} });
  }
  if (command === 'initialize') kernel.debugParent = request.message.header;
  try {
    const body = AT_ONCE.includes(command) ? run(session, args) : session.inOrder(() => run(session, args));
    return response(true, { body: (await body) ?? {} });
  } catch (error) {
    return response(false, { message: error instanceof Error ? error.message : String(error), body: {} });
  }
}
