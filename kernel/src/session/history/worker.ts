import { parentPort, workerData } from 'node:worker_threads';
import type { HistoryAnswer, HistoryRequest } from './query.js';
import { HistoryStore } from './store.js';

/** How long, in ms, cells wait for more of them before they are written. */
const DELAY = 200;

/** The history thread: opening, locking and writing the file never keeps the front process from answering. */
const store = new HistoryStore(workerData as string);
const port = parentPort!;
let timer: NodeJS.Timeout | undefined;

port.on('message', (request: HistoryRequest) => {
  if (request.type === 'add') {
    store.add(request.entry);
    timer ??= setTimeout(flush, DELAY);
  } else if (request.type === 'find')
    port.postMessage({ id: request.id, items: store.find(request.query) } satisfies HistoryAnswer);
  else {
    flush();
    port.close();
  }
});

function flush(): void {
  clearTimeout(timer);
  timer = undefined;
  store.flush();
}
