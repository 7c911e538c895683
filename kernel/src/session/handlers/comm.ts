import type { Kernel } from '../kernel.js';
import type { Reply, Request } from '../request.js';

/** `comm_info_request`: the open comms, all or those of one target. */
export async function commInfo(kernel: Kernel, request: Request): Promise<Reply> {
  const target = request.message.content.target_name as string | undefined;
  return { status: 'ok', comms: kernel.comms.list(target || undefined) };
}

/** `comm_open` from the front end: no target here takes one, so it is closed again, as the protocol asks. */
export async function commOpen(kernel: Kernel, request: Request): Promise<Reply> {
  const { comm_id } = request.message.content;
  kernel.publish('comm_close', { comm_id, data: {} }, request.message.header);
  return undefined;
}

/** `comm_msg` and `comm_close`: handed to the code that opened the comm. */
export async function commMessage(kernel: Kernel, request: Request): Promise<Reply> {
  const { message } = request;
  const id = String(message.content.comm_id);
  if (!kernel.comms.has(id)) return undefined;
  const kind = message.header.msg_type as 'comm_msg' | 'comm_close';
  if (kind === 'comm_close') kernel.comms.close(id);
  const cellRuns = kernel.running !== undefined;
  if (!cellRuns) kernel.beginOutputs(message, false);
  const handled = kernel.runner.deliver(kind, id, message.content.data, message.buffers);
  // A cell that never awaits would hold this message busy until it ends, and with it nothing is lost.
  if (cellRuns) handled.catch(() => undefined);
  else await handled;
  return undefined;
}
