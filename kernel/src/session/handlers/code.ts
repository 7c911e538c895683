import type { Completion, CompletionMatch } from '../../language/language.js';
import { codePointOffset, utf16Offset } from '../../protocol/code-points.js';
import type { Kernel } from '../kernel.js';
import type { Reply, Request } from '../request.js';

interface Position {
  code: string;
  /** In code points. */
  cursor_pos: number;
  detail_level?: 0 | 1;
}

/** `complete_request`: what can stand at the cursor, with kinds and signatures in the metadata. */
export async function complete(kernel: Kernel, request: Request): Promise<Reply> {
  const { code, cursor_pos } = request.message.content as unknown as Position;
  const completion = await kernel.language.complete(code, utf16Offset(code, cursor_pos));
  const matches = [...completion.matches, ...(await runtimeMatches(kernel, code, completion))];
  const cursor_start = codePointOffset(code, completion.start);
  const cursor_end = codePointOffset(code, completion.end);
  const types = matches.map(({ text, kind, signature = '', documentation }) => ({
    text,
    type: kind,
    signature,
    ...(documentation ? { documentation } : {}),
    start: cursor_start,
    end: cursor_end,
  }));
  return {
    status: 'ok',
    matches: matches.map(({ text }) => text),
    cursor_start,
    cursor_end,
    metadata: { _jupyter_types_experimental: types },
  };
}

/** Members of a value whose type says nothing, as they are now. */
async function runtimeMatches(kernel: Kernel, code: string, completion: Completion): Promise<CompletionMatch[]> {
  if (!completion.valuePath) return [];
  const prefix = code.slice(completion.start, completion.end);
  const members = await kernel.runner.members(completion.valuePath);
  return members
    .filter(({ name }) => name.startsWith(prefix) && (prefix.startsWith('_') || !name.startsWith('_')))
    .map(({ name, kind }) => ({ text: name, kind }));
}

/** `inspect_request`: the type and documentation of what is at the cursor. */
export async function inspect(kernel: Kernel, request: Request): Promise<Reply> {
  const { code, cursor_pos, detail_level = 0 } = request.message.content as unknown as Position;
  const found = await kernel.language.inspect(code, utf16Offset(code, cursor_pos), detail_level);
  const data = found ? { 'text/plain': found.text, 'text/markdown': found.markdown } : {};
  return { status: 'ok', found: found !== undefined, data, metadata: {} };
}

/** `is_complete_request`: whether Enter should run the code or open a new line. */
export async function isComplete(kernel: Kernel, request: Request): Promise<Reply> {
  const code = String(request.message.content.code);
  const answer = await kernel.language.isComplete(code);
  // What may run probably will; its run then finds the work done.
  if (answer.status === 'complete') kernel.language.prepare(code).catch(() => undefined);
  return { ...answer };
}
