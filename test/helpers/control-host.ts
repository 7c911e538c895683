import type { CallbackOutput } from '../../lib/src/view/host.js';
import { recordingHost } from './readable.js';

/** A notebook that runs callbacks as the kernel does and keeps what is sent over channels. */
export function controlHost() {
  const sent: Record<string, unknown>[] = [];
  const host = recordingHost();
  let sink: ((output: CallbackOutput) => boolean) | undefined;
  const channel = {
    id: 'control-1',
    send: (data: unknown) => void sent.push(data as Record<string, unknown>),
    close() {},
    onMessage: null as ((data: unknown, buffers: DataView[]) => void) | null,
  };
  return {
    ...host,
    sent,
    channel,
    openChannel: () => channel,
    /** Puts something out, as code in a callback does. */
    put: (output: CallbackOutput) => sink?.(output),
    capture(callback: () => unknown, to: (output: CallbackOutput) => boolean): Promise<void> | undefined {
      sink = to;
      try {
        const returned = callback();
        return returned instanceof Promise ? returned.then(() => undefined) : undefined;
      } catch (error) {
        const { name, message } = error as Error;
        to({ type: 'error', ename: name, evalue: message, traceback: [`${name}: ${message}`] });
        return undefined;
      }
    },
  };
}
