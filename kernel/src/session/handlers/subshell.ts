import type { Kernel } from '../kernel.js';
import type { Reply, Request } from '../request.js';

/** `create_subshell_request`: a further queue of requests beside the main shell's. */
export async function createSubshell(kernel: Kernel): Promise<Reply> {
  return { status: 'ok', subshell_id: kernel.subshells.create() };
}

/** `delete_subshell_request`: the id is unknown from now on. */
export async function deleteSubshell(kernel: Kernel, request: Request): Promise<Reply> {
  kernel.subshells.delete(String(request.message.content.subshell_id));
  return { status: 'ok' };
}

/** `list_subshell_request`: the ids of the open subshells. */
export async function listSubshells(kernel: Kernel): Promise<Reply> {
  return { status: 'ok', subshell_id: kernel.subshells.list() };
}
