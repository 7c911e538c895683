import { afterInterrupt } from '../interrupted.js';
import type { Module } from '../nn/module.js';

/** Something that has to be put back, also when no `finally` runs. */
export interface Kept {
  /** Puts it back; a second call, or one after an interrupt, does nothing. */
  leave(): void;
}

const open = new Set<(interrupted: boolean) => void>();

/** Has `restore` called by `leave`, or when the running cell is interrupted. It may be called again after a part of it. */
export function keep(restore: (interrupted: boolean) => void): Kept {
  // After the modes of the layers below are reset: restoring may compute.
  afterInterrupt(restoreAll, { late: true });
  open.add(restore);
  return {
    leave: () => {
      if (!open.has(restore)) return;
      try {
        restore(false);
      } finally {
        // Not before: an interrupt in the middle of it has it done again, and runs no `finally`.
        open.delete(restore);
      }
    },
  };
}

/** Remembers which modules are in training. */
export function keepModes(model: Module): Kept {
  const modes = model.modules().map((module): [Module, boolean] => [module, module.training]);
  return keep(() => {
    for (const [module, training] of modes) module.training = training;
  });
}

/** Last first: what was set last lies on top. */
function restoreAll(): void {
  const errors: unknown[] = [];
  for (const restore of [...open].reverse()) {
    open.delete(restore);
    try {
      restore(true);
    } catch (error) {
      // The others are to be put back all the same.
      errors.push(error);
    }
  }
  if (errors.length > 0) throw errors[0];
}
