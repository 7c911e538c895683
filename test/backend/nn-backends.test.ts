import { backend, F, Generator, nn, optim, randint, randn, scope, tensor } from 'lectern';
import { afterAll, expect, test } from 'vitest';

const before = backend.name;
afterAll(() => backend.use(before));

test.each(['cpu', 'wasm', 'webgpu', 'tensorflow'] as const)('layers of every family train on %s', async (name) => {
  await backend.use(name);
  const generator = new Generator(1);
  const net = new nn.Sequential(
    new nn.Conv2d(1, 4, 3, { padding: 1, generator }),
    new nn.BatchNorm2d(4),
    new nn.GELU(),
    new nn.AdaptiveAvgPool2d(2),
    new nn.Flatten(),
    new nn.LayerNorm(16),
    new nn.Linear(16, 3, { generator }),
  );
  const optimizer = new optim.AdamW(net.parameters(), { lr: 0.05 });
  const [x, labels] = [randn([8, 6, 6, 1], { generator }), randint(0, 3, [8], { generator })];
  const losses: number[] = [];
  for (let step = 0; step < 15; step++) {
    const loss = F.crossEntropy(net(x), labels, { labelSmoothing: 0.1 });
    optimizer.zeroGrad();
    loss.backward();
    optim.clipGradNorm(net.parameters(), 1);
    optimizer.step();
    losses.push(loss.item());
  }
  expect(losses[14]).toBeLessThan(0.8 * losses[0]);

  const table = new nn.Embedding(5, 4, { generator });
  const encoder = new nn.TransformerEncoderLayer(4, 2, { dimFeedforward: 8, generator });
  const [outputs] = new nn.LSTM(4, 3, { bidirectional: true, generator })(encoder(table(randint(0, 5, [6, 2]))));
  outputs.mul(outputs).sum().backward();
  expect(table.weight.grad?.abs().sum().item()).toBeGreaterThan(0);
});

interface Stepper {
  zeroGrad(): void;
  step(): unknown;
}

const OPTIMISERS: Record<string, (params: nn.Parameter[]) => Stepper> = {
  SGD: (p) => new optim.SGD(p, { lr: 0.1, momentum: 0.9, nesterov: true, weightDecay: 0.01 }),
  Adam: (p) => new optim.Adam(p, { lr: 0.1, amsgrad: true }),
  AdamW: (p) => new optim.AdamW(p, { lr: 0.1 }),
  NAdam: (p) => new optim.NAdam(p, { lr: 0.1 }),
  RAdam: (p) => new optim.RAdam(p, { lr: 0.1 }),
  Adamax: (p) => new optim.Adamax(p, { lr: 0.1 }),
  Adagrad: (p) => new optim.Adagrad(p, { lr: 0.1 }),
  Adadelta: (p) => new optim.Adadelta(p, { lr: 1 }),
  RMSprop: (p) => new optim.RMSprop(p, { lr: 0.1, centered: true, momentum: 0.5, eps: 1e-3 }),
  Rprop: (p) => new optim.Rprop(p, { lr: 0.1 }),
};

test.each(['cpu', 'wasm', 'webgpu'] as const)(
  'every optimiser takes the steps on %s that it takes on TensorFlow',
  async (name) => {
    const run = async (where: typeof name | 'tensorflow') => {
      await backend.use(where);
      return Object.entries(OPTIMISERS).map(([title, make]): [string, number[]] => {
        const p = new nn.Parameter(
          tensor([
            [3, -2],
            [0.5, 1.5],
          ]),
        );
        const optimizer = make([p]);
        for (let step = 0; step < 8; step++) {
          optimizer.zeroGrad();
          p.mul(p)
            .mul(tensor([1, 3]))
            .sum()
            .backward();
          optimizer.step();
        }
        return [title, [...p.dataSync()]];
      });
    };
    const expected = await run('tensorflow');
    for (const [i, [title, values]] of (await run(name)).entries()) {
      for (const [j, value] of values.entries()) expect(value, title).toBeCloseTo(expected[i][1][j], 4);
    }
  },
);

test('L-BFGS takes the same steps inside a scope as outside', () => {
  const run = (around: (body: () => void) => void) => {
    const p = new nn.Parameter(tensor([3, -2]));
    const optimizer = new optim.LBFGS([p], { maxIter: 2, lineSearch: 'strongWolfe' });
    const closure = () => {
      optimizer.zeroGrad();
      const loss = p
        .mul(p)
        .mul(tensor([1, 10]))
        .sum();
      loss.backward();
      return loss;
    };
    for (let step = 0; step < 8; step++) around(() => void optimizer.step(closure));
    return [...p.dataSync()];
  };
  const outside = run((body) => body());
  expect(run((body) => scope(body))).toEqual(outside);
  expect(Math.max(...outside.map(Math.abs))).toBeLessThan(1e-3);
});
