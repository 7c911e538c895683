import { autograd, data, F, nn, noGrad, ones, optim, scope, tensor, zeros } from 'lectern';

/** What a student does, and all that the error says. */
export type Mistake = [mistake: string, body: () => unknown, message: string];

const leaf = () => ones([2], { requiresGrad: true });

/** Mistakes with memory, gradients, layers, losses, optimisers and data; those with tensors are in errors.test.ts. */
export const IN_TRAINING: Mistake[] = [
  [
    'uses a tensor after the end of its scope',
    () => {
      let kept = zeros(1);
      scope(() => {
        kept = zeros(3).add(1);
      });
      return kept.add(1);
    },
    'tensor of shape [3]: its memory was freed by the end of its scope; ' +
      'return it from the scope, or .clone() what you need later',
  ],
  [
    'uses a tensor after dispose()',
    () => {
      const x = zeros(2);
      x.dispose();
      return x.sum();
    },
    'tensor of shape [2]: its memory was freed by dispose(); return it from the scope, or .clone() what you need later',
  ],
  [
    'gives a scope an async function',
    () => scope(async () => 1),
    'scope: expected a synchronous function, got an async one',
  ],
  [
    'goes backward twice',
    () => {
      const loss = leaf().mul(2).sum();
      loss.backward();
      loss.backward();
    },
    'backward: the graph through sum was already used and its saved tensors are gone; ' +
      'compute the loss again, or pass { retainGraph: true } the first time',
  ],
  [
    'changes in place what backward needs',
    () => {
      const w = leaf();
      const loss = w.mul(w).sum();
      noGrad(() => w.add_(1));
      loss.backward();
    },
    'backward: a tensor of shape [2] that mul needs was changed in place after the forward pass; ' +
      'change it after backward, or use a new tensor',
  ],
  [
    'forgets zeroGrad, inside detectAnomaly',
    () =>
      autograd.detectAnomaly(() => {
        const w = leaf();
        const optimizer = new optim.SGD([w], { lr: 0.1 });
        for (let step = 0; step < 2; step++) {
          w.sum().backward();
          optimizer.step();
        }
      }),
    'optimizer.step: expected gradients of this step alone, got sums with those of an earlier step; ' +
      'call optimizer.zeroGrad() before loss.backward()',
  ],
  [
    'forgets net.eval(), inside detectAnomaly',
    () =>
      autograd.detectAnomaly(() =>
        noGrad(() => new nn.Sequential(new nn.Linear(2, 2), new nn.Dropout(0.5))(zeros(1, 2))),
      ),
    'net.1 (Dropout): expected evaluation mode under noGrad, got training mode; call net.eval() before, and net.train() after',
  ],
  [
    'has a loss of NaN, inside detectAnomaly',
    () => autograd.detectAnomaly(() => tensor([1, -1]).log().mean()),
    'log: expected numbers, got NaN in 1 of 2 values of its result [2] from [2] in -1…1; called at …',
  ],
  [
    'normalises a batch of one in training mode',
    () => new nn.BatchNorm1d(3)(zeros(1, 3)),
    'BatchNorm1d 3: in training a channel needs more than one value, got [1, 3]; take a larger batch or call eval()',
  ],
  [
    'forgets to flatten before a linear layer',
    () => new nn.Sequential(new nn.Conv2d(1, 4, 3), new nn.Linear(144, 10))(zeros(2, 8, 8, 1)),
    'net.1 (Linear 144→10): expected last dimension 144, got [2, 6, 6, 4]; flatten it first: x.reshape(2, -1)',
  ],
  [
    'gives a network channels-first images',
    () => new nn.Sequential(new nn.Conv2d(3, 4, 3), new nn.ReLU())(zeros(1, 3, 8, 8)),
    'net.0 (Conv2d 3→4): expected [batch, height, width, 3], got [1, 3, 8, 8]; ' +
      'images are NHWC here, so move the channels last: x.permute(0, 2, 3, 1)',
  ],
  ['drops 50 instead of 0.5', () => new nn.Dropout(50), 'Dropout: p must be from 0 to 1, got 50'],
  [
    'embeds floats',
    () => new nn.Embedding(5, 2)(zeros(3)),
    "Embedding: indices must be int32, got float32; convert them: indices.to('int32')",
  ],
  [
    'embeds a word that is not in the vocabulary',
    () => new nn.Embedding(5, 2)(tensor([7], { dtype: 'int32' })),
    'Embedding: indexSelect: expected indices from 0 to 4 for dimension 0, got 7 at place 0',
  ],
  [
    'gives an LSTM other features',
    () => new nn.LSTM(3, 4)(zeros(5, 2, 7)),
    'LSTM 3→4: expected [time, batch, 3] or [time, 3], got [5, 2, 7]',
  ],
  [
    'divides attention into heads that do not fit',
    () => new nn.MultiheadAttention(10, 3),
    'MultiheadAttention: embedDim must be a multiple of numHeads, got 10 and 3',
  ],
  [
    'loads weights with a key missing',
    () => new nn.Linear(2, 2).loadStateDict({ weight: zeros(2, 2) }),
    'Linear.loadStateDict: keys and shapes must be those of the module, got missing bias; ' +
      'pass {strict: false} to load what fits',
  ],
  [
    'loads weights of another shape',
    () => new nn.Linear(2, 2).loadStateDict({ weight: zeros(2, 3), bias: zeros(2) }),
    'Linear.loadStateDict: keys and shapes must be those of the module, got weight expected [2, 2], got [2, 3]',
  ],
  [
    'freezes a layer that is not there',
    () => new nn.Linear(2, 2).freeze('conv*'),
    'Linear.freeze: the pattern must match a parameter, got conv*; the names are weight, bias',
  ],
  [
    'trains the result of an operation',
    () => new optim.SGD([leaf().mul(2)], { lr: 0.1 }),
    'SGD: parameters must not be results of operations, got number 0, [2], made by mul',
  ],
  ['steps the wrong way', () => new optim.SGD([leaf()], { lr: -1 }), 'SGD: lr must be at least 0, got -1'],
  [
    'steps L-BFGS without its function',
    () => new optim.LBFGS([leaf()]).step(),
    'LBFGS.step: expected a function that gives the loss, got none; step(() => loss)',
  ],
  [
    'compares logits [n, 1] with targets [n]',
    () => F.binaryCrossEntropyWithLogits(zeros(4, 1), zeros(4)),
    'binaryCrossEntropyWithLogits: input and target must have one shape, got [4, 1] and [4]; reshape one of them',
  ],
  [
    'pairs 3 items with 4 labels',
    () => new data.TensorDataset(zeros(3, 2), zeros(4)),
    'TensorDataset: tensors must have one first dimension, got shapes [3, 2], [4]',
  ],
  [
    'loads batches of nothing',
    () => new data.DataLoader(new data.TensorDataset(zeros(3, 2)), { batchSize: 0 }),
    'DataLoader: batchSize must be a whole number of at least 1, got 0',
  ],
  [
    'hooks a tensor that needs no gradient',
    () => zeros(2).registerHook(() => {}),
    'registerHook: expected a tensor that requires a gradient, got one of shape [2] without; call .requiresGrad_() first',
  ],
  [
    'takes the Hessian of a vector',
    () => autograd.hessian((x) => x.mul(2), zeros(2)),
    'hessian: expected f to give a single value, got shape [2]',
  ],
  [
    'splits into parts that do not add up',
    () => zeros(5).split([2, 2]),
    'split: expected sizes that add up to 5, those of dimension 0, got [2,2]',
  ],
];
