import type { Answer } from '../protocol/inspect.js';

/** What a panel says when the kernel gave no answer to show; an empty text when it did. */
export function refusal(answer: Answer, what: string): string {
  switch (answer.type) {
    case 'busy':
      return `A cell is running; ${what} are shown when it ends.`;
    case 'foreign':
      return 'This kernel is not a Lectern kernel, so there is nothing to show here.';
    case 'gone':
      return 'Open a notebook or console with a running Lectern kernel.';
    default:
      return '';
  }
}

/** One sentence for a failed question. */
export function problemText(error: unknown): string {
  return `The kernel could not say: ${error instanceof Error ? error.message : String(error)}.`;
}
