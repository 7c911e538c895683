import type { Content, Message } from '../protocol/message.js';
import type { RequestChannel } from '../protocol/sockets.js';

/** A request that a handler answers. */
export interface Request {
  channel: RequestChannel;
  message: Message;
  /** The subshell it is for; the main shell when missing. */
  subshell?: string;
  /** Set when an earlier cell failed and this one was already waiting: it must not run. */
  aborted: boolean;
}

/** Content of a reply; `undefined` for messages that get none. */
export type Reply = Content | undefined;
