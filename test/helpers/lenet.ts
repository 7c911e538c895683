import { nn } from 'lectern';

/** What tests want of {@link lenet}; without it, it is the net of 1998. */
export interface LeNetOptions {
  /** After each convolution, then after each linear layer but the last. Default hyperbolic tangents. */
  activations?: readonly (new () => nn.TensorModule)[];
  /** The second pool. Default means. */
  pool?: typeof nn.AvgPool2d | typeof nn.MaxPool2d;
  /** Whether the maps are flattened in PyTorch's order. Default false. */
  channelsFirst?: boolean;
}

/** LeNet-5 for images `[batch, 28, 28, 1]`, with 61,706 parameters. */
export function lenet(options: LeNetOptions = {}): nn.Sequential {
  const {
    activations = Array.from({ length: 4 }, () => nn.Tanh),
    pool = nn.AvgPool2d,
    channelsFirst = false,
  } = options;
  const [first, second, third, fourth] = activations;
  return new nn.Sequential(
    new nn.Conv2d(1, 6, 5, { padding: 2 }),
    new first(),
    new nn.AvgPool2d(2),
    new nn.Conv2d(6, 16, 5),
    new second(),
    new pool(2),
    new nn.Flatten(1, -1, { channelsFirst }),
    new nn.Linear(400, 120),
    new third(),
    new nn.Linear(120, 84),
    new fourth(),
    new nn.Linear(84, 10),
  );
}
