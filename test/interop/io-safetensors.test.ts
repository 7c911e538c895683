import { join } from 'node:path';
import fc from 'fast-check';
import { io, manualSeed, nn, randn, type Tensor } from 'lectern';
import { describe, expect, test } from 'vitest';
import '../helpers/close.js';
import { temporaryFolder } from '../helpers/temporary-folder.js';
import { given } from '../helpers/torch-module.js';
import { torchOfFile } from '../helpers/torch-of-file.js';
import { asTensor } from './ops/derive.js';
import { floats, integers } from './ops/spec.js';

const torch = torchOfFile();

const folder = temporaryFolder();
const imports = 'import safetensors, safetensors.torch, json';

describe('random tensors go both ways', () => {
  const shapes = fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 4 });
  const names = fc.string({ minLength: 1, maxLength: 8, unit: 'grapheme' }).filter((name) => !name.includes('__'));
  const seeds = fc.integer({ min: 1, max: 1000 });

  test('to Python’s safetensors, with metadata', async () => {
    const entry = fc.record({ shape: shapes, seed: seeds, dtype: fc.constantFrom('float32', 'int32', 'bool') });
    const dictionaries = fc.dictionary(names, entry, { minKeys: 1, maxKeys: 5, noNullPrototype: true });
    let n = 0;
    await fc.assert(
      fc.asyncProperty(dictionaries, names, async (dictionary, text) => {
        const state = Object.fromEntries(
          Object.entries(dictionary).map(([name, { shape, seed, dtype }]) => {
            const x = asTensor(integers(shape, seed, -1000, 1000));
            return [name, dtype === 'bool' ? x.gt(0) : x.to(dtype as 'float32')];
          }),
        );
        const path = join(folder, `ours${n++}.safetensors`);
        io.saveSafetensors(path, state, { metadata: { text } });
        const answer = await torch.run(`
${imports}
state = safetensors.torch.load_file(${JSON.stringify(path)})
for i, name in enumerate(json.loads(${JSON.stringify(JSON.stringify(Object.keys(state)))})):
    found[str(i)] = state[name]
    found['kind%d' % i] = ['torch.float32', 'torch.int32', 'torch.bool'].index(str(state[name].dtype))
with safetensors.safe_open(${JSON.stringify(path)}, 'pt') as f:
    found['text'] = [ord(c) for c in f.metadata()['text']]
`);
        for (const [i, x] of Object.values(state).entries()) {
          expect(x).toBeCloseToTensor(answer[i], { rtol: 0, atol: 0 });
          expect(answer[`kind${i}`].values[0]).toBe(['float32', 'int32', 'bool'].indexOf(x.dtype));
        }
        expect(String.fromCodePoint(...Array.from(answer.text.values))).toBe(text);
      }),
      { seed: 3, numRuns: 25 },
    );
  });

  test('from Python’s safetensors, of every dtype', async () => {
    const dtypes = ['float64', 'float32', 'float16', 'bfloat16', 'int64', 'int32', 'int16', 'int8', 'uint8', 'bool'];
    let n = 0;
    await fc.assert(
      fc.asyncProperty(shapes, seeds, async (shape, seed) => {
        const path = join(folder, `theirs${n++}.safetensors`);
        const answer = await torch.run(`
${imports}
torch.manual_seed(${seed})
x = torch.randn(${JSON.stringify(shape)}) * 50
state = {d: x.to(getattr(torch, d)) if d != 'uint8' else x.abs().to(torch.uint8) for d in ${JSON.stringify(dtypes)}}
safetensors.torch.save_file(state, ${JSON.stringify(path)}, metadata={'seed': '${seed}'})
found.update(state)
`);
        const loaded = io.loadSafetensors(path);
        expect(Object.keys(loaded).sort()).toEqual([...dtypes].sort());
        for (const name of dtypes) {
          const exact = { shape: answer[name].shape, values: Array.from(answer[name].values, Math.fround) };
          expect(loaded[name], name).toBeCloseToTensor(exact, { rtol: 0, atol: 0 });
        }
        expect(io.loadSafetensorsMetadata(path)).toEqual({ seed: `${seed}` });
      }),
      { seed: 4, numRuns: 20 },
    );
  });
});

class LeNet extends nn.Module {
  conv1 = new nn.Conv2d(1, 6, 5, { padding: 2 });
  conv2 = new nn.Conv2d(6, 16, 5);
  pool = new nn.MaxPool2d(2);
  // The lecture's PyTorch flattens channels first.
  flatten = new nn.Flatten(1, -1, { channelsFirst: true });
  fc1 = new nn.Linear(400, 120);
  fc2 = new nn.Linear(120, 84);
  fc3 = new nn.Linear(84, 10);
  forward(x: Tensor): Tensor {
    const features = this.pool(this.conv2(this.pool(this.conv1(x).relu())).relu());
    return this.fc3(this.fc2(this.fc1(this.flatten(features)).relu()).relu());
  }
}

class Tagger extends nn.Module {
  embedding = new nn.Embedding(20, 6);
  lstm = new nn.LSTM(6, 5, { numLayers: 2, bidirectional: true, batchFirst: true });
  head = new nn.Linear(10, 4);
  forward(tokens: Tensor): Tensor {
    return this.head(this.lstm(this.embedding(tokens))[0]);
  }
}

/** A net with the same in Python, as class `Net`, and what both are called with. */
interface Pair {
  name: string;
  make: () => nn.Module & { forward(x: Tensor): Tensor };
  python: string;
  input: () => Tensor;
  /** Expressions around PyTorch's input and output. */
  call?: string;
}

const pairs: Pair[] = [
  {
    name: 'LeNet-5',
    make: () => new LeNet(),
    python: `
        self.conv1 = torch.nn.Conv2d(1, 6, 5, padding=2)
        self.conv2 = torch.nn.Conv2d(6, 16, 5)
        self.fc1, self.fc2, self.fc3 = torch.nn.Linear(400, 120), torch.nn.Linear(120, 84), torch.nn.Linear(84, 10)
    def forward(self, x):
        x = F.max_pool2d(F.relu(self.conv1(x.movedim(3, 1))), 2)
        x = F.max_pool2d(F.relu(self.conv2(x)), 2).flatten(1)
        return self.fc3(F.relu(self.fc2(F.relu(self.fc1(x)))))`,
    input: () => asTensor(floats([3, 28, 28, 1], 5)),
  },
  {
    name: 'an LSTM tagger',
    make: () => new Tagger(),
    python: `
        self.embedding = torch.nn.Embedding(20, 6)
        self.lstm = torch.nn.LSTM(6, 5, num_layers=2, bidirectional=True, batch_first=True)
        self.head = torch.nn.Linear(10, 4)
    def forward(self, x):
        return self.head(self.lstm(self.embedding(x))[0])`,
    input: () => asTensor(integers([4, 7], 6, 0, 20)),
  },
  {
    name: 'a Transformer encoder',
    make: () => {
      const layer = () =>
        new nn.TransformerEncoderLayer(8, 2, { dimFeedforward: 16, batchFirst: true, activation: 'gelu' });
      return new nn.Sequential(new nn.Linear(3, 8), new nn.TransformerEncoder(layer, 2), new nn.LayerNorm(8));
    },
    python: `
        layer = torch.nn.TransformerEncoderLayer(8, 2, dim_feedforward=16, batch_first=True, activation='gelu')
        encoder = torch.nn.TransformerEncoder(layer, 2, enable_nested_tensor=False)
        for i, part in enumerate([torch.nn.Linear(3, 8), encoder, torch.nn.LayerNorm(8)]): setattr(self, str(i), part)
    def forward(self, x):
        for part in self.children(): x = part(x)
        return x`,
    input: () => asTensor(floats([2, 5, 3], 7)),
  },
  {
    name: 'a net with batch normalisation after some training',
    make: () => {
      const net = new nn.Sequential(
        new nn.Conv2d(2, 4, 3, { stride: 2, padding: 1, bias: false }),
        new nn.BatchNorm2d(4),
        new nn.PReLU(4),
        new nn.GlobalAvgPool2d(),
        new nn.Linear(4, 3),
      );
      for (let i = 0; i < 3; i++) net(randn(5, 8, 8, 2).mul(3).add(1));
      return net;
    },
    python: `
        parts = [torch.nn.Conv2d(2, 4, 3, stride=2, padding=1, bias=False), torch.nn.BatchNorm2d(4), torch.nn.PReLU(4)]
        for i, part in enumerate(parts): setattr(self, str(i), part)
        setattr(self, '4', torch.nn.Linear(4, 3))
    def forward(self, x):
        x = x.movedim(3, 1)
        for part in list(self.children())[:3]: x = part(x)
        return getattr(self, '4')(x.mean((2, 3)))`,
    input: () => asTensor(floats([3, 8, 8, 2], 8)),
  },
];

describe.each(pairs)('the weights of $name go both ways', ({ make, python, input }) => {
  const header = `
${imports}
class Net(torch.nn.Module):
    def __init__(self):
        super().__init__()${python}
net = Net()
`;

  test('to PyTorch by a strict load, with the same outputs', async () => {
    manualSeed(1);
    const net = make().eval();
    const path = join(folder, 'out.safetensors');
    io.saveSafetensors(path, net.stateDict({ layout: 'torch' }));
    const { y } = await torch.run(
      `${header}
net.load_state_dict(safetensors.torch.load_file(${JSON.stringify(path)}))
found['y'] = net.eval()(given['x'])`,
      { x: given(input()) },
    );
    expect(net(input())).toBeCloseToTensor(y);
  });

  test('from PyTorch by a strict load, with the same outputs', async () => {
    const path = join(folder, 'in.safetensors');
    const { y } = await torch.run(
      `${header}
torch.manual_seed(2)
net = Net()
with torch.no_grad():
    for p in net.parameters(): p.add_(0.1 * torch.randn_like(p))
    for b in net.buffers():
        if b.is_floating_point(): b.add_(torch.rand_like(b))
safetensors.torch.save_file(net.state_dict(), ${JSON.stringify(path)})
found['y'] = net.eval()(given['x'])`,
      { x: given(input()) },
    );
    const net = make().eval();
    expect(net.loadStateDict(io.loadSafetensors(path), { layout: 'torch' })).toEqual({ missing: [], unexpected: [] });
    expect(net(input())).toBeCloseToTensor(y);
  });
});
