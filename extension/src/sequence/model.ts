import type { SequenceData } from '../protocol/decode-sequence.js';
import { short } from '../tensor/format.js';

/** Fewest steps that zooming shows. */
const LEAST = 8;

/** Which stretch of a sequence is seen, and the step at the cursor. */
export class SequenceModel {
  /** First step that is seen, and how many are. */
  from = 0;
  span: number;
  cursor: number | undefined;

  constructor(readonly data: SequenceData) {
    this.span = Math.max(1, data.kept);
  }

  value(channel: number, step: number): number {
    return this.data.values[channel * this.data.kept + step];
  }

  /** Moves the stretch by steps and stops at the ends. */
  move(by: number): void {
    this.from = Math.max(0, Math.min(this.data.kept - this.span, this.from + by));
  }

  /** Shows more (`by` above 1) or fewer steps around the cursor or the middle. */
  zoom(by: number): void {
    const { kept } = this.data;
    const middle = this.cursor ?? this.from + this.span / 2;
    const share = (middle - this.from) / this.span;
    this.span = Math.max(Math.min(LEAST, kept), Math.min(kept, Math.round(this.span * by)));
    this.from = Math.max(0, Math.min(kept - this.span, Math.round(middle - share * this.span)));
  }

  /** Moves the cursor and keeps it in sight. */
  step(by: number): void {
    const last = this.data.kept - 1;
    this.cursor = this.cursor === undefined ? this.from : Math.max(0, Math.min(last, this.cursor + by));
    if (this.cursor < this.from) this.from = this.cursor;
    if (this.cursor >= this.from + this.span) this.from = this.cursor - this.span + 1;
  }

  /** A step as a time: `0.25 s`, or `step 3`. */
  time(step: number): string {
    return this.data.rate > 0 ? `${short(step / this.data.rate)} s` : `step ${step}`;
  }

  /** What the cursor is at, in words. */
  text(): string | undefined {
    const { cursor, data } = this;
    if (cursor === undefined || cursor >= data.kept) return undefined;
    const values = data.channels.map((name, i) =>
      data.channels.length > 1 ? `${name} = ${short(this.value(i, cursor))}` : short(this.value(i, cursor)),
    );
    const token = data.tokens[cursor];
    return `${token === undefined ? '' : `“${token}” `}${this.time(cursor)}: ${values.join(', ')}${this.loudest(cursor)}`;
  }

  /** Rows of the table: a step each, of the stretch that is seen. */
  rows(): { headings: string[]; rows: string[][] } {
    const { channels, tokens, rate } = this.data;
    const headings = [rate > 0 ? 'seconds' : 'step', ...(tokens.length > 0 ? ['token'] : []), ...channels];
    const rows = Array.from({ length: Math.min(this.span, this.data.kept) }, (_, i) => {
      const step = this.from + i;
      const time = rate > 0 ? String(step / rate) : String(step);
      const values = channels.map((_, channel) => String(this.value(channel, step)));
      return [time, ...(tokens.length > 0 ? [tokens[step]] : []), ...values];
    });
    return { headings, rows };
  }

  /** The strongest frequency of the spectrogram at a step. */
  private loudest(step: number): string {
    const { spectrogram: found, rate } = this.data;
    if (!found) return '';
    const frame = Math.min(found.frames - 1, Math.round(step / found.hop));
    let best = 0;
    for (let bin = 1; bin < found.bins; bin++) {
      if (found.values[bin * found.frames + frame] > found.values[best * found.frames + frame]) best = bin;
    }
    const frequency = ((best / Math.max(1, found.bins - 1)) * (rate || 1)) / 2;
    const level = found.low + (found.values[best * found.frames + frame] / 255) * (found.high - found.low);
    return `  strongest at ${short(frequency)} ${rate > 0 ? 'Hz' : 'a step'}, ${short(level, 3)} dB`;
  }
}
