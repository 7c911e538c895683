/** How much may pass at once, and how much more each second. */
export interface Allowance {
  burst: number;
  perSecond: number;
}

/** Share of a burst that must be there again before anything passes after a refusal. */
const RESUME = 0.1;

/** Lets things through at a rate. After a refusal nothing passes until a tenth of a burst is there again. */
export class TokenBucket {
  private tokens: number;
  private last: number;
  private isClosed = false;

  /** @param now clock in milliseconds */
  constructor(
    private readonly allowance: Allowance,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.tokens = allowance.burst;
    this.last = now();
  }

  /** Fills the bucket. */
  reset(): void {
    this.tokens = this.allowance.burst;
    this.last = this.now();
    this.isClosed = false;
  }

  /** Takes `amount`, or none of it. */
  takes(amount: number): boolean {
    const { burst, perSecond } = this.allowance;
    const time = this.now();
    this.tokens = Math.min(burst, this.tokens + ((time - this.last) / 1000) * perSecond);
    this.last = time;
    if (this.isClosed && this.tokens < burst * RESUME) return false;
    this.isClosed = this.tokens < amount;
    if (!this.isClosed) this.tokens -= amount;
    return !this.isClosed;
  }

  /** Takes all that is left and returns how much that was. */
  empty(): number {
    const left = Math.floor(this.tokens);
    this.tokens = 0;
    return left;
  }
}
