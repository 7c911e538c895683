import type { Module } from '../../nn/module.js';
import { type SummaryOptions, summary as summarized } from '../../nn/summary.js';
import type { Tensor } from '../../tensor/tensor.js';
import { currentHost, DISPLAY_SYMBOL } from '../../view/host.js';
import { printLine } from '../../view/print.js';

/**
 * Shows the layers of a model as a table: shapes, parameters, multiply-adds, bytes and receptive fields of each call for
 * an input of the given shape (with the batch dimension; a list of shapes for several inputs), or given tensors.
 *
 *     view.summary(new nn.Sequential(new nn.Linear(20, 8), new nn.ReLU(), new nn.Linear(8, 3)), [1, 20]);
 */
export function summary(
  model: Module,
  input: readonly number[] | readonly (readonly number[])[] | Tensor | readonly Tensor[],
  options: SummaryOptions = {},
): void {
  const found = summarized(model, input, options);
  const host = currentHost();
  if (host) host.display(found[DISPLAY_SYMBOL]());
  else printLine(found.toString());
}
