import { html, image, javascript, json, latex, markdown, svg } from '../display/rich.js';
import { denoNames } from './deno-names.js';
import type { EventWriter } from './events.js';
import type { NotebookHost } from './host.js';
import type { Input } from './input.js';

interface DisplayOptions {
  id?: string;
}

/** Puts the kernel's own names on `globalThis`: what `language/globals.ts` declares. */
export function installGlobals(host: NotebookHost, events: EventWriter, input: Input): void {
  const display = (value: unknown, options: DisplayOptions = {}) => host.show(value, options.id, false);
  const ask = {
    prompt: (message = '', preset: string | null = null) => input.prompt(message) ?? preset,
    confirm: (message = '') => /^\s*y(es)?\s*$/i.test(input.prompt(`${message} [y/N] `) ?? ''),
    input: (message = '', { password = false } = {}) => input.demand(message, password),
  };
  const clearOutput = (wait = false) => events.send({ type: 'clear', wait: Boolean(wait) });
  const Lectern = {
    ...{ display, html, markdown, latex, svg, json, javascript, image },
    updateDisplay: (id: string, value: unknown) => host.show(value, id, true),
    clearOutput,
    input: ask.input,
    openComm: host.openChannel.bind(host),
    acceptComms: host.acceptChannels.bind(host),
  };
  const Deno = { jupyter: denoNames(host, events) };
  console.clear = () => clearOutput();
  for (const [name, value] of Object.entries({ display, Lectern, Deno, ...ask }))
    Object.defineProperty(globalThis, name, { value, configurable: true, writable: true, enumerable: false });
}
