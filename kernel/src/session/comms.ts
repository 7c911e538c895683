/** Sends on a comm that the kernel itself serves. */
export interface ServedComm {
  readonly id: string;
  send(data: unknown, buffers?: Uint8Array[]): void;
}

/** Takes one message of the front end on a served comm. */
export type CommReceiver = (data: unknown, buffers: Uint8Array[]) => void | Promise<void>;

/** Called when the front end opens a comm on a target that the kernel itself serves. */
export type CommService = (comm: ServedComm, data: unknown) => CommReceiver;

interface OpenComm {
  target: string;
  /** Set when the kernel itself serves the comm; else the code in the runner does. */
  receive?: CommReceiver;
}

/** The open comms of a kernel and the targets on which the front end may open more. */
export class Comms {
  private readonly open = new Map<string, OpenComm>();
  private readonly services = new Map<string, CommService>();
  private readonly runnerTargets = new Set<string>();

  /** Serves a target in the front process, so that it is answered whatever the user's code does. */
  serve(target: string, service: CommService): void {
    this.services.set(target, service);
  }

  serviceOf(target: string): CommService | undefined {
    return this.services.get(target);
  }

  /** Notes that the code in the runner takes comms on a target. */
  acceptInRunner(target: string): void {
    this.runnerTargets.add(target);
  }

  isAcceptedInRunner(target: string): boolean {
    return this.runnerTargets.has(target);
  }

  /** Notes what the runner published. */
  observe(messageType: string, content: Record<string, unknown>): void {
    const id = String(content.comm_id);
    if (messageType === 'comm_open') this.add(id, { target: String(content.target_name) });
    if (messageType === 'comm_close') this.open.delete(id);
  }

  add(id: string, comm: OpenComm): void {
    this.open.set(id, comm);
  }

  find(id: string): OpenComm | undefined {
    return this.open.get(id);
  }

  close(id: string): void {
    this.open.delete(id);
  }

  /** Forgets all that the runner had, because it is gone, and returns the ids of its comms. */
  clearRunner(): string[] {
    this.runnerTargets.clear();
    const ids = [...this.open].filter(([, { receive }]) => !receive).map(([id]) => id);
    for (const id of ids) this.open.delete(id);
    return ids;
  }

  /** The `comms` field of a `comm_info_reply`. */
  list(target?: string): Record<string, { target_name: string }> {
    const entries = [...this.open].filter(([, comm]) => target === undefined || comm.target === target);
    return Object.fromEntries(entries.map(([id, comm]) => [id, { target_name: comm.target }]));
  }
}
