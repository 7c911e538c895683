import { noGrad } from '../autograd/no-grad.js';
import { scope } from '../autograd/scope.js';
import { ValueError } from '../errors.js';
import { Generator } from '../random/generator.js';
import { fromValues } from '../tensor/create.js';
import { randn } from '../tensor/random.js';
import { Tensor } from '../tensor/tensor.js';
import type { SurfaceSpec } from '../view/surface/spec.js';
import { type SurfaceOptions, showSurface, surfaceSpec } from '../view/surface/surface.js';
import { spaced, stepsOf } from './field.js';

/** What a landscape needs of a model; every `nn.Module` has it. */
export interface Parametrised {
  parameters(): Tensor[];
  /** Tensors that are no parameters but may change when the model is called, such as running means. */
  buffers?(): Tensor[];
}

/** How far and how finely the surroundings of the weights are looked at. */
export interface LandscapeOptions extends Omit<SurfaceOptions, 'x' | 'y' | 'path'> {
  /** How far in each direction, in multiples of the directions. Default 1. */
  span?: number;
  /** Grid points along each direction, 2 to 101; odd numbers contain the weights themselves. Default 25. */
  steps?: number;
  /** Of the two random directions. Default 0. */
  seed?: number;
}

const STEPS = 25;
const MOST_STEPS = 101;

/**
 * Shows the loss around the weights of a model, along two random directions, with the weights in the middle. Each filter
 * (each row of a matrix) of a direction is as long as the filter of the weights, so that landscapes of different networks
 * can be compared; biases and the vectors of normalisation stay as they are (Li et al., Visualizing the Loss Landscape of
 * Neural Nets, 2018). `loss` is called `steps²` times, without recording. Parameters and buffers get their values back bit
 * for bit, also when it throws. Call `model.eval()` before, unless the loss shall be that of training.
 *
 *     const net = new nn.Linear(2, 1);
 *     const [x, y] = [randn(8, 2), randn(8, 1)];
 *     view.landscape(net, () => F.mseLoss(net(x), y), { steps: 5 });
 *
 * @throws ValueError for a model without a matrix of weights, and for a loss of more than one number
 */
export function landscape(model: Parametrised, loss: () => Tensor, options: LandscapeOptions = {}): void {
  showSurface(landscapeSpec(model, loss, options));
}

/** The plain data of a loss landscape. */
export function landscapeSpec(model: Parametrised, loss: () => Tensor, options: LandscapeOptions = {}): SurfaceSpec {
  const where = 'view.landscape';
  const { span = 1, steps = STEPS, seed = 0, ...rest } = options;
  if (!(Number.isFinite(span) && span > 0)) throw new ValueError(`${where}: span must be above 0, got ${span}`);
  const side = stepsOf(where, steps, MOST_STEPS);
  if (typeof model?.parameters !== 'function') {
    throw new ValueError(`${where}: expected a module, got ${String(model)}`);
  }
  if (typeof loss !== 'function') {
    throw new ValueError(`${where}: expected a function that returns the loss, got ${String(loss)}; write () => loss`);
  }
  const weights = model.parameters().filter((parameter) => parameter.ndim >= 2 && parameter.dtype === 'float32');
  if (weights.length === 0)
    throw new ValueError(`${where}: expected a model with weights of two axes or more, got none`);
  const generator = new Generator(seed);
  const along = spaced([-span, span], side);
  const heights = new Float32Array(side * side);
  const measure = () => {
    const value: unknown = loss();
    if (!(value instanceof Tensor)) {
      throw new ValueError(`${where}: the loss must be a tensor of one number, got ${String(value)}`);
    }
    if (value.numel() === 1) return value.item();
    throw new ValueError(`${where}: the loss must be one number, got [${value.shape.join(', ')}]; take its mean`);
  };
  let middle = Number.NaN;
  const around = () => {
    middle = scope(measure);
    const directions = [0, 1].map(() => weights.map((weight) => filterNormalised(weight, generator)));
    // Copies share the values until one of them is written to.
    const start = weights.map((weight) => weight.detach());
    for (let row = 0; row < side; row++) {
      for (let col = 0; col < side; col++) {
        heights[row * side + col] = scope(() => {
          weights.forEach((weight, i) => {
            const moved = start[i].add(directions[0][i].mul(along[col])).add(directions[1][i].mul(along[row]));
            weight.data.copy_(moved);
          });
          return measure();
        });
      }
    }
  };
  noGrad(() => keepingValues([...model.parameters(), ...(model.buffers?.() ?? [])], () => scope(around)));
  const labels = { xLabel: 'direction 1', yLabel: 'direction 2', zLabel: 'loss' };
  const path = { weights: fromValues(Float32Array.of(0, 0, middle), [1, 3]) };
  const grid = fromValues(heights, [side, side]);
  return surfaceSpec(grid, { title: 'loss landscape', ...labels, ...rest, x: along, y: along, path }, 'surface');
}

/** A random direction, each filter of which is as long as the filter of the weight. */
function filterNormalised(weight: Tensor, generator: Generator): Tensor {
  // Rows of a matrix; of a kernel what makes one output channel, the last axis.
  const filters = (x: Tensor) => (x.ndim === 2 ? x : x.view(-1, x.shape[x.ndim - 1]).t());
  const length = (x: Tensor) => filters(x).square().sum({ dim: 1, keepdim: true }).sqrt();
  const random = randn(weight.shape, { generator });
  const scaled = filters(random).mul(length(weight.detach()).div(length(random).add(1e-10)));
  return weight.ndim === 2 ? scaled : scaled.t().reshape(weight.shape);
}

/** Runs `body` and gives the tensors the values back that they had before. */
function keepingValues(tensors: readonly Tensor[], body: () => void): void {
  const before = tensors.map((tensor) => tensor.dataSync().slice());
  try {
    body();
  } finally {
    tensors.forEach((tensor, i) => {
      tensor.data.copy_(fromValues(before[i], tensor.shape, tensor.dtype));
    });
  }
}
