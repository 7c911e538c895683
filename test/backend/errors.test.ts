import {
  AnomalyError,
  arange,
  autograd,
  BackendError,
  backend,
  cat,
  DTypeError,
  F,
  FreedTensorError,
  full,
  GradientError,
  LecternError,
  linspace,
  nn,
  noGrad,
  ones,
  optim,
  rand,
  randint,
  randn,
  ShapeError,
  stack,
  Tensor,
  tensor,
  ValueError,
  where,
  zeros,
} from 'lectern';
import { describe, expect, test } from 'vitest';
import { IN_TRAINING, type Mistake } from './mistakes.js';

/** What a student does, and all that the error says. */
const ON_TENSORS: Mistake[] = [
  [
    'adds shapes that do not broadcast',
    () => zeros(3, 4).add(zeros(3)),
    'add: shapes [3, 4] and [3] do not broadcast, they differ in dimension -1 (4 and 3)',
  ],
  [
    'adds a matrix to its transpose',
    () => zeros(3, 4).sub(zeros(4, 3)),
    'sub: shapes [3, 4] and [4, 3] do not broadcast, they differ in dimension -1 (4 and 3); ' +
      'did you mean to transpose one of them?',
  ],
  ['adds nothing', () => zeros(3).add(undefined as never), 'add: expected a tensor or a number, got undefined'],
  ['multiplies by null', () => zeros(3).mul(null as never), 'mul: expected a tensor or a number, got null'],
  ['adds a list', () => zeros(3).add([1, 2, 3] as never), 'add: expected a tensor or a number, got [1,2,3]'],
  ['adds text', () => zeros(3).add('1' as never), 'add: expected a tensor or a number, got "1"'],
  [
    'multiplies matrices whose inner sizes differ',
    () => zeros(2, 3).matmul(zeros(4, 5)),
    'matmul: inner sizes 3 and 4 differ, got [2, 3] × [4, 5]',
  ],
  [
    'forgets to transpose',
    () => zeros(2, 3).matmul(zeros(2, 3)),
    'matmul: inner sizes 3 and 2 differ, got [2, 3] × [2, 3]; did you mean to transpose the second one?',
  ],
  [
    'multiplies a matrix by a scalar tensor with matmul',
    () => zeros(2, 3).matmul(tensor(2)),
    'matmul: expected vectors or matrices, got [2, 3] and []',
  ],
  [
    'multiplies truth values',
    () => zeros(2, 2).matmul(zeros([2, 2], { dtype: 'bool' })),
    "matmul: expected numbers, got bool; convert with .to('float32')",
  ],
  [
    'gives F.linear other columns',
    () => F.linear(zeros(5, 3), zeros(2, 4)),
    'linear: expected last dimension 4, got [5, 3]; did you mean to flatten or transpose?',
  ],
  [
    'reshapes to another size',
    () => zeros(2, 3).reshape(4, 2),
    'reshape: 6 elements of shape [2, 3] do not fit [4, 2]',
  ],
  ['leaves two sizes open', () => zeros(2, 3).view(-1, -1), 'reshape: 6 elements of shape [2, 3] do not fit [-1, -1]'],
  ['reshapes to half a row', () => zeros(2).reshape(1.5, 2), 'reshape: expected whole numbers as shape, got [1.5,2]'],
  ['sums over a dim that is not there', () => zeros(2, 3).sum(2), 'sum: expected a dim in -2…1, got 2'],
  ['sums over one dim twice', () => zeros(2, 3).sum([0, -2]), 'sum: expected different dims, got [0,-2]'],
  ['takes softmax of a scalar', () => tensor(1).softmax(0), 'softmax: a scalar has no dims, got 0'],
  ['asks for the size of a missing dim', () => zeros(2, 3).size(5), 'size: expected a dim in -2…1, got 5'],
  [
    'averages int32',
    () => tensor([1, 2], { dtype: 'int32' }).mean(),
    "mean: expected float32, got int32; convert with .to('float32')",
  ],
  ['takes the maximum of nothing', () => zeros(0).max(), 'max: expected values, got shape [0]'],
  ['reads a vector as a number', () => zeros(2).item(), 'item: expected one element, got shape [2]; use .toArray()'],
  [
    'permutes too few dims',
    () => zeros(2, 3, 4).permute(1, 0),
    'permute: expected each of the 3 dims of [2, 3, 4] once, got [1, 0]',
  ],
  ['takes t() of a batch', () => zeros(2, 3, 4).t(), 't: expected at most 2 dimensions, got [2, 3, 4]'],
  ['expands a size that is not 1', () => zeros(2, 3).expand(4, 3), 'expand: [2, 3] cannot be repeated to [4, 3]'],
  ['indexes past the end', () => zeros(2, 3).get(2), 'select: dimension 0 has 2 entries, got index 2'],
  [
    'narrows past the end',
    () => zeros(5).narrow(0, 3, 3),
    'narrow: dimension 0 has 5 entries, got start 3 and length 3',
  ],
  [
    'joins different shapes',
    () => cat([zeros(2, 3), zeros(2, 4)]),
    'cat: expected shapes that differ in dimension 0 only, got [2, 3] and [2, 4]',
  ],
  ['joins nothing', () => cat([]), 'cat: expected at least one tensor, got none'],
  ['stacks different shapes', () => stack([zeros(2), zeros(3)]), 'stack: expected one shape, got [2] and [3]'],
  [
    'picks with fractions',
    () => zeros(3).indexSelect(0, tensor([0, 1])),
    "indexSelect: expected int32 indices, got float32; convert with .to('int32')",
  ],
  [
    'picks a row that is not there',
    () => zeros(3, 2).indexSelect(0, tensor([0, 3], { dtype: 'int32' })),
    'indexSelect: expected indices from 0 to 2 for dimension 0, got 3 at place 1',
  ],
  [
    'gathers a column that is not there',
    () => zeros(2, 3).gather(1, tensor([[0], [3]], { dtype: 'int32' })),
    'gather: expected indices from 0 to 2 for dimension 1, got 3 at place 1',
  ],
  ['asks for too many of the largest', () => zeros(3).topk(4), 'topk: dimension 0 has 3 entries, got k = 4'],
  ['clamps to nothing', () => zeros(3).clamp({}), 'clamp: expected min or max or both, got neither'],
  [
    'makes a ragged tensor',
    () => tensor([[1, 2], [3]]),
    'tensor: expected a list of 2 at depth 1 as in the first list, got 1 elements',
  ],
  ['makes a tensor of text', () => tensor(['a'] as never), 'tensor: expected numbers or booleans, got string (a)'],
  ['makes a tensor of null', () => tensor(null as never), 'tensor: expected numbers or booleans, got object (null)'],
  [
    'makes a tensor of tensors',
    () => tensor([zeros(2), zeros(2)] as never),
    'tensor: expected numbers or booleans, got a tensor of shape [2]; use .clone() for a copy of one, stack for several',
  ],
  [
    'asks for float64',
    () => zeros([2], { dtype: 'float64' as never }),
    "zeros: expected dtype float32, int32, bool, got 'float64'",
  ],
  ['makes a negative size', () => randn(2, -1), 'randn: expected no negative size, got [2, -1]'],
  ['fills a negative size', () => full([-2], 1), 'full: expected no negative size, got [-2]'],
  ['counts with step 0', () => arange(0, 1, 0), 'arange: expected a step that leads from 0 to 1, got 0'],
  ['counts the wrong way', () => arange(5, 2), 'arange: expected a step that leads from 5 to 2, got 1'],
  [
    'divides into half a step',
    () => linspace(0, 1, 2.5),
    'linspace: expected a whole number of steps, at least 0, got 2.5',
  ],
  ['draws from an empty range', () => randint(3, 3, [2]), 'randint: expected whole numbers low < high, got 3 and 3'],
  ['iterates over a scalar', () => [...tensor(1)], 'iteration: expected at least one dimension, got a scalar'],
  [
    'gives a convolution images without channels',
    () => F.conv2d(zeros(2, 8, 8), zeros(3, 3, 1, 4)),
    'conv2d: expected [batch, height, width, channels], got [2, 8, 8]; add the batch axis with .unsqueeze(0)',
  ],
  [
    'gives a convolution channels-first images',
    () => F.conv2d(zeros(2, 3, 8, 8), zeros(5, 5, 3, 4)),
    'conv2d: expected 3 channels in the last dimension, got [2, 3, 8, 8]; images are [batch, height, width, channels]; ' +
      'it looks channels-first, use .permute(0, 2, 3, 1)',
  ],
  [
    'slides a window that is larger than the image',
    () => F.maxPool2d(zeros(1, 3, 3, 1), { kernelSize: 4 }),
    'maxPool2d: a 4×4 window does not fit into 3×3 images (got [1, 3, 3, 1]); images are [batch, height, width, channels]',
  ],
  [
    'gives the wrong number of labels',
    () => F.crossEntropy(zeros(4, 3), zeros([5], { dtype: 'int32' })),
    'crossEntropy: expected logits [n, classes] and labels [n], got [4, 3] and [5]',
  ],
  [
    'gives float labels',
    () => F.crossEntropy(zeros(4, 3), zeros(4)),
    "crossEntropy: labels must be int32 class numbers, got float32; convert them: labels.to('int32')",
  ],
  [
    'gives labels from 1',
    () => F.crossEntropy(zeros(2, 3), tensor([1, 3], { dtype: 'int32' })),
    'crossEntropy: labels must be from 0 to 2 for logits of 3 classes, got 3 at index 1',
  ],
  [
    'compares [n, 1] with [n]',
    () => F.mseLoss(zeros(4, 1), zeros(4)),
    'mseLoss: input and target must have one shape, got [4, 1] and [4]; ' +
      'broadcasting them would average over pairs, reshape one of them',
  ],
  [
    'forgets to record',
    () => zeros(3).sum().backward(),
    'backward: the tensor of shape [] does not require a gradient; ' +
      'it was computed under noGrad, was detached, or no input has requiresGrad',
  ],
  [
    'goes backward from a vector',
    () => ones([3], { requiresGrad: true }).mul(2).backward(),
    'backward: expected a single value, got shape [3]; call .sum() or .mean() first, or pass the gradient of the output',
  ],
  [
    'passes a gradient of another shape',
    () => ones([3], { requiresGrad: true }).mul(2).backward(ones(2)),
    'backward: expected a gradient of shape [3], got [2]',
  ],
  [
    'passes a gradient of whole numbers',
    () =>
      ones([3], { requiresGrad: true })
        .mul(2)
        .backward(ones([3], { dtype: 'int32' })),
    "backward: expected a float32 gradient, got int32; convert with .to('float32')",
  ],
  [
    'asks for the gradient of what is not used',
    () => autograd.grad(ones([1], { requiresGrad: true }).mul(2), [zeros(2)]),
    'autograd.grad: the output does not depend on input 0 of shape [2]; pass { allowUnused: true } to get null for it',
  ],
  [
    'changes a parameter in place while recording',
    () => ones([3], { requiresGrad: true }).add_(1),
    'add_: a tensor that requires a gradient was changed in place; wrap it in noGrad',
  ],
  [
    'adds a larger tensor in place',
    () => ones(3).add_(ones(2, 3)),
    'add_: expected shape [3] float32, got [2, 3] float32',
  ],
  [
    'wants gradients of whole numbers',
    () => ones([3], { dtype: 'int32', requiresGrad: true }),
    'requiresGrad: only float32 tensors have gradients, got int32',
  ],
  [
    'stops gradients of a result',
    () => ones([3], { requiresGrad: true }).mul(2).requiresGrad_(false),
    'requiresGrad: only leaves can be changed, got a result of mul',
  ],
  [
    'steps before backward',
    () => new optim.SGD(new nn.Linear(1, 1).parameters()).step(),
    'optimizer.step: no parameter has a gradient, got 2 without one; call loss.backward() first',
  ],
  ['trains nothing', () => new optim.Adam([]), 'Adam: expected at least one parameter, got an empty list'],
];

const MISTAKES = [...ON_TENSORS, ...IN_TRAINING];

describe('a student who', () => {
  test.each(MISTAKES)('%s is told so', (_mistake, body, message) => {
    let said = 'nothing';
    try {
      body();
    } catch (error) {
      said = (error as Error).message.replace(/called at .*$/, 'called at …');
    }
    expect(said).toBe(message);
  });

  test('makes one of at least 60 usual mistakes reads a message of its own', () => {
    expect(MISTAKES.length).toBeGreaterThanOrEqual(60);
    for (const column of [0, 2]) expect(new Set(MISTAKES.map((row) => row[column])).size).toBe(MISTAKES.length);
  });

  test('can tell the kinds of mistakes apart, all of them LecternErrors', () => {
    const kinds: [typeof LecternError, () => unknown][] = [
      [ShapeError, () => zeros(2).item()],
      [DTypeError, () => zeros([1], { dtype: 'text' as never })],
      [ValueError, () => arange(5, 2)],
      [GradientError, () => zeros(1).backward()],
      [AnomalyError, () => autograd.detectAnomaly(() => tensor(-1).sqrt())],
      [
        FreedTensorError,
        () => {
          const x = zeros(1);
          x.dispose();
          x.add(1);
        },
      ],
      [BackendError, () => backend.meta(() => zeros(1).item())],
    ];
    for (const [kind, body] of kinds) {
      expect(body).toThrow(kind);
      expect(body).toThrow(LecternError);
    }
  });

  test('uses names that are no mistakes gets no error', () => {
    expect(where(tensor([true, false]), 1, 0).toArray()).toEqual([1, 0]);
    expect(rand(2, 3)).toBeInstanceOf(Tensor);
    expect(noGrad(() => ones([1], { requiresGrad: true }).add_(1)).toArray()).toEqual([2]);
  });
});
