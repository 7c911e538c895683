import { Sequential as Chain } from './chain.js';
import type { TensorModule } from './module.js';

/** The modules at the fixed places `'0'`, `'1'`, … of a tuple; nothing for a list of unknown length. */
type ByIndex<Modules extends readonly TensorModule[]> = {
  [K in keyof Modules as K extends `${number}` ? K : never]: Modules[K];
};

/**
 * Calls its modules one after the other. `net[0]`, `net.length` and `for (const layer of net)` work as on an array, and
 * `net[0]` has the type of the first module: `net[0].weight`.
 */
export type Sequential<Modules extends readonly TensorModule[] = TensorModule[]> = Chain & ByIndex<Modules>;

/**
 * Makes a {@link Sequential}: `new nn.Sequential(new nn.Linear(1, 200), new nn.ReLU(), new nn.Linear(200, 1))`.
 *
 *     new nn.Sequential(new nn.Linear(4, 8), new nn.ReLU(), new nn.Linear(8, 1))(randn(2, 4)).shape // → [2, 1]
 */
export const Sequential = Chain as unknown as {
  new <Modules extends TensorModule[] = TensorModule[]>(...modules: Modules): Sequential<Modules>;
  readonly prototype: Sequential;
};
