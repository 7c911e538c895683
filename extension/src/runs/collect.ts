import type { Notebooks } from '../panels/notebooks.js';
import type { NotebookPanel, Outputs } from '../panels/parts.js';
import { decodeTraining } from '../protocol/decode-training.js';
import type { LiveState, LiveStore } from '../protocol/live.js';
import { TRAINING_MIME, type TrainingSpec } from '../protocol/spec.js';
import type { RunBook } from './book.js';

/** Fills the book with the live runs of the page and with those that open notebooks have saved. */
export function collectRuns(book: RunBook, store: LiveStore, notebooks: Notebooks): void {
  store.watch((state) => {
    if (isTraining(state)) book.take(state);
  });
  notebooks.each((panel) => {
    const watched = new Set<string>();
    const look = () => {
      for (const { id, outputs } of panel.content.model?.cells ?? []) {
        if (!outputs || watched.has(id)) continue;
        watched.add(id);
        outputs.changed.connect(() => readOutputs(book, panel, outputs));
        readOutputs(book, panel, outputs);
      }
    };
    panel.content.model?.cells.changed.connect(look);
    look();
  });
}

/** Live views of other kinds have no series with points that were pushed. */
function isTraining(state: LiveState): state is TrainingSpec {
  const { series } = state as Partial<TrainingSpec>;
  return Array.isArray(series) && series.every((entry) => 'pushed' in entry && 'panel' in entry);
}

function readOutputs(book: RunBook, panel: NotebookPanel, outputs: Outputs): void {
  for (let i = 0; i < outputs.length; i++) {
    const payload = outputs.get(i).data[TRAINING_MIME];
    if (payload === undefined) continue;
    try {
      book.take(decodeTraining(payload), panel.context.path);
    } catch {
      // The output itself says what is wrong with it.
    }
  }
}
