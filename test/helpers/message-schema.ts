type Check = (value: unknown) => boolean;
type Shape = Record<string, Check | { optional: Check }>;

const string: Check = (value) => typeof value === 'string';
const number: Check = (value) => Number.isInteger(value);
const positive: Check = (value) => typeof value === 'number' && value >= 0;
const boolean: Check = (value) => typeof value === 'boolean';
const object: Check = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
const list =
  (item: Check): Check =>
  (value) =>
    Array.isArray(value) && value.every(item);
const oneOf =
  (...values: unknown[]): Check =>
  (value) =>
    values.includes(value);
const bundle: Check = (value) =>
  object(value) && Object.keys(value as object).every((mime) => /^[\w.+-]+\/[\w.+-]+$/.test(mime));
const textBundle: Check = (value) => bundle(value) && string((value as Record<string, unknown>)['text/plain']);
const optional = (check: Check) => ({ optional: check });

const error: Shape = { ename: string, evalue: string, traceback: list(string) };
const shown: Shape = { data: bundle, metadata: object, transient: optional(object) };

const HEADER: Shape = {
  msg_id: string,
  session: string,
  username: string,
  date: (value) => string(value) && !Number.isNaN(Date.parse(value as string)),
  msg_type: string,
  version: (value) => string(value) && /^5\.\d+$/.test(value as string),
};

/** What the content of each message from a kernel must hold, by message type: protocol 5.4. */
const CONTENT: Record<string, Shape> = {
  status: { execution_state: oneOf('busy', 'idle', 'starting') },
  execute_input: { code: string, execution_count: number },
  execute_result: { data: textBundle, metadata: object, execution_count: number },
  stream: { name: oneOf('stdout', 'stderr'), text: string },
  display_data: shown,
  update_display_data: {
    ...shown,
    transient: (value) => object(value) && string((value as Record<string, unknown>).display_id),
  },
  clear_output: { wait: boolean },
  error,
  debug_event: { type: oneOf('event'), seq: number, event: string, body: object },
  iopub_welcome: { subscription: string },
  comm_open: { comm_id: string, target_name: string, data: object },
  comm_msg: { comm_id: string, data: object },
  comm_close: { comm_id: string, data: object },
  input_request: { prompt: string, password: boolean },
};

const OK_REPLY: Record<string, Shape> = {
  kernel_info_reply: {
    protocol_version: string,
    implementation: string,
    implementation_version: string,
    language_info: (value) =>
      object(value) &&
      ['name', 'version', 'mimetype', 'file_extension'].every((key) => string((value as Record<string, unknown>)[key])),
    banner: string,
    help_links: list(object),
    supported_features: list(string),
  },
  execute_reply: { execution_count: number, payload: list(object), user_expressions: object },
  complete_reply: { matches: list(string), cursor_start: number, cursor_end: number, metadata: object },
  inspect_reply: { found: boolean, data: bundle, metadata: object },
  history_reply: { history: list((item) => Array.isArray(item) && item.length === 3) },
  comm_info_reply: { comms: object },
  interrupt_reply: {},
  connect_reply: {
    shell_port: number,
    iopub_port: number,
    stdin_port: number,
    control_port: number,
    hb_port: number,
  },
  create_subshell_reply: { subshell_id: string },
  delete_subshell_reply: {},
  list_subshell_reply: { subshell_id: list(string) },
  usage_reply: {
    hostname: string,
    pid: number,
    kernel_cpu: positive,
    kernel_memory: positive,
    cpu_count: number,
    host_cpu_percent: positive,
    host_virtual_memory: object,
  },
  shutdown_reply: { restart: boolean },
};

const DEBUG_REPLY: Shape = {
  type: oneOf('response'),
  seq: number,
  request_seq: number,
  success: boolean,
  command: string,
  message: optional(string),
  body: object,
};

const IS_COMPLETE: Shape = {
  status: oneOf('complete', 'incomplete', 'invalid', 'unknown'),
  indent: optional(string),
};

/** A message as a client receives it. */
export interface ReceivedMessage {
  header: Record<string, unknown>;
  content: Record<string, unknown>;
}

/** What is wrong with a message from a kernel, one line a violation; empty when it keeps to the protocol. */
export function violations({ header, content }: ReceivedMessage): string[] {
  const type = String(header.msg_type);
  const shape = shapeOf(type, content);
  if (!shape) return [`${type}: a message type that no kernel sends`];
  return [...mismatches(`${type} header`, header, HEADER), ...mismatches(type, content, shape)];
}

function shapeOf(type: string, content: Record<string, unknown>): Shape | undefined {
  if (type === 'is_complete_reply') return IS_COMPLETE;
  if (type === 'debug_reply') return DEBUG_REPLY;
  const ok = OK_REPLY[type];
  if (!ok) return CONTENT[type];
  if (content.status === 'ok') return ok;
  const failed = { status: oneOf('error', 'aborted'), ...error };
  return type === 'execute_reply' ? { ...failed, execution_count: number } : failed;
}

function mismatches(where: string, value: Record<string, unknown>, shape: Shape): string[] {
  return Object.entries(shape).flatMap(([key, rule]) => {
    const check = typeof rule === 'function' ? rule : rule.optional;
    if (typeof rule !== 'function' && value[key] === undefined) return [];
    return check(value[key]) ? [] : [`${where}: wrong or missing ${key}, got ${JSON.stringify(value[key])}`];
  });
}
