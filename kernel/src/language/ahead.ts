import type { Script } from './emit.js';
import type { Diagnostic } from './language.js';

/** What converting a cell gives, before it has a name and an id. */
export type AheadConversion =
  | {
      ok: true;
      script: Script;
      modules?: Record<string, string>;
      /** The text that becomes a level of the scope. */
      text: string;
      /** Earlier cells that it mentions. */
      uses: ReadonlySet<string>;
      /** Whether it forgets the earlier cells. */
      alone: boolean;
      /** Whether local files went into it, which may change before the cell runs. */
      readsFiles: boolean;
    }
  | { ok: false; diagnostics: Diagnostic[]; readsFiles: boolean };

/** How many texts are kept: the user edits few cells at a time. */
const limit = 8;

/** Conversions made while the user was typing. They hold for the scope in which they were made. */
export class Ahead {
  readonly #kept = new Map<string, AheadConversion>();

  find(code: string): AheadConversion | undefined {
    return this.#kept.get(code);
  }

  /** Finds and forgets: what ran once is mostly edited before it runs again, and its scope is another then. */
  take(code: string): AheadConversion | undefined {
    const known = this.#kept.get(code);
    this.#kept.delete(code);
    // A failure may be mended from outside, by installing a package.
    return known?.ok ? known : undefined;
  }

  keep(code: string, conversion: AheadConversion): void {
    this.#kept.delete(code);
    if (conversion.readsFiles) return;
    this.#kept.set(code, conversion);
    const oldest = this.#kept.keys().next().value;
    if (this.#kept.size > limit && oldest !== undefined) this.#kept.delete(oldest);
  }

  /** Forgets all: the scope has changed. */
  clear(): void {
    this.#kept.clear();
  }
}
