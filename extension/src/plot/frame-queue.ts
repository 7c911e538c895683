/** After a job that takes long comes a pause of this many times as long, so that the page stays usable. */
const REST = 2;

/**
 * Does at most one job in an animation frame: several charts drawn in one would hold the page for too long. A job that is
 * asked for again before its turn is done once, in its latest form; each gets its turn.
 */
export class FrameQueue {
  private readonly jobs = new Map<string, () => void>();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private frame: number | undefined;
  private earliest = 0;

  request(name: string, job: () => void): void {
    this.jobs.set(name, job);
    this.schedule();
  }

  dispose(): void {
    clearTimeout(this.timer);
    if (this.frame !== undefined) cancelAnimationFrame(this.frame);
    this.jobs.clear();
  }

  private schedule(): void {
    if (this.jobs.size === 0 || this.timer !== undefined || this.frame !== undefined) return;
    const wait = this.earliest - performance.now();
    if (wait <= 0) {
      this.frame = requestAnimationFrame(() => this.next());
      return;
    }
    this.timer = setTimeout(() => {
      this.timer = undefined;
      this.schedule();
    }, wait);
  }

  private next(): void {
    this.frame = undefined;
    const [first] = this.jobs;
    if (!first) return;
    const [name, job] = first;
    this.jobs.delete(name);
    const start = performance.now();
    job();
    const end = performance.now();
    this.earliest = end + REST * (end - start);
    this.schedule();
  }
}
