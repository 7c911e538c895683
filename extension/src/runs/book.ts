import type { TrainingSpec } from '../protocol/spec.js';
import { packRun, type Run, unpackRuns } from './run.js';

/** Most runs in the list, and characters of all that are remembered. */
const MOST_RUNS = 24;
const MOST_TEXT = 400_000;

/** Where runs are remembered. */
export interface RunStorage {
  load(): Promise<unknown>;
  save(runs: unknown): Promise<void>;
}

/** The training runs that this page has seen or remembers, in the order in which they came. */
export class RunBook {
  private readonly known = new Map<string, Run>();
  private readonly removed = new Set<string>();
  private readonly listeners = new Set<() => void>();
  private saving: Promise<void> | undefined;
  private dirty = false;

  constructor(private readonly storage: RunStorage | undefined) {}

  get runs(): Run[] {
    return [...this.known.values()];
  }

  /** Brings back what was remembered; runs that came meanwhile stay. */
  async restore(): Promise<void> {
    const stored = await this.storage?.load();
    if (!Array.isArray(stored)) return;
    const later = this.runs;
    this.known.clear();
    for (const run of unpackRuns(stored)) if (!this.removed.has(run.id)) this.known.set(run.id, run);
    for (const run of later) this.known.set(run.id, { ...run, ...this.choices(run.id) });
    this.changed(false);
  }

  /** Takes a state of a run, new or known; a run that was deleted from the list does not come back. */
  take(spec: TrainingSpec, notebook?: string): void {
    if (this.removed.has(spec.id) || spec.series.length === 0) return;
    const run = this.known.get(spec.id);
    if (!run) {
      this.add(spec, notebook ?? '');
      return;
    }
    const newer = spec.seq > run.spec.seq || (spec.seq === run.spec.seq && points(spec) > points(run.spec));
    const moved = notebook !== undefined && notebook !== run.notebook;
    if (!newer && !moved) return;
    if (newer) run.spec = spec;
    if (moved) run.notebook = notebook;
    this.changed(moved || spec.state !== 'running');
  }

  rename(id: string, name: string): void {
    this.change(id, (run) => {
      run.name = name.trim() || run.name;
    });
  }

  hide(id: string, hidden: boolean): void {
    this.change(id, (run) => {
      run.hidden = hidden;
    });
  }

  /** Deletes a run from the list; the notebook keeps its output. */
  remove(id: string): void {
    this.removed.add(id);
    if (this.known.delete(id)) this.changed(true);
  }

  /** Calls `listener` after each change until the returned function is called. */
  listen(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private add(spec: TrainingSpec, notebook: string): void {
    const used = this.runs.map(({ color }) => color);
    let color = 0;
    while (used.includes(color)) color++;
    this.known.set(spec.id, { id: spec.id, name: this.freeName(spec), notebook, hidden: false, color, spec });
    while (this.known.size > MOST_RUNS) this.known.delete(this.runs[0].id);
    this.changed(spec.state !== 'running');
  }

  private freeName({ title }: TrainingSpec): string {
    const base = title || 'Training';
    const taken = new Set(this.runs.map(({ name }) => name));
    if (!taken.has(base)) return base;
    for (let number = 2; ; number++) if (!taken.has(`${base} ${number}`)) return `${base} ${number}`;
  }

  private choices(id: string): Partial<Run> {
    const run = this.known.get(id);
    return run ? { name: run.name, hidden: run.hidden, color: run.color } : {};
  }

  private change(id: string, make: (run: Run) => void): void {
    const run = this.known.get(id);
    if (!run) return;
    make(run);
    this.changed(true);
  }

  private changed(keep: boolean): void {
    for (const listener of [...this.listeners]) listener();
    if (!keep || !this.storage) return;
    this.dirty = true;
    this.saving ??= this.save(this.storage);
  }

  /** One save at a time; what changes meanwhile is saved after it. */
  private async save(storage: RunStorage): Promise<void> {
    while (this.dirty) {
      this.dirty = false;
      try {
        await storage.save(this.packed());
      } catch {
        // Without storage the runs of this page are still there.
      }
    }
    this.saving = undefined;
  }

  /** The newest runs that fit. */
  private packed(): unknown[] {
    const packed: unknown[] = [];
    let room = MOST_TEXT;
    for (const run of this.runs.reverse()) {
      const entry = packRun(run);
      room -= JSON.stringify(entry).length;
      if (room < 0) break;
      packed.unshift(entry);
    }
    return packed;
  }
}

function points(spec: TrainingSpec): number {
  return spec.series.reduce((sum, { pushed }) => sum + pushed, 0);
}
