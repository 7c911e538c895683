/** Shortest time between two redraws, in milliseconds: ten a second are as many as the eye needs. */
const INTERVAL = 100;
/** A redraw that takes long is followed by a pause of this many times as long, so that the page stays usable. */
const REST = 2;

/** Turns any number of requests into few redraws, each in an animation frame. */
export class Redraws {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private frame: number | undefined;
  private earliest = 0;

  constructor(private readonly redraw: () => void) {}

  request(): void {
    if (this.timer !== undefined || this.frame !== undefined) return;
    const wait = this.earliest - performance.now();
    if (wait > 0) {
      this.timer = setTimeout(() => {
        this.timer = undefined;
        this.schedule();
      }, wait);
    } else {
      this.schedule();
    }
  }

  dispose(): void {
    clearTimeout(this.timer);
    if (this.frame !== undefined) cancelAnimationFrame(this.frame);
  }

  private schedule(): void {
    this.frame = requestAnimationFrame(() => {
      this.frame = undefined;
      const start = performance.now();
      this.redraw();
      const end = performance.now();
      this.earliest = Math.max(start + INTERVAL, end + REST * (end - start));
    });
  }
}
