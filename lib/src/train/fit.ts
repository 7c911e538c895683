import type { Module } from '../nn/module.js';
import { needsWaiting } from './evaluate.js';
import type { History } from './history.js';
import { trainingLoop } from './loop.js';
import type { FitAsyncOptions, FitOptions } from './options.js';
import { planOf } from './plan.js';
import { runNow, runWaiting } from './wait.js';

/**
 * Trains a model by the usual loop: for each batch forward, backward and a step of the optimiser, after each epoch
 * validation. Everything is done with public parts, so a loop of one's own can do the same. Synchronous: a cell shows its
 * progress and curves while it runs. The modules are then in their modes from before. An interrupt leaves the model with
 * what it has learned; a loss that is not finite is a ValueError before it reaches the weights.
 *
 *     const train = new data.DataLoader(new data.TensorDataset(randn(8, 3), zeros(8, 1)), { batchSize: 4 });
 *     const net = new nn.Linear(3, 1);
 *     const optimizer = new optim.SGD(net.parameters(), { lr: 0.1 });
 *     const settings = { epochs: 2, progress: false, live: false };
 *     const history = fit(net, { train, loss: new nn.MSELoss(), optimizer, ...settings });
 *     history.epochs // → 2
 */
export function fit<Batch>(model: Module, options: FitOptions<Batch>): History {
  return runNow(trainingLoop(planOf('fit', model, options, false)), () =>
    needsWaiting('fit', 'batches or losses', 'fitAsync'),
  );
}

/**
 * {@link fit} for batches that arrive later, and for backends that cannot be read at once.
 *
 *     const train = new data.DataLoader(new data.TensorDataset(randn(8, 3), zeros(8, 1)), { batchSize: 4 });
 *     const net = new nn.Linear(3, 1);
 *     const optimizer = new optim.SGD(net.parameters(), { lr: 0.1 });
 *     const settings = { epochs: 2, progress: false, live: false };
 *     const history = await fitAsync(net, { train, loss: new nn.MSELoss(), optimizer, ...settings });
 *     history.epochs // → 2
 */
export function fitAsync<Batch>(model: Module, options: FitAsyncOptions<Batch>): Promise<History> {
  return runWaiting(trainingLoop(planOf('fitAsync', model, options, true)));
}
