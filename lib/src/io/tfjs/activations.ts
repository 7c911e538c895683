import { FileError } from '../../errors.js';
import {
  ELU,
  GELU,
  LogSoftmax,
  Mish,
  ReLU,
  ReLU6,
  SELU,
  Sigmoid,
  SiLU,
  Softmax,
  Softplus,
  Softsign,
  Tanh,
} from '../../nn/activation.js';
import type { TensorModule } from '../../nn/module.js';
import { Lambda } from './adapters.js';

/** Activations under the names of TensorFlow.js, in small letters without underscores; `null` does nothing. */
const ACTIVATIONS: Readonly<Record<string, (() => TensorModule) | null>> = {
  linear: null,
  relu: () => new ReLU(),
  relu6: () => new ReLU6(),
  elu: () => new ELU(),
  selu: () => new SELU(),
  sigmoid: () => new Sigmoid(),
  hardsigmoid: () => new Lambda('hardSigmoid', (x) => x.mul(0.2).add(0.5).clamp({ min: 0, max: 1 })),
  tanh: () => new Tanh(),
  softmax: () => new Softmax(-1),
  logsoftmax: () => new LogSoftmax(-1),
  softplus: () => new Softplus(),
  softsign: () => new Softsign(),
  swish: () => new SiLU(),
  mish: () => new Mish(),
  gelu: () => new GELU(),
  gelunew: () => new GELU({ approximate: 'tanh' }),
};

/** The modules of an activation: none for a linear one. `where` names the layer too. */
export function activationOf(name: unknown, where: string): TensorModule[] {
  if (name === null || name === undefined) return [];
  const plain = String(name).replaceAll('_', '').toLowerCase();
  if (!Object.hasOwn(ACTIVATIONS, plain)) {
    throw new FileError(`${where}: expected activation ${Object.keys(ACTIVATIONS).join(', ')}, got ${name}`);
  }
  const make = ACTIVATIONS[plain];
  return make === null ? [] : [make()];
}
