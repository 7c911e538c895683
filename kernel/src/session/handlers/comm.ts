import type { CommMessage } from '../../contract/frames.js';
import type { Message } from '../../protocol/message.js';
import type { Kernel } from '../kernel.js';
import type { Reply, Request } from '../request.js';

/** `comm_info_request`: the open comms, all or those of one target. */
export async function commInfo(kernel: Kernel, request: Request): Promise<Reply> {
  const target = request.message.content.target_name as string | undefined;
  return { status: 'ok', comms: kernel.comms.list(target || undefined) };
}

/** `comm_open` from the front end: goes to whoever serves the target; closed again when nobody does. */
export async function commOpen(kernel: Kernel, request: Request): Promise<Reply> {
  const { content, header } = request.message;
  const id = String(content.comm_id);
  const target = String(content.target_name);
  const service = kernel.comms.serviceOf(target);
  if (service) {
    const send = (data: unknown, buffers?: Uint8Array[]) =>
      kernel.publish('comm_msg', { comm_id: id, data }, header, { buffers });
    kernel.comms.add(id, { target, receive: service({ id, send }, content.data) });
  } else if (kernel.comms.isAcceptedInRunner(target)) {
    kernel.comms.add(id, { target });
    await deliver(kernel, request.message, { kind: 'comm_open', commId: id, target });
  } else kernel.publish('comm_close', { comm_id: id, data: {} }, header);
  return undefined;
}

/** `comm_msg` and `comm_close`: handed to the code, or the service of the kernel, that holds the comm. */
export async function commMessage(kernel: Kernel, request: Request): Promise<Reply> {
  const { message } = request;
  const id = String(message.content.comm_id);
  const comm = kernel.comms.find(id);
  if (!comm) return undefined;
  const kind = message.header.msg_type as 'comm_msg' | 'comm_close';
  if (kind === 'comm_close') kernel.comms.close(id);
  if (!comm.receive) await deliver(kernel, message, { kind, commId: id });
  else if (kind === 'comm_msg') await comm.receive(message.content.data, message.buffers);
  return undefined;
}

/** A cell that never awaits would hold the message busy until it ends; so while a cell runs nobody waits for it. */
async function deliver(kernel: Kernel, message: Message, comm: Omit<CommMessage, 'data' | 'metadata'>): Promise<void> {
  const cellRuns = kernel.running !== undefined;
  if (!cellRuns) kernel.beginOutputs(message, false);
  const { content, metadata, buffers } = message;
  const handled = kernel.runner.deliver({ ...comm, data: content.data, metadata }, buffers);
  if (cellRuns) handled.catch(() => undefined);
  else await handled;
}
