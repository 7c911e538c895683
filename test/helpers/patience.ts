/** How long a test of the browser waits for one thing, ms: a busy machine takes many times what a quiet one does. */
export const PATIENCE_MS = 60_000;
