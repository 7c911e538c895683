import { join } from 'node:path';
import { io, nn } from 'lectern';
import { expect, test } from 'vitest';
import '../helpers/close.js';
import { temporaryFolder } from '../helpers/temporary-folder.js';
import { torchOfFile } from '../helpers/torch-of-file.js';

const torch = torchOfFile();

const folder = temporaryFolder();

const encoder = () => new nn.TransformerEncoderLayer(4, 2, { dimFeedforward: 6 });
const decoder = () => new nn.TransformerDecoderLayer(4, 2, { dimFeedforward: 6, batchFirst: true });

/** Modules with a state, and the same in PyTorch; shapes without two equal sizes, so that no order goes unnoticed. */
const zoo: [make: () => nn.Module, python: string][] = [
  [() => new nn.Linear(3, 4), 'Linear(3, 4)'],
  [() => new nn.Linear(3, 4, { bias: false }), 'Linear(3, 4, bias=False)'],
  [() => new nn.Bilinear(2, 3, 4), 'Bilinear(2, 3, 4)'],
  [() => new nn.Conv1d(4, 6, 3, { groups: 2 }), 'Conv1d(4, 6, 3, groups=2)'],
  [() => new nn.Conv2d(2, 3, [4, 5]), 'Conv2d(2, 3, (4, 5))'],
  [() => new nn.Conv2d(4, 8, 3, { groups: 4 }), 'Conv2d(4, 8, 3, groups=4)'],
  [() => new nn.Conv3d(2, 3, [4, 5, 6], { bias: false }), 'Conv3d(2, 3, (4, 5, 6), bias=False)'],
  [() => new nn.ConvTranspose1d(4, 6, 3, { groups: 2 }), 'ConvTranspose1d(4, 6, 3, groups=2)'],
  [() => new nn.ConvTranspose2d(2, 3, [4, 5]), 'ConvTranspose2d(2, 3, (4, 5))'],
  [() => new nn.ConvTranspose3d(2, 3, [4, 5, 6]), 'ConvTranspose3d(2, 3, (4, 5, 6))'],
  [() => new nn.BatchNorm1d(3), 'BatchNorm1d(3)'],
  [() => new nn.BatchNorm2d(3, { affine: false }), 'BatchNorm2d(3, affine=False)'],
  [() => new nn.BatchNorm3d(3, { trackRunningStats: false }), 'BatchNorm3d(3, track_running_stats=False)'],
  [() => new nn.LayerNorm([3, 4]), 'LayerNorm([3, 4])'],
  [() => new nn.RMSNorm(3), 'RMSNorm(3)'],
  [() => new nn.GroupNorm(2, 4), 'GroupNorm(2, 4)'],
  [() => new nn.InstanceNorm1d(3, { affine: true }), 'InstanceNorm1d(3, affine=True)'],
  [() => new nn.InstanceNorm2d(3, { affine: true }), 'InstanceNorm2d(3, affine=True)'],
  [() => new nn.InstanceNorm3d(3), 'InstanceNorm3d(3)'],
  [() => new nn.PReLU(3), 'PReLU(3)'],
  [() => new nn.Embedding(5, 3), 'Embedding(5, 3)'],
  [() => new nn.EmbeddingBag(5, 3), 'EmbeddingBag(5, 3)'],
  [() => new nn.RNN(3, 4, { numLayers: 2 }), 'RNN(3, 4, num_layers=2)'],
  [() => new nn.LSTM(3, 4, { numLayers: 2, bidirectional: true }), 'LSTM(3, 4, num_layers=2, bidirectional=True)'],
  [() => new nn.GRU(3, 4, { bias: false }), 'GRU(3, 4, bias=False)'],
  [() => new nn.RNNCell(3, 4), 'RNNCell(3, 4)'],
  [() => new nn.LSTMCell(3, 4), 'LSTMCell(3, 4)'],
  [() => new nn.GRUCell(3, 4), 'GRUCell(3, 4)'],
  [() => new nn.MultiheadAttention(4, 2), 'MultiheadAttention(4, 2)'],
  [() => new nn.MultiheadAttention(4, 2, { kdim: 3, vdim: 5 }), 'MultiheadAttention(4, 2, kdim=3, vdim=5)'],
  [() => new nn.TransformerEncoder(encoder, 2), 'TransformerEncoder(torch.nn.TransformerEncoderLayer(4, 2, 6), 2)'],
  [
    () => new nn.TransformerDecoder(decoder, 2, new nn.LayerNorm(4)),
    'TransformerDecoder(torch.nn.TransformerDecoderLayer(4, 2, 6), 2, torch.nn.LayerNorm(4))',
  ],
  [
    () => new nn.ModuleList([new nn.Linear(2, 3), new nn.Conv1d(2, 3, 4)]),
    'ModuleList([torch.nn.Linear(2, 3), torch.nn.Conv1d(2, 3, 4)])',
  ],
  [() => new nn.ModuleDict({ first: new nn.Linear(2, 3) }), "ModuleDict({'first': torch.nn.Linear(2, 3)})"],
  [
    () => new nn.Sequential(new nn.Linear(2, 3), new nn.ReLU(), new nn.BatchNorm1d(3)),
    'Sequential(torch.nn.Linear(2, 3), torch.nn.ReLU(), torch.nn.BatchNorm1d(3))',
  ],
  [() => nn.utils.spectralNorm(new nn.Linear(3, 4)), 'utils.parametrizations.spectral_norm(torch.nn.Linear(3, 4))'],
  [() => nn.utils.weightNorm(new nn.Linear(3, 4)), 'utils.parametrizations.weight_norm(torch.nn.Linear(3, 4))'],
];

/** Classes whose state PyTorch does not have, and those that get it from the classes that stand for them above. */
const apart = ['Module', 'LocallyConnected1d', 'LocallyConnected2d', 'LearnedPositionalEncoding', 'ParameterList'];
const within = ['TransformerEncoderLayer', 'TransformerDecoderLayer'];

test('every module’s state goes to PyTorch and back by a strict load of a file', async () => {
  const pairs = zoo.map(([make, python], i) => ({ python, net: make(), path: join(folder, `${i}.safetensors`) }));
  for (const { net, path } of pairs) io.saveSafetensors(path, net.stateDict({ layout: 'torch' }));
  const found = await torch.run(`
import safetensors.torch
for i, (net, path) in enumerate([${pairs.map(({ python, path }) => `(torch.nn.${python}, ${JSON.stringify(path)})`).join(', ')}]):
    state = safetensors.torch.load_file(path)
    own = net.state_dict()
    assert {k: v.shape for k, v in own.items()} == {k: v.shape for k, v in state.items()}, (net, own.keys(), state.keys())
    net.load_state_dict(state)
    with torch.no_grad():
        for value in net.state_dict().values(): value.mul_(2).add_(1)
    for k, v in net.state_dict().items(): found['%d/%s' % (i, k)] = v
    safetensors.torch.save_file({k: v.contiguous() for k, v in net.state_dict().items()}, path)
`);
  for (const [i, { net, path, python }] of pairs.entries()) {
    const before = net.stateDict({ layout: 'torch' });
    const report = net.loadStateDict(io.loadSafetensors(path), { layout: 'torch' });
    expect(report, python).toEqual({ missing: [], unexpected: [] });
    for (const [key, x] of Object.entries(net.stateDict({ layout: 'torch' }))) {
      expect(x, `${python} ${key}`).toBeCloseToTensor(found[`${i}/${key}`], { rtol: 0, atol: 0 });
      expect(x, `${python} ${key}`).toBeCloseToTensor(before[key].mul(2).add(1), { rtol: 1e-6 });
    }
  }
});

test('no module of the library with parameters or buffers is left out', () => {
  const seen = new Set(zoo.flatMap(([make]) => make().modules()).map((module) => module.constructor.name));
  const classes = Object.entries(nn).filter(
    ([, value]) => typeof value === 'function' && value.prototype instanceof nn.Module,
  );
  const stateful = classes.filter(([name, value]) => {
    if (seen.has(name) || apart.includes(name) || within.includes(name)) return false;
    try {
      return new (value as unknown as new (...sizes: number[]) => nn.Module)(4, 4, 4).parameters().length > 0;
    } catch {
      return false;
    }
  });
  expect(stateful.map(([name]) => name)).toEqual([]);
});
