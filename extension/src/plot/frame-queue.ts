/**
 * Does one job in each animation frame: several charts drawn in one would hold the page for too long. A job that is asked
 * for again before its turn is done once, in its latest form; each gets its turn.
 */
export class FrameQueue {
  private readonly jobs = new Map<string, () => void>();
  private frame: number | undefined;

  request(name: string, job: () => void): void {
    this.jobs.set(name, job);
    this.frame ??= requestAnimationFrame(() => this.next());
  }

  dispose(): void {
    if (this.frame !== undefined) cancelAnimationFrame(this.frame);
    this.jobs.clear();
  }

  private next(): void {
    this.frame = undefined;
    const [first] = this.jobs;
    if (!first) return;
    const [name, job] = first;
    this.jobs.delete(name);
    if (this.jobs.size > 0) this.frame = requestAnimationFrame(() => this.next());
    job();
  }
}
