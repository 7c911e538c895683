/** A socket that can send one multipart message at a time. */
export interface Sender {
  send(frames: Buffer[]): Promise<void>;
}

/** Sends in the order of the calls: a ZeroMQ socket refuses a second send while the first is under way. */
export class Outbox {
  private tail: Promise<void> = Promise.resolve();

  constructor(private readonly socket: Sender) {}

  send(frames: Buffer[]): void {
    this.tail = this.tail.then(() => this.socket.send(frames)).catch(() => undefined);
  }

  /** Resolves when everything sent so far has left for the socket. */
  drained(): Promise<void> {
    return this.tail;
  }
}
