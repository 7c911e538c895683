import { data, manualSeed, nn, randn, type Tensor, tensor } from 'lectern';

/** Input and target. */
export type Pair = [Tensor, Tensor];

export function pair(x: number[], y: number[]): Pair {
  return [tensor(x), tensor(y)];
}

/** Two classes on both sides of a line. */
export function points(count: number, seed: number): data.TensorDataset<Pair> {
  manualSeed(seed);
  const x = randn(count, 2);
  const side = x.at(':', 0).add(x.at(':', 1));
  return new data.TensorDataset(x, side.gt(0).to('int32'));
}

export function loaderOf(count: number, seed: number, batchSize = 16) {
  return new data.DataLoader(points(count, seed), { batchSize, shuffle: true, seed });
}

export function netOf(seed: number): nn.Sequential {
  manualSeed(seed);
  return new nn.Sequential(new nn.Linear(2, 8), new nn.ReLU(), new nn.Dropout(0.1), new nn.Linear(8, 2));
}

export function weightsOf(model: nn.Module): Record<string, number[]> {
  return Object.fromEntries(Object.entries(model.stateDict()).map(([name, x]) => [name, Array.from(x.dataSync())]));
}

/** A single weight w, whose output is w·x. */
export class Scale extends nn.Module {
  w: nn.Parameter;
  constructor(start: number) {
    super();
    this.w = new nn.Parameter(tensor([start]));
  }
  forward(x: Tensor): Tensor {
    return x.mul(this.w);
  }
}
