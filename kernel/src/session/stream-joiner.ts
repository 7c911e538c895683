type StreamName = 'stdout' | 'stderr';

/** Joins the pieces of a stream into few messages: a piece waits at most `delay` ms for more. */
export class StreamJoiner {
  private name: StreamName = 'stdout';
  private pieces: string[] = [];
  private timer: NodeJS.Timeout | undefined;

  /**
   * @param publish called with the joined text
   * @param delay longest wait in milliseconds
   */
  constructor(
    private readonly publish: (name: StreamName, text: string) => void,
    private readonly delay = 20,
  ) {}

  write(name: StreamName, text: string): void {
    if (!text) return;
    if (name !== this.name) this.flush();
    this.name = name;
    this.pieces.push(text);
    this.timer ??= setTimeout(() => this.flush(), this.delay);
  }

  /** Publishes what is held. Must be called before any other output, so that the order stays the order of the calls. */
  flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (!this.pieces.length) return;
    const text = this.pieces.join('');
    this.pieces = [];
    this.publish(this.name, text);
  }
}
