import { Worker } from 'node:worker_threads';
import { historyFile } from './location.js';
import type { HistoryAnswer, HistoryEntry, HistoryItem, HistoryQuery, HistoryRequest } from './query.js';

/** How long, in ms, the thread is put off after the first cell, which has better use for the processor. */
const START_DELAY = 2000;

/**
 * The cells of this session and of earlier ones. Writing is left to a thread, so a slow disk slows nothing; if the thread
 * fails, the history is empty and everything else goes on.
 */
export class History {
  private worker: Worker | undefined;
  private starting: NodeJS.Timeout | undefined;
  private waiting: HistoryRequest[] = [];
  private failed = false;
  private nextId = 1;
  private readonly answers = new Map<number, (items: HistoryItem[]) => void>();

  constructor(private readonly path = historyFile()) {}

  add(entry: HistoryEntry): void {
    if (this.worker) this.worker.postMessage({ type: 'add', entry } satisfies HistoryRequest);
    else if (!this.failed) {
      this.waiting.push({ type: 'add', entry });
      this.starting ??= setTimeout(() => this.start(), START_DELAY).unref();
    }
  }

  /** Answers a query, oldest cell first. */
  find(query: HistoryQuery): Promise<HistoryItem[]> {
    return new Promise((resolve) => {
      const id = this.nextId++;
      this.answers.set(id, resolve);
      this.start()?.postMessage({ type: 'find', id, query } satisfies HistoryRequest);
      if (this.failed) this.giveUp();
    });
  }

  /** Writes what is left; resolves when that is done. */
  close(): Promise<void> {
    const worker = this.waiting.length ? this.start() : this.worker;
    if (!worker) return Promise.resolve();
    worker.postMessage({ type: 'close' } satisfies HistoryRequest);
    return new Promise((resolve) => worker.once('exit', () => resolve()));
  }

  private start(): Worker | undefined {
    if (this.worker || this.failed) return this.worker;
    clearTimeout(this.starting);
    this.worker = new Worker(new URL('./worker.js', import.meta.url), { workerData: this.path });
    this.worker.unref();
    this.worker.on('message', ({ id, items }: HistoryAnswer) => {
      this.answers.get(id)?.(items);
      this.answers.delete(id);
    });
    this.worker.on('error', () => undefined);
    this.worker.on('exit', () => this.giveUp());
    for (const request of this.waiting) this.worker.postMessage(request);
    this.waiting = [];
    return this.worker;
  }

  private giveUp(): void {
    this.worker = undefined;
    this.failed = true;
    for (const resolve of this.answers.values()) resolve([]);
    this.answers.clear();
  }
}
