import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { zipSync } from 'fflate';
import { FileError, io, nn, ones, type Tensor } from 'lectern';
import { describe, expect, test } from 'vitest';
import '../helpers/close.js';
import { temporaryFolder } from '../helpers/temporary-folder.js';
import { torchOfFile } from '../helpers/torch-of-file.js';

const torch = torchOfFile();

const folder = temporaryFolder();
const exact = { rtol: 0, atol: 0 };
const path = join(folder, 'net.pt');

describe('a file of torch.save', () => {
  test('with a state dictionary loads into the same network', async () => {
    const { y } = await torch.run(`
torch.manual_seed(1)
net = torch.nn.Sequential(torch.nn.Linear(3, 5), torch.nn.BatchNorm1d(5), torch.nn.ReLU(), torch.nn.Linear(5, 2))
net(torch.randn(20, 3))
torch.save(net.state_dict(), ${JSON.stringify(path)})
found['y'] = net.eval()(torch.ones(1, 3))
`);
    const net = new nn.Sequential(new nn.Linear(3, 5), new nn.BatchNorm1d(5), new nn.ReLU(), new nn.Linear(5, 2));
    expect(net.loadStateDict(io.loadTorch(path), { layout: 'torch' })).toEqual({ missing: [], unexpected: [] });
    expect(net.eval()(ones(1, 3))).toBeCloseToTensor(y);
  });

  test('gives random tensors of every kind, also views of others', async () => {
    const cases = fc.record({
      shape: fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 4 }),
      seed: fc.integer({ min: 1, max: 1000 }),
      dtype: fc.constantFrom(
        'float32',
        'float64',
        'float16',
        'bfloat16',
        'int64',
        'int32',
        'int16',
        'int8',
        'uint8',
        'bool',
      ),
      protocol: fc.constantFrom(2, 3, 4),
    });
    await fc.assert(
      fc.asyncProperty(cases, async ({ shape, seed, dtype, protocol }) => {
        const found = await torch.run(`
torch.manual_seed(${seed})
x = (torch.randn(${JSON.stringify(shape)}) * 30).abs().to(torch.${dtype})
made = {'x': x, 'turned': x.movedim(0, -1), 'part': x[1:], 'again': x, 'row': x.flatten()[:1].expand(3, -1), 'one': torch.tensor(5)}
torch.save(made, ${JSON.stringify(path)}, pickle_protocol=${protocol})
found.update(made)
`);
        const loaded = io.loadTorch(path);
        expect(Object.keys(loaded)).toEqual(Object.keys(found));
        for (const [name, { shape: size, values }] of Object.entries(found)) {
          expect(loaded[name], name).toBeCloseToTensor({ shape: size, values: Array.from(values, Math.fround) }, exact);
        }
        expect(loaded.x.dtype).toBe(/float/.test(dtype) ? 'float32' : dtype === 'bool' ? 'bool' : 'int32');
      }),
      { seed: 8, numRuns: 40 },
    );
  });

  test('gives dictionaries in dictionaries and plain data, such as the state of an optimiser', async () => {
    await torch.run(`
net = torch.nn.Linear(2, 1)
optimizer = torch.optim.Adam(net.parameters())
net(torch.ones(1, 2)).sum().backward(); optimizer.step()
torch.save({'net': net.state_dict(), 'optimizer': optimizer.state_dict(), 'epoch': 3, 'weight': net.weight,
  'list': [1.5, None, True, 'ä', (-1, 2**40, 300, 70000), []], 'size': net.weight.shape}, ${JSON.stringify(path)})
`);
    interface Saved {
      net: Record<string, Tensor>;
      optimizer: {
        state: Record<string, { exp_avg: Tensor }>;
        param_groups: { lr: number; betas: number[]; params: number[] }[];
      };
      weight: Tensor;
    }
    const { net, optimizer, weight, ...plain } = io.loadTorch<Saved>(path);
    expect(plain).toEqual({ epoch: 3, list: [1.5, null, true, 'ä', [-1, 2 ** 40, 300, 70000], []], size: [1, 2] });
    expect(weight.toArray()).toEqual(net.weight.toArray());
    expect(optimizer.state[0].exp_avg.shape).toEqual([1, 2]);
    expect(optimizer.param_groups[0]).toMatchObject({ lr: 0.001, betas: [0.9, 0.999], params: [0, 1] });
  });
});

describe('is refused and runs nothing:', () => {
  test('a whole module, and code', async () => {
    const mark = join(folder, 'ran');
    await torch.run(`
torch.save(torch.nn.Linear(1, 1), ${JSON.stringify(path)})
import os
class Evil:
    def __reduce__(self): return (os.system, ('touch ${mark}',))
torch.save({'a': Evil()}, ${JSON.stringify(`${path}.evil`)})
torch.save(torch.ones(1), ${JSON.stringify(`${path}.old`)}, _use_new_zipfile_serialization=False)
`);
    expect(() => io.loadTorch(path)).toThrow(FileError);
    expect(() => io.loadTorch(`${path}.evil`)).toThrow(
      'expected tensors and plain data, got posix.system; save net.state_dict() instead',
    );
    expect(() => readFileSync(mark)).toThrow('ENOENT');
    expect(() => io.loadTorch(`${path}.old`)).toThrow('expected a zip file');
    expect(() => io.loadTorch(join(folder, 'none.pt'))).toThrow('got ENOENT');
  });

  const packed = (pickle: Uint8Array, rest: Record<string, Uint8Array> = {}) => {
    writeFileSync(path, zipSync({ 'n/data.pkl': pickle, ...rest }));
    return () => io.loadTorch(path);
  };
  const op = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));
  /** A tensor of two float32 numbers with the given offset, shape and stride. */
  const made = (offset: string, shape: string, stride: string) =>
    op(
      `\x80\x02ctorch._utils\n_rebuild_tensor_v2\n((X\x07\0\0\0storagectorch\nFloatStorage\nX\x01\0\0\x000X\x03\0\0\0cpuK\x02tQ${offset}${shape}${stride}\x89}tR.`,
    );
  const two = { 'n/data/0': new Uint8Array(8) };

  test.each<[string, Uint8Array, string, Record<string, Uint8Array>?]>([
    ['an empty pickle', op(''), 'expected a whole pickle'],
    ['one that ends early', op('\x80\x02}'), 'got one that ends after 3 bytes'],
    ['text that is longer than the file', op('X\xff\xff\xff\x7fa.'), 'expected a whole pickle'],
    ['an unknown opcode', op('\x80\x02i.'), 'expected an opcode that makes plain data, got 105'],
    ['an empty stack', op('\x80\x02.'), 'expected something on the stack'],
    ['a tuple without its beginning', op('t.'), 'expected a mark on the stack'],
    ['a value that was never remembered', op('h\x09.'), 'expected a value remembered as 9'],
    ['items of no list', op('}K\x01a.'), 'expected a list to append to'],
    ['pairs of no dictionary', op(']K\x01K\x01s.'), 'expected a dictionary with pairs'],
    ['a call of no name', op('K\x01)R.'), 'expected a call of a name'],
    ['a list in itself', op(']q\0h\0a.'), 'expected data of at most 200 levels'],
    ['a name alone', op('cos\nsystem\n.'), 'got os.system'],
    ['a number beyond 2⁵³', op('\x8a\x08\0\0\0\0\0\0\0\x7f.'), 'expected whole numbers below 2^53'],
    ['numbers that are missing', made('K\0', 'K\x02\x85', 'K\x01\x85'), 'expected 8 bytes in data/0, got none'],
    ['numbers cut off', made('K\0', 'K\x02\x85', 'K\x01\x85'), 'got 4', { 'n/data/0': new Uint8Array(4) }],
    [
      'a shape beyond the numbers',
      made('K\0', 'K\x03\x85', 'K\x01\x85'),
      'expected a tensor inside its 2 numbers',
      two,
    ],
    ['an offset beyond the numbers', made('K\x01', 'K\x02\x85', 'K\x01\x85'), 'expected a tensor inside', two],
    ['a negative stride', made('K\0', 'K\x02\x85', 'J\xff\xff\xff\xff\x85'), 'expected a tensor with offset', two],
    [
      'one number, a trillion times',
      made('K\0', 'J\0\0\0\x40J\0\0\0\x40\x86', 'K\0K\0\x86'),
      'expected a tensor inside',
      two,
    ],
  ])('%s', (_name, pickle, message, rest = {}) => {
    expect(packed(pickle, rest)).toThrow(message);
    expect(packed(pickle, rest)).toThrow(FileError);
  });

  test('a tensor made by hand is no such thing', () => {
    const numbers = { 'n/data/0': new Uint8Array(Float32Array.of(1, 2).buffer) };
    packed(made('K\0', 'K\x02\x85', 'K\x01\x85'), numbers);
    expect(io.loadTorch<Tensor>(path).toArray()).toEqual([1, 2]);
  });

  test('any byte of the pickle changed gives data or a FileError', async () => {
    await torch.run(`torch.save({'a': torch.ones(3), 'b': [1, 2]}, ${JSON.stringify(path)})`);
    const { unzipSync } = await import('fflate');
    const files = unzipSync(readFileSync(path));
    const [name] = Object.keys(files).filter((key) => key.endsWith('data.pkl'));
    const place = fc.integer({ min: 0, max: files[name].length - 1 });
    fc.assert(
      fc.property(place, fc.integer({ min: 0, max: 255 }), (i, value) => {
        const pickle = files[name].slice();
        pickle[i] = value;
        writeFileSync(path, zipSync({ ...files, [name]: pickle }, { level: 0 }));
        try {
          io.loadTorch(path);
        } catch (error) {
          expect(error).toBeInstanceOf(FileError);
        }
      }),
      { seed: 9, numRuns: 300 },
    );
  });
});
