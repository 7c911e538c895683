import { ValueError } from '../../errors.js';
import { afterInterrupt } from '../../interrupted.js';
import type { Dataset } from '../dataset.js';
import { FunctionDataset, type WorkerTask } from '../function-dataset.js';
import { checkIndex } from '../rows.js';
import { Subset } from '../subset.js';
import { WorkerThread } from './worker-thread.js';

/** How a dataset's samples are made in a worker thread: what it runs, and the number that a sample has there. */
export interface RemoteDataset {
  task: WorkerTask;
  place(index: number): number;
}

/** Throws for a dataset whose work cannot be put into words for another thread. */
export function remoteOf(dataset: unknown): RemoteDataset {
  if (dataset instanceof FunctionDataset) {
    const place = (index: number) => {
      checkIndex('DataLoader', index, dataset.length);
      return index;
    };
    return { task: dataset.task, place };
  }
  if (dataset instanceof Subset) {
    const { task, place } = remoteOf(dataset.dataset);
    return {
      task,
      place: (index) => {
        checkIndex('DataLoader', index, dataset.length);
        return place(dataset.indices[index]);
      },
    };
  }
  const name = (dataset as Dataset<unknown>).constructor.name;
  throw new ValueError(
    `DataLoader: numWorkers needs a FunctionDataset or a Subset of one, got ${name}, which cannot go to another thread; ` +
      'use numWorkers: 0 or make the samples in a FunctionDataset',
  );
}

const live = new Set<WorkerPool>();

/** Worker threads that take requests in turn, so that answers come back in the order of the requests. */
export class WorkerPool {
  readonly #threads: WorkerThread[] = [];
  #asked = 0;
  #answered = 0;

  constructor(task: WorkerTask, count: number, timeout: number) {
    live.add(this);
    afterInterrupt(closeAll);
    try {
      for (let i = 0; i < count; i++) this.#threads.push(new WorkerThread(`worker ${i}`, task, timeout));
    } catch (error) {
      this.close();
      throw error;
    }
  }

  /** Requests without an answer. */
  get waiting(): number {
    return this.#asked - this.#answered;
  }

  ask(indices: readonly number[]): void {
    this.#threads[this.#asked++ % this.#threads.length].ask(indices);
  }

  take(): unknown[] {
    return this.#next().take();
  }

  taken(): Promise<unknown[]> {
    return this.#next().taken();
  }

  /** Ends all threads. */
  close(): void {
    live.delete(this);
    for (const thread of this.#threads.splice(0)) thread.close();
  }

  #next(): WorkerThread {
    return this.#threads[this.#answered++ % this.#threads.length];
  }
}

/** An interrupted loop does not come to the point where it would end its threads. */
function closeAll(): void {
  for (const pool of [...live]) pool.close();
}
