import type { MimeBundle } from '../host.js';
import { showView, viewBundle } from '../show.js';
import { networkPng } from './png.js';
import { NETWORK_MIME, type NetworkSpec } from './spec.js';
import { networkText } from './text.js';

/** Everything that a notebook can show of a network: data, a picture where one can be drawn, and text. */
export function networkBundle(spec: NetworkSpec): MimeBundle {
  return viewBundle(NETWORK_MIME, spec, networkPng(spec), networkText(spec));
}

/** Shows a network at once: in a notebook as a diagram to explore, elsewhere as printed text. */
export function showNetwork(spec: NetworkSpec): void {
  showView(spec, networkBundle, networkText);
}
