import { asChoice, asCount, asObject, asText } from './payload.js';
import type { LiveMessage } from './spec.js';

/** Checks a message that a kernel sent on the view comm, but for what belongs to the view. Throws a PayloadError. */
export function decodeLive(payload: unknown): Exclude<LiveMessage, { type: 'request-state' }> {
  const message = asObject('live message', payload);
  const type = asChoice('live message type', message.type, ['delta', 'state', 'end'] as const);
  const head = {
    view: asText('live message view', message.view),
    mime: asText('live message mime', message.mime),
    seq: asCount('live message seq', message.seq),
  };
  if (type === 'end') return { type, ...head };
  if (type === 'delta') return { type, ...head, delta: message.delta };
  return { type, ...head, bundle: asObject('live message bundle', message.bundle), answer: message.answer === true };
}
