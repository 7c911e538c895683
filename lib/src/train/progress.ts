import { shortNumber } from '../view/numbers.js';
import { StatusLine } from '../view/status-line.js';

/** Where a run is. */
export interface ProgressPlace {
  epoch: number;
  epochs: number;
  /** Batches of this epoch so far, and in all if that is known. */
  batch: number;
  batches: number | undefined;
}

/** Shortest times in milliseconds between two updates in a notebook, and between two lines elsewhere. */
const UPDATE_INTERVAL = 100;
const LINE_INTERVAL = 10_000;
const BAR = 20;

/**
 * One line on how far a run is: epoch, batch, values, batches a second, time left. In a notebook it is updated in
 * place; elsewhere a line is printed at the end of each epoch, and every ten seconds of a long one.
 */
export class ProgressLine {
  readonly #line = new StatusLine();
  readonly #interval = this.#line.host ? UPDATE_INTERVAL : LINE_INTERVAL;
  readonly #started = performance.now();
  #last = this.#line.host ? Number.NEGATIVE_INFINITY : this.#started;
  #batches = 0;

  /** A batch is done: shows it if it is time. `values` is asked only then. */
  batch(place: ProgressPlace, values: () => Record<string, number>): void {
    this.#batches++;
    const time = performance.now();
    if (time - this.#last >= this.#interval) this.#show(place, values(), time);
  }

  /** An epoch is done. */
  epoch(place: ProgressPlace, values: Record<string, number>): void {
    this.#show(place, values, performance.now());
  }

  #show(place: ProgressPlace, values: Record<string, number>, time: number): void {
    this.#line.show(progressText(place, values, (time - this.#started) / 1000, this.#batches));
    this.#last = time;
  }
}

/** The line, `seconds` and `done` batches after the start. */
export function progressText(
  { epoch, epochs, batch, batches }: ProgressPlace,
  values: Record<string, number>,
  seconds: number,
  done: number,
): string {
  const speed = seconds > 0 ? done / seconds : 0;
  const ahead = batches === undefined ? 0 : (epochs - epoch + 1) * batches - batch;
  const left = batches === undefined || speed === 0 ? undefined : ahead / speed;
  return [
    `epoch ${epoch}/${epochs}`,
    ...(batches === undefined ? [] : [bar(batch / Math.max(1, batches))]),
    batches === undefined ? `${batch}` : `${batch}/${batches}`,
    ...Object.entries(values).map(([name, value]) => `${name} ${shortNumber(value)}`),
    `${shortNumber(Number(speed.toPrecision(3)))} steps/s`,
    ...(left === undefined ? [] : [left === 0 ? `took ${clock(seconds)}` : `${clock(left)} left`]),
  ].join('  ');
}

function bar(share: number): string {
  const full = Math.round(Math.min(1, share) * BAR);
  return '━'.repeat(full) + '╌'.repeat(BAR - full);
}

/** `0:07`, `12:30`, `1:02:05`. */
function clock(seconds: number): string {
  const whole = Math.round(seconds);
  const two = (n: number) => String(n).padStart(2, '0');
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  return `${hours > 0 ? `${hours}:${two(minutes)}` : minutes}:${two(whole % 60)}`;
}
