import { randomUUID } from 'node:crypto';
import { userInfo } from 'node:os';

/** Version of the Jupyter messaging protocol that this kernel speaks. */
export const PROTOCOL_VERSION = '5.4';

export interface Header {
  msg_id: string;
  session: string;
  username: string;
  date: string;
  msg_type: string;
  version: string;
  /** The subshell that a request is for; the main shell when missing. */
  subshell_id?: string | null;
}

export type Content = Record<string, unknown>;

/** One Jupyter message, decoded. */
export interface Message {
  /** Routing frames before the delimiter, any number of them; for iopub the topic. */
  identities: Buffer[];
  header: Header;
  /** Empty when the message answers nothing. */
  parent: Header | Record<string, never>;
  metadata: Record<string, unknown>;
  content: Content;
  buffers: Uint8Array[];
}

/** Makes headers that share one session id and user name. */
export function createHeaderFactory(session: string = randomUUID()): (messageType: string) => Header {
  const username = nameOfUser();
  return (messageType) => ({
    msg_id: randomUUID(),
    session,
    username,
    date: new Date().toISOString(),
    msg_type: messageType,
    version: PROTOCOL_VERSION,
  });
}

function nameOfUser(): string {
  try {
    return userInfo().username;
  } catch {
    // A container's user need not be in the password file.
    return 'user';
  }
}
