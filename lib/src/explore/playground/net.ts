import { noGrad } from '../../autograd/no-grad.js';
import { scope } from '../../autograd/scope.js';
import { DataLoader } from '../../data/loader/data-loader.js';
import { TensorDataset } from '../../data/tensor-dataset.js';
import { binaryCrossEntropyWithLogits } from '../../loss/binary.js';
import { mseLoss } from '../../loss/mse.js';
import { ReLU, Sigmoid, Tanh } from '../../nn/activation.js';
import { Linear } from '../../nn/linear.js';
import type { TensorModule } from '../../nn/module.js';
import { Sequential } from '../../nn/sequential.js';
import { Identity } from '../../nn/shape.js';
import { SGD } from '../../optim/sgd.js';
import { defaultGenerator } from '../../random/default.js';
import { tensor } from '../../tensor/create.js';
import type { Tensor } from '../../tensor/tensor.js';
import { featuresOf } from './features.js';
import type { Points } from './points.js';
import type { PlaygroundActivation, PlaygroundSettings } from './spec.js';

const ACTIVATIONS: Record<PlaygroundActivation, () => TensorModule> = {
  tanh: () => new Tanh(),
  relu: () => new ReLU(),
  sigmoid: () => new Sigmoid(),
  linear: () => new Identity(),
};

/** What a network is worth now. */
export interface Score {
  trainLoss: number;
  testLoss: number;
  /** Share of the test points that are classified rightly; missing in regression. */
  accuracy?: number;
}

/** How many of `n` points are trained on: at least one is, and one is left. */
export function trainCount(n: number, share: number): number {
  return Math.min(n - 1, Math.max(1, Math.round(n * share)));
}

/** A network with its data and optimiser, trained as the program of {@link programOf} trains it, number for number. */
export class PlaygroundNet {
  readonly module: Sequential;
  epoch = 0;
  private readonly linears: Linear[];
  private readonly optimizer: SGD;
  private readonly train: Points;
  private readonly test: Points;
  private loader: DataLoader<[Tensor, Tensor]> | undefined;

  constructor(
    private settings: PlaygroundSettings,
    { x, y }: Points,
  ) {
    const inputs = featuresOf(x, settings.features);
    const count = trainCount(x.shape[0], settings.trainShare);
    const rest = x.shape[0] - count;
    this.train = { x: inputs.narrow(0, 0, count), y: y.narrow(0, 0, count) };
    this.test = { x: inputs.narrow(0, count, rest), y: y.narrow(0, count, rest) };
    const modules = seeded(settings.seed, () => layersOf(settings));
    this.linears = modules.filter((module): module is Linear => module instanceof Linear);
    this.module = new Sequential(...modules);
    this.optimizer = new SGD(this.module.parameters(), { lr: settings.learningRate });
  }

  /** Takes settings that do not need a new network. */
  change(settings: PlaygroundSettings): void {
    if (settings.batchSize !== this.settings.batchSize) this.loader = undefined;
    this.settings = settings;
    for (const group of this.optimizer.paramGroups) group.lr = settings.learningRate;
  }

  /** Goes once through the points that are trained on. */
  trainEpoch(): void {
    const { batchSize, seed } = this.settings;
    // A changed batch size begins a new order, from the seed and how far training is.
    this.loader ??= new DataLoader(new TensorDataset<[Tensor, Tensor]>(this.train.x, this.train.y), {
      batchSize,
      shuffle: true,
      seed: seed + this.epoch,
    });
    for (const [x, y] of this.loader) {
      scope(() => {
        this.optimizer.zeroGrad();
        this.penalised(this.loss(this.module(x), y)).backward();
        this.optimizer.step();
      });
    }
    this.epoch++;
  }

  score(): Score {
    return scope(() =>
      noGrad(() => {
        const scores = this.module(this.test.x);
        const score = {
          trainLoss: this.loss(this.module(this.train.x), this.train.y).item(),
          testLoss: this.loss(scores, this.test.y).item(),
        };
        if (this.settings.problem === 'regression') return score;
        return { ...score, accuracy: shareRight(scores.dataSync(), this.test.y.dataSync()) };
      }),
    );
  }

  /** What each hidden layer and the output say about points `[n, 2]`: the values `[n, units]` of a layer, row-major. */
  outputs(points: Tensor): { units: number; values: ArrayLike<number> }[] {
    return scope(() =>
      noGrad(() => {
        const found: { units: number; values: ArrayLike<number> }[] = [];
        let x = featuresOf(points, this.settings.features);
        const modules = [...this.module];
        modules.forEach((module, i) => {
          x = module(x);
          const last = i === modules.length - 1;
          if (last && this.settings.problem === 'classification') x = x.sigmoid().mul(2).sub(1);
          if (last || !(module instanceof Linear)) found.push({ units: x.shape[1], values: x.dataSync().slice() });
        });
        return found;
      }),
    );
  }

  /** All weights `[out, in]` and biases, layer after layer. */
  params(): Float32Array {
    return Float32Array.from(this.linears.flatMap(({ weight, bias }) => [...weight.dataSync(), ...bias!.dataSync()]));
  }

  /** Sets single numbers of {@link params}. */
  setParams(changes: readonly (readonly [place: number, value: number])[]): void {
    const values = this.params();
    for (const [place, value] of changes) if (place in values) values[place] = value;
    this.setAll(values);
  }

  private setAll(values: Float32Array): void {
    let at = 0;
    const fill = (param: Tensor) => {
      const size = param.numel();
      const next = tensor(Array.from(values.subarray(at, at + size))).reshape(...param.shape);
      noGrad(() => param.copy_(next));
      at += size;
    };
    for (const { weight, bias } of this.linears) {
      fill(weight);
      fill(bias!);
    }
  }

  private loss(scores: Tensor, y: Tensor): Tensor {
    return this.settings.problem === 'regression' ? mseLoss(scores, y) : binaryCrossEntropyWithLogits(scores, y);
  }

  private penalised(loss: Tensor): Tensor {
    const { regularization, regularizationRate } = this.settings;
    if (regularization === 'none' || regularizationRate === 0) return loss;
    let total = loss;
    for (const { weight } of this.linears) {
      const size = regularization === 'l1' ? weight.abs().sum() : weight.square().sum().div(2);
      total = total.add(size.mul(regularizationRate));
    }
    return total;
  }
}

function layersOf({ features, layers, activation }: PlaygroundSettings): TensorModule[] {
  const sizes = [features.length, ...layers, 1];
  return sizes.slice(1).flatMap((units, i) => {
    const linear = new Linear(sizes[i], units);
    return i < layers.length ? [linear, ACTIVATIONS[activation]()] : [linear];
  });
}

/** Draws from the default generator as after `manualSeed`, and leaves the generator as it was. */
function seeded<T>(seed: number, make: () => T): T {
  const generator = defaultGenerator();
  const state = generator.getState();
  try {
    generator.manualSeed(seed);
    return make();
  } finally {
    generator.setState(state);
  }
}

/** A score that is NaN is right about no class. */
function shareRight(scores: ArrayLike<number>, classes: ArrayLike<number>): number {
  let right = 0;
  for (let i = 0; i < scores.length; i++) if (classes[i] > 0 ? scores[i] > 0 : scores[i] <= 0) right++;
  return right / scores.length;
}
