import { currentHost, type MimeBundle } from './host.js';
import { printLine } from './print.js';

/** Everything that a notebook can show of a view: its data, a picture where one can be drawn, and text. */
export function viewBundle(mime: string, spec: unknown, png: string | undefined, text: string): MimeBundle {
  return { [mime]: spec, ...(png ? { 'image/png': png } : {}), 'text/plain': text };
}

/** Shows a view at once: in a notebook to explore, elsewhere as printed text. */
export function showView<S>(spec: S, bundle: (spec: S) => MimeBundle, text: (spec: S) => string): void {
  const host = currentHost();
  if (host) host.display(bundle(spec));
  else printLine(text(spec));
}
