import { complete, inspect, isComplete } from './handlers/code.js';
import { commInfo, commMessage, commOpen } from './handlers/comm.js';
import { debug } from './handlers/debug.js';
import { execute } from './handlers/execute.js';
import { kernelInfo } from './handlers/kernel-info.js';
import { connect, usage } from './handlers/machine.js';
import { history, interrupt, shutdown } from './handlers/session.js';
import { createSubshell, deleteSubshell, listSubshells } from './handlers/subshell.js';
import type { Kernel } from './kernel.js';
import type { Reply, Request } from './request.js';

/** How one message type is served. */
export interface Route {
  handler: (kernel: Kernel, request: Request) => Promise<Reply>;
  /** Message type of the reply; missing when there is none. */
  reply?: string;
  /** Whether it may be answered while a cell runs; else it waits for its turn on the shell channel. */
  whileRunning: boolean;
}

/** The handlers by message type. Each is found on the shell and on the control channel alike. */
export const ROUTES: Readonly<Record<string, Route>> = {
  kernel_info_request: { handler: kernelInfo, reply: 'kernel_info_reply', whileRunning: true },
  execute_request: { handler: execute, reply: 'execute_reply', whileRunning: false },
  complete_request: { handler: complete, reply: 'complete_reply', whileRunning: true },
  inspect_request: { handler: inspect, reply: 'inspect_reply', whileRunning: true },
  is_complete_request: { handler: isComplete, reply: 'is_complete_reply', whileRunning: true },
  history_request: { handler: history, reply: 'history_reply', whileRunning: true },
  comm_info_request: { handler: commInfo, reply: 'comm_info_reply', whileRunning: true },
  comm_open: { handler: commOpen, whileRunning: true },
  comm_msg: { handler: commMessage, whileRunning: true },
  comm_close: { handler: commMessage, whileRunning: true },
  connect_request: { handler: connect, reply: 'connect_reply', whileRunning: true },
  usage_request: { handler: usage, reply: 'usage_reply', whileRunning: true },
  create_subshell_request: { handler: createSubshell, reply: 'create_subshell_reply', whileRunning: true },
  delete_subshell_request: { handler: deleteSubshell, reply: 'delete_subshell_reply', whileRunning: true },
  list_subshell_request: { handler: listSubshells, reply: 'list_subshell_reply', whileRunning: true },
  debug_request: { handler: debug, reply: 'debug_reply', whileRunning: true },
  interrupt_request: { handler: interrupt, reply: 'interrupt_reply', whileRunning: true },
  shutdown_request: { handler: shutdown, reply: 'shutdown_reply', whileRunning: true },
};
