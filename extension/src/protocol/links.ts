/** What a view may ask of the code behind it, and what it is told. */
export interface LinkListener {
  /** The code has sent something. */
  received(data: unknown, buffers: DataView[]): void;
  /** The link was made or lost. */
  changed(): void;
  /** A cell of the kernel has begun or ended. */
  cellChanged(): void;
}

/** The way to a kernel that a comm gives. */
export interface LinkEnd {
  send(data: Record<string, unknown>): void;
  /** Whether the kernel runs a cell, so that what is sent waits. */
  cellRuns(): boolean;
}

/** The link between the views that show one object and the code that holds it. Knows neither Jupyter nor the DOM. */
export class Link {
  private readonly listeners = new Set<LinkListener>();
  private end: LinkEnd | undefined;

  get connected(): boolean {
    return this.end !== undefined;
  }

  /** Whether the kernel runs a cell, so that what is sent waits. */
  get cellRuns(): boolean {
    return this.end?.cellRuns() ?? false;
  }

  get used(): boolean {
    return this.listeners.size > 0 || this.connected;
  }

  /** Sends to the code; nothing happens while there is none. */
  send(data: Record<string, unknown>): void {
    this.end?.send(data);
  }

  listen(listener: LinkListener): void {
    this.listeners.add(listener);
  }

  leave(listener: LinkListener): void {
    this.listeners.delete(listener);
  }

  connect(end: LinkEnd | undefined): void {
    this.end = end;
    for (const each of [...this.listeners]) each.changed();
  }

  cellChanged(): void {
    for (const each of [...this.listeners]) each.cellChanged();
  }

  receive(data: unknown, buffers: DataView[]): void {
    for (const each of [...this.listeners]) each.received(data, buffers);
  }
}

/** All links of this page, by the id that a view's data and its comm have in common. */
export class Links {
  private readonly links = new Map<string, Link>();

  get(id: string): Link {
    for (const [known, link] of this.links) if (!link.used) this.links.delete(known);
    let link = this.links.get(id);
    if (!link) {
      link = new Link();
      this.links.set(id, link);
    }
    return link;
  }
}
