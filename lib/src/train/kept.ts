import { afterInterrupt } from '../interrupted.js';
import type { Module } from '../nn/module.js';

/** Something that has to be put back, also when no `finally` runs. */
export interface Kept {
  /** Puts it back; a second call, or one after an interrupt, does nothing. */
  leave(): void;
}

const open = new Set<(interrupted: boolean) => void>();

/** Has `restore` called once: by `leave`, or when the running cell is interrupted. */
export function keep(restore: (interrupted: boolean) => void): Kept {
  // After the modes of the layers below are reset: restoring may compute.
  afterInterrupt(restoreAll, { late: true });
  open.add(restore);
  return {
    leave: () => {
      if (open.delete(restore)) restore(false);
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
  const all = [...open].reverse();
  open.clear();
  for (const restore of all) restore(true);
}
