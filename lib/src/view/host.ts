/** A MIME bundle: MIME type → data (text, base64 for binary types, plain JSON for `…+json`). */
export type MimeBundle = Record<string, unknown>;

/** One open channel to the front end, the lib-side half of a Jupyter comm. */
export interface ViewChannel {
  readonly id: string;
  /** Sends plain JSON and optional binary buffers. Never blocks; drops silently once closed. */
  send(data: unknown, buffers?: ArrayBufferView[]): void;
  close(data?: unknown): void;
  /** Called for each message that the front end sends on this channel. */
  onMessage: ((data: unknown, buffers: DataView[]) => void) | null;
}

/** What a callback printed, showed or threw. */
export type CallbackOutput =
  | { type: 'stream'; name: 'stdout' | 'stderr'; text: string }
  | { type: 'display'; data: MimeBundle; metadata: Record<string, unknown>; id?: string; update: boolean }
  | { type: 'clear' }
  | { type: 'error'; ename: string; evalue: string; traceback: string[] };

/**
 * What a notebook kernel offers to views. The library never imports a kernel: it looks the host up under
 * {@link HOST_SYMBOL}; without a host, views print text.
 */
export interface ViewHost {
  /** Shows a bundle in the output of the running cell; with `id` it can be updated later. */
  display(bundle: MimeBundle, options?: { id?: string; metadata?: Record<string, unknown> }): void;
  /** Replaces every output shown under `id`. */
  update(id: string, bundle: MimeBundle, options?: { metadata?: Record<string, unknown> }): void;
  /** Opens a Jupyter comm to the front end on `target`. */
  openChannel(target: string, data: unknown, buffers?: ArrayBufferView[]): ViewChannel;
  /** Runs `callback` once, when the running cell ends and before the kernel reports idle. */
  atCellEnd(callback: () => void): void;
  /**
   * Runs a callback as a cell is run: it can be interrupted, and what it prints, shows, returns and throws goes to `sink`,
   * also later; `sink` says whether it took it. Returns a promise of its end if it is async.
   */
  capture?(callback: () => unknown, sink: (output: CallbackOutput) => boolean): Promise<void> | undefined;
}

/** The well-known key on `globalThis` under which a kernel puts its {@link ViewHost}. */
export const HOST_SYMBOL = Symbol.for('lectern.host');

/** The host of the running notebook kernel, or `undefined` in a plain script. */
export function currentHost(): ViewHost | undefined {
  return (globalThis as Record<symbol, unknown>)[HOST_SYMBOL] as ViewHost | undefined;
}

/** Objects show themselves in a notebook through this symbol, as in Deno's kernel: a method that returns a MIME bundle. */
export const DISPLAY_SYMBOL = Symbol.for('Jupyter.display');
