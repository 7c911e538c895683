import { Reply, Router, XPublisher } from 'zeromq';
import { addressOf, type ConnectionInfo } from './connection.js';
import { type Content, createHeaderFactory, type Header, type Message } from './message.js';
import { Outbox } from './outbox.js';
import { Wire } from './wire.js';

/** The channels on which requests arrive. */
export type RequestChannel = 'shell' | 'control' | 'stdin';

/** What a published message may carry beside its content. */
export interface Extras {
  metadata?: Record<string, unknown>;
  buffers?: Uint8Array[];
}

/** The five bound sockets of a kernel: decodes what arrives, signs what leaves, echoes the heartbeat. */
export class Sockets {
  private readonly router: Record<RequestChannel, Router> = {
    shell: new Router({ linger: 1000 }),
    control: new Router({ linger: 1000 }),
    stdin: new Router({ linger: 1000 }),
  };
  // No high-water mark: a publisher that reaches it drops outputs without a word.
  private readonly iopub = new XPublisher({ linger: 1000, sendHighWaterMark: 0 });
  private readonly heartbeat = new Reply({ linger: 0 });
  private readonly outboxes: Record<RequestChannel | 'iopub', Outbox>;
  private readonly wire: Wire;
  private readonly createHeader = createHeaderFactory();
  private published = false;

  private constructor(private readonly info: ConnectionInfo) {
    this.wire = new Wire(info.key, info.signature_scheme);
    this.iopub.verbosity = 'allSubs';
    this.outboxes = {
      shell: new Outbox(this.router.shell),
      control: new Outbox(this.router.control),
      stdin: new Outbox(this.router.stdin),
      iopub: new Outbox(this.iopub),
    };
  }

  /** Binds all five sockets; who subscribes from then on is welcomed. */
  static async bind(info: ConnectionInfo): Promise<Sockets> {
    const sockets = new Sockets(info);
    await Promise.all([
      sockets.router.shell.bind(addressOf(info, info.shell_port)),
      sockets.router.control.bind(addressOf(info, info.control_port)),
      sockets.router.stdin.bind(addressOf(info, info.stdin_port)),
      sockets.heartbeat.bind(addressOf(info, info.hb_port)),
    ]);
    await sockets.iopub.bind(addressOf(info, info.iopub_port));
    void sockets.welcomeSubscribers();
    return sockets;
  }

  /** Starts to receive. `receive` is called for every well-signed message; it must not throw. */
  listen(receive: (channel: RequestChannel, message: Message) => void): void {
    for (const channel of ['shell', 'control', 'stdin'] as const) void this.pump(channel, receive);
    void this.echoHeartbeat();
  }

  /** The ports of the connection file, by their names there. */
  get ports(): Record<string, number> {
    const { shell_port, iopub_port, stdin_port, control_port, hb_port } = this.info;
    return { shell_port, iopub_port, stdin_port, control_port, hb_port };
  }

  publish(messageType: string, content: Content, parent: Header | Record<string, never>, extras: Extras = {}): void {
    this.published = true;
    this.outboxes.iopub.send(this.pack([Buffer.from(messageType)], messageType, content, parent, extras));
  }

  /** Sends a message to the client that sent `request`: on its channel, or on stdin. */
  answer(channel: RequestChannel, request: Message, messageType: string, content: Content): void {
    this.outboxes[channel].send(this.pack(request.identities, messageType, content, request.header, {}));
  }

  /** Waits until everything has left, then closes. */
  async close(): Promise<void> {
    await Promise.all(Object.values(this.outboxes).map((outbox) => outbox.drained()));
    for (const socket of [...Object.values(this.router), this.iopub, this.heartbeat]) socket.close();
  }

  private pack(
    identities: Buffer[],
    messageType: string,
    content: Content,
    parent: Header | Record<string, never>,
    extras: Extras,
  ): Buffer[] {
    return this.wire.encode({
      identities,
      header: this.createHeader(messageType),
      parent,
      metadata: extras.metadata ?? {},
      content,
      buffers: extras.buffers ?? [],
    });
  }

  private async pump(channel: RequestChannel, receive: (channel: RequestChannel, message: Message) => void) {
    for await (const frames of this.router[channel]) {
      const message = this.wire.decode(frames as Buffer[]);
      if (message) receive(channel, message);
    }
  }

  private async echoHeartbeat(): Promise<void> {
    for await (const frames of this.heartbeat) await this.heartbeat.send(frames);
  }

  /**
   * A subscription counts before its event arrives here, and the welcome must be the first that a subscriber gets.
   * So the status `starting` follows the first welcome, unless a request has brought a later status before.
   */
  private async welcomeSubscribers(): Promise<void> {
    for await (const [event] of this.iopub) {
      const subscribed = event[0] === 1;
      if (!subscribed) continue;
      const topic = event.subarray(1);
      this.outboxes.iopub.send(this.pack([topic], 'iopub_welcome', { subscription: topic.toString('utf8') }, {}, {}));
      if (!this.published) this.publish('status', { execution_state: 'starting' }, {});
    }
  }
}
