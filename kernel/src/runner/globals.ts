import type { Bundle } from '../contract/frames.js';
import { DISPLAY_SYMBOL, displayOf } from '../display/bundle.js';
import type { EventWriter } from './events.js';
import type { NotebookHost } from './host.js';
import type { Input } from './input.js';

interface DisplayOptions {
  id?: string;
}

/** Puts the kernel's own names on `globalThis`: `display`, `Lectern`, `prompt`, and `Deno.jupyter` for such notebooks. */
export function installGlobals(host: NotebookHost, events: EventWriter, input: Input): void {
  const display = (value: unknown, options: DisplayOptions = {}) => host.show(value, options.id, false);
  const Lectern = {
    display,
    updateDisplay: (id: string, value: unknown) => host.show(value, id, true),
    clearOutput: (wait = false) => events.send({ type: 'clear', wait: Boolean(wait) }),
  };
  const prompt = (message?: string) => input.prompt(message);
  const jupyter = denoNames(host, events);
  for (const [name, value] of Object.entries({ display, Lectern, prompt, Deno: { jupyter } }))
    Object.defineProperty(globalThis, name, { value, configurable: true, writable: true, enumerable: false });
}

/** The notebook names of Deno's kernel, with the same meaning. */
function denoNames(host: NotebookHost, events: EventWriter): Record<string, unknown> {
  interface DenoOptions {
    raw?: boolean;
    update?: boolean;
    display_id?: string;
  }
  const tag =
    (mime: string) =>
    (parts: TemplateStringsArray, ...values: unknown[]) =>
      showable({ [mime]: String.raw({ raw: parts }, ...values) });
  return {
    $display: DISPLAY_SYMBOL,
    display: async (value: unknown, { raw = false, update = false, display_id }: DenoOptions = {}) =>
      host.show(raw ? showable(value as Bundle) : value, display_id, update),
    broadcast: async (
      messageType: string,
      content: Record<string, unknown>,
      { metadata = {}, buffers = [] }: { metadata?: Record<string, unknown>; buffers?: ArrayBufferView[] } = {},
    ) => events.send({ type: 'publish', messageType, content, metadata }, buffers),
    format: async (value: unknown) => (await displayOf(value)).data,
    html: tag('text/html'),
    md: tag('text/markdown'),
    svg: tag('image/svg+xml'),
  };
}

function showable(bundle: Bundle): Record<symbol, () => Bundle> {
  return { [DISPLAY_SYMBOL]: () => bundle };
}
