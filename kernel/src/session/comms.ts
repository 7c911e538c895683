/** The open comms of a kernel: id → target. The runner opens them; either side closes them. */
export class Comms {
  private readonly open = new Map<string, string>();

  /** Notes what the runner published. */
  observe(messageType: string, content: Record<string, unknown>): void {
    const id = String(content.comm_id);
    if (messageType === 'comm_open') this.open.set(id, String(content.target_name));
    if (messageType === 'comm_close') this.open.delete(id);
  }

  has(id: string): boolean {
    return this.open.has(id);
  }

  close(id: string): void {
    this.open.delete(id);
  }

  /** Forgets all comms and returns their ids. */
  clear(): string[] {
    const ids = [...this.open.keys()];
    this.open.clear();
    return ids;
  }

  /** The `comms` field of a `comm_info_reply`. */
  list(target?: string): Record<string, { target_name: string }> {
    const entries = [...this.open].filter(([, name]) => target === undefined || name === target);
    return Object.fromEntries(entries.map(([id, target_name]) => [id, { target_name }]));
  }
}
