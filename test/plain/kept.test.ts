import { expect, test } from 'vitest';
import { afterInterrupt } from '../../lib/src/interrupted.js';
import { keep } from '../../lib/src/train/kept.js';

/** What a kernel does after an interrupted cell. */
function interrupt(): void {
  const globals = globalThis as unknown as Record<symbol, () => void>;
  globals[Symbol.for('lectern.interrupted')]();
}

test('what is kept is put back once, by leaving it or by an interrupt', () => {
  const calls: string[] = [];
  const left = keep((interrupted) => calls.push(`left ${interrupted}`));
  left.leave();
  left.leave();
  const other = keep((interrupted) => calls.push(`stopped ${interrupted}`));
  interrupt();
  interrupt();
  other.leave();
  expect(calls).toEqual(['left false', 'stopped true']);
});

test('an interrupt puts back the last first, after the layers below, and all of it despite an error', () => {
  const calls: string[] = [];
  keep(() => calls.push('first'));
  keep(() => {
    throw new Error('broken');
  });
  keep(() => calls.push('last'));
  afterInterrupt(() => calls.push('below'));
  expect(interrupt).toThrow('broken');
  expect(calls).toEqual(['below', 'last', 'first']);
});

test('an interrupt in the middle of putting back has it done again', () => {
  const calls: boolean[] = [];
  const kept = keep((interrupted) => {
    calls.push(interrupted);
    if (!interrupted) interrupt();
  });
  kept.leave();
  expect(calls).toEqual([false, true]);
});
