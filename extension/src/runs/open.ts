import type { IStateDB } from '@jupyterlab/statedb';
import type { Notebooks } from '../panels/notebooks.js';
import type { LiveStore } from '../protocol/live.js';
import { RunBook } from './book.js';
import { collectRuns } from './collect.js';

const KEY = 'lectern:runs';

/** The book of this page: what the workspace remembers, and what comes from now on. */
export async function openBook(state: IStateDB | null, store: LiveStore, notebooks: Notebooks): Promise<RunBook> {
  const book = new RunBook(
    state
      ? {
          load: () => state.fetch(KEY),
          // Plain data by construction: specs came as JSON.
          save: (runs) => state.save(KEY, runs as Parameters<IStateDB['save']>[1]),
        }
      : undefined,
  );
  await book.restore().catch(() => undefined);
  collectRuns(book, store, notebooks);
  return book;
}
