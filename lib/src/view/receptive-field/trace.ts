import { isReadable, type Readable } from '../values.js';
import type { FieldLayer } from './spec.js';

/** A tensor as this view computes with it; the library's `Tensor` is one. */
export interface FieldTensor extends Readable {
  detach(): FieldTensor;
  select(axis: number, index: number): FieldTensor;
  unsqueeze(axis: number): FieldTensor;
  sum(): FieldTensor;
  backward(): void;
  requiresGrad: boolean;
  readonly grad: Readable | null;
}

/** What the view needs of a module below the model. */
export interface FieldModule {
  children(): unknown[];
  training: boolean;
  registerForwardHook(hook: (module: unknown, args: readonly unknown[], output: unknown) => undefined): {
    remove(): void;
  };
}

/** What the view needs of a model; every `nn.Module` that takes one tensor is one. */
export interface FieldModel {
  namedModules(): [name: string, module: FieldModule][];
  parameters(): { grad: unknown }[];
}

/** A layer that was followed, with the tensor that it made. */
export interface Followed {
  layer: FieldLayer;
  output: FieldTensor;
}

/**
 * Passes the input through the model in evaluation mode and follows windows from layer to layer, up to the first that is
 * none. A layer whose input is not as large as the output of the one before, e.g. on a second branch, is passed over.
 */
export function follow(model: FieldModel, input: FieldTensor): { followed: Followed[]; leftOut: string[] } {
  const named = model.namedModules();
  const modes = named.map(([, module]): [FieldModule, boolean] => [module, module.training]);
  const followed: Followed[] = [];
  const leftOut: string[] = [];
  const handles = named.flatMap(([name, module]) => {
    if (module.children().length > 0) return [];
    return [
      module.registerForwardHook((_module, args, output) => {
        const from = followed.at(-1)?.layer;
        const layer = layerOf(name, module, args[0], output, from, input.shape);
        if (layer) followed.push({ layer, output: output as FieldTensor });
        else leftOut.push(`${name || 'model'} (${module.constructor.name})`);
        return undefined;
      }),
    ];
  });
  try {
    for (const [module] of modes) module.training = false;
    (model as unknown as (x: FieldTensor) => unknown)(input);
  } finally {
    for (const handle of handles) handle.remove();
    for (const [module, training] of modes) module.training = training;
  }
  return { followed, leftOut };
}

function layerOf(
  name: string,
  module: FieldModule,
  x: unknown,
  output: unknown,
  from: FieldLayer | undefined,
  shape: readonly number[],
): FieldLayer | undefined {
  if (!isReadable(x) || !isReadable(output) || x.shape.length !== 4 || output.shape.length !== 4) return undefined;
  const [height, width, channels] = from ? [from.height, from.width, from.channels] : shape.slice(1);
  if (x.shape.slice(1).join() !== [height, width, channels].join()) return undefined;
  const given = module as unknown as Record<string, unknown>;
  const pair = (key: string, none: number): [number, number] => {
    const value = given[key];
    return Array.isArray(value) && value.length === 2 ? [Number(value[0]), Number(value[1])] : [none, none];
  };
  const windowed = Array.isArray(given.kernelSize) && given.kernelSize.length === 2;
  const kept = output.shape[1] === height && output.shape[2] === width;
  // A transposed convolution makes more outputs than it has inputs; what it sees is no window.
  if (windowed ? /Transpose|Unpool|Unfold|Fold/.test(module.constructor.name) : !kept) return undefined;
  const [window, dilation] = [windowed ? pair('kernelSize', 1) : pair('', 1), pair('dilation', 1)];
  const stride: [number, number] = windowed ? pair('stride', 1) : [1, 1];
  const same = (axis: 0 | 1) => Math.floor(((window[axis] - 1) * dilation[axis]) / 2);
  const padding: [number, number] =
    given.padding === 'same' ? [same(0), same(1)] : windowed ? pair('padding', 0) : [0, 0];
  const [size, jump] = [from?.size ?? [1, 1], from?.jump ?? [1, 1]];
  const along = (axis: 0 | 1) => size[axis] + (window[axis] - 1) * dilation[axis] * jump[axis];
  return {
    name: name || 'model',
    type: module.constructor.name,
    height: output.shape[1],
    width: output.shape[2],
    channels: output.shape[3],
    window,
    stride,
    dilation,
    padding,
    size: [along(0), along(1)],
    jump: [jump[0] * stride[0], jump[1] * stride[1]],
  };
}
