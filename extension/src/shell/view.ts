/** What draws the data of one MIME type. Made once an output, updated when the output's data are replaced. */
export interface View {
  readonly node: HTMLElement;
  /**
   * Shows other data. Throws a PayloadError when they are not what the MIME type promises. `keep` puts data by MIME type
   * into the notebook's output, for views that learn more than the output was given.
   */
  update(payload: unknown, keep: (data: Record<string, unknown>) => void): void;
  /** The room changed, or the view came back into sight: its pixels may be stale. */
  resized(): void;
  dispose(): void;
}

/** Loads the code of a view, the first time that one is shown. */
export type ViewLoader = () => Promise<() => View>;
