import { randomUUID } from 'node:crypto';
import type { NotebookHost } from './host.js';

/** The MIME type behind each method of tslab's displays. */
const METHODS: Record<string, string> = {
  javascript: 'application/javascript',
  html: 'text/html',
  markdown: 'text/markdown',
  latex: 'text/latex',
  svg: 'image/svg+xml',
  png: 'image/png',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  pdf: 'application/pdf',
  text: 'text/plain',
};

type Content = string | Uint8Array;

/** What `import … from 'tslab'` gives in notebooks that were written for that kernel. */
export function tslabNames(host: NotebookHost): Record<string, unknown> {
  const newDisplay = (id: string = randomUUID()) => {
    let shown = false;
    return methods((mime, content) => {
      if (shown) host.update(id, { [mime]: content });
      else host.display({ [mime]: content }, { id });
      shown = true;
    });
  };
  return { display: methods((mime, content) => host.display({ [mime]: content })), newDisplay };
}

function methods(show: (mime: string, content: Content) => void): Record<string, unknown> {
  const named = Object.entries(METHODS).map(([name, mime]) => [name, (content: Content) => show(mime, content)]);
  return { ...Object.fromEntries(named), raw: show };
}
