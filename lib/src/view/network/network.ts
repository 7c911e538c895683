import { currentHost, type MimeBundle } from '../host.js';
import { printLine } from '../print.js';
import { networkPng } from './png.js';
import { NETWORK_MIME, type NetworkSpec } from './spec.js';
import { networkText } from './text.js';

/** Everything that a notebook can show of a network: data, a picture where one can be drawn, and text. */
export function networkBundle(spec: NetworkSpec): MimeBundle {
  const png = networkPng(spec);
  return { [NETWORK_MIME]: spec, ...(png ? { 'image/png': png } : {}), 'text/plain': networkText(spec) };
}

/** Shows a network at once: in a notebook as a diagram to explore, elsewhere as printed text. */
export function showNetwork(spec: NetworkSpec): void {
  const host = currentHost();
  if (host) host.display(networkBundle(spec));
  else printLine(networkText(spec));
}
