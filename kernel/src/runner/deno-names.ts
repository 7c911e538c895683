import type { Bundle } from '../contract/frames.js';
import { DISPLAY_SYMBOL, displayOf } from '../display/bundle.js';
import { html, image, markdown, Rich, svg } from '../display/rich.js';
import type { EventWriter } from './events.js';
import type { NotebookHost } from './host.js';

interface DisplayOptions {
  raw?: boolean;
  update?: boolean;
  display_id?: string;
}

interface BroadcastOptions {
  metadata?: Record<string, unknown>;
  buffers?: ArrayBufferView[];
}

/** The names of `Deno.jupyter` in notebooks for Deno's kernel, with the same meaning. */
export function denoNames(host: NotebookHost, events: EventWriter): Record<string, unknown> {
  return {
    ...{ $display: DISPLAY_SYMBOL, html, md: markdown, svg, image },
    display: async (value: unknown, { raw = false, update = false, display_id }: DisplayOptions = {}) =>
      host.show(raw ? new Rich(value as Bundle) : value, display_id, update),
    broadcast: async (messageType: string, content: object = {}, { metadata = {}, buffers }: BroadcastOptions = {}) => {
      const message = { messageType: String(messageType), content: { ...content }, metadata };
      events.send({ type: 'publish', ...message }, buffers);
    },
    format: async (value: unknown) => (await displayOf(value)).data,
  };
}
