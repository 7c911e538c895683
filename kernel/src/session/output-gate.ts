import { type Allowance, TokenBucket } from './token-bucket.js';

type StreamName = 'stdout' | 'stderr';

/** In characters. Jupyter's server silently drops what is above 3 MB in three seconds; this stays below. */
const TEXT: Allowance = { burst: 2_500_000, perSecond: 150_000 };
/** In messages, of which the server takes 3,000 in three seconds. */
const DISPLAYS: Allowance = { burst: 2_500, perSecond: 400 };
/** What a change between stdout and stderr costs, in characters: each begins a message. */
const MESSAGE_COST = 500;
/** How much of the end of dropped text is shown, in characters. */
const TAIL = 2_000;
/** How long, in ms, a flood must have stopped before its end is shown. */
const CALM = 1000;

interface Dropped {
  name: StreamName;
  lines: number;
  characters: number;
  displays: number;
  tail: string;
}

/**
 * Holds back output that comes faster than a page can take, and says what was left out. Of text the beginning and the
 * last lines are shown; of updates of one display the last is.
 */
export class OutputGate {
  private readonly characters = new TokenBucket(TEXT);
  private readonly displays = new TokenBucket(DISPLAYS);
  private readonly updates = new Map<string, () => void>();
  private dropped: Dropped | undefined;
  private lastName: StreamName = 'stdout';
  private timer: NodeJS.Timeout | undefined;

  /** @param publish called with text that may pass */
  constructor(private readonly publish: (name: StreamName, text: string) => void) {}

  /** A new cell begins: it does not pay for the one before. */
  reset(): void {
    this.finish();
    this.characters.reset();
    this.displays.reset();
  }

  text(name: StreamName, text: string): void {
    const change = name === this.lastName ? 0 : MESSAGE_COST;
    this.lastName = name;
    if (this.characters.takes(text.length + change)) {
      this.finish();
      this.publish(name, text);
      return;
    }
    const room = this.dropped || text.length <= TAIL ? 0 : this.characters.empty();
    if (room > 0) this.publish(name, text.slice(0, room));
    this.drop(name, text.slice(room));
  }

  /** Publishes a display, or counts it as left out. With the `id` that it updates, the last one is kept for the end. */
  display(publish: () => void, updates?: string): void {
    if (this.displays.takes(1)) {
      this.finish();
      publish();
    } else if (updates === undefined) this.entry('stderr').displays++;
    else {
      this.updates.set(updates, publish);
      this.wait();
    }
  }

  /** Says what was left out, with the last lines; nothing when all was shown. */
  finish(): void {
    if (!this.timer) return;
    clearTimeout(this.timer);
    this.timer = undefined;
    const { dropped } = this;
    this.dropped = undefined;
    if (dropped) this.publish(dropped.name, report(dropped));
    const updates = [...this.updates.values()];
    this.updates.clear();
    for (const publish of updates) publish();
  }

  private drop(name: StreamName, text: string): void {
    const entry = this.entry(name);
    entry.characters += text.length;
    entry.lines += newlines(text);
    entry.tail = text.length >= TAIL ? text.slice(-TAIL) : (entry.tail + text).slice(-TAIL);
  }

  private entry(name: StreamName): Dropped {
    this.wait();
    this.dropped ??= { name, lines: 0, characters: 0, displays: 0, tail: '' };
    return this.dropped;
  }

  private wait(): void {
    if (this.timer) this.timer.refresh();
    else this.timer = setTimeout(() => this.finish(), CALM).unref();
  }
}

function report({ lines, characters, displays, tail }: Dropped): string {
  const hidden = characters - tail.length;
  const parts: string[] = [];
  if (hidden > 0) parts.push(`${count(lines - newlines(tail), 'line')} (${count(hidden, 'character')})`);
  if (displays) parts.push(count(displays, 'display'));
  const note = parts.length ? `\n[… ${parts.join(' and ')} not shown: they came faster than a page can take …]\n` : '';
  return `${note}${tail}`;
}

function newlines(text: string): number {
  let lines = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines++;
  return lines;
}

function count(number: number, noun: string): string {
  return `${number.toLocaleString('en-US')} ${noun}${number === 1 ? '' : 's'}`;
}
