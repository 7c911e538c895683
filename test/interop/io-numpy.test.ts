import { join } from 'node:path';
import fc from 'fast-check';
import { io, type Tensor } from 'lectern';
import { expect, test } from 'vitest';
import '../helpers/close.js';
import { temporaryFolder } from '../helpers/temporary-folder.js';
import { torchOfFile } from '../helpers/torch-of-file.js';
import { asTensor } from './ops/derive.js';
import { integers } from './ops/spec.js';

const torch = torchOfFile();

const folder = temporaryFolder();
const shapes = fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 4 });
const seeds = fc.integer({ min: 1, max: 10_000 });
const exact = { rtol: 0, atol: 0 };

test('NumPy reads random arrays as they were written, from npy and npz', async () => {
  const cases = fc.tuple(shapes, seeds, fc.constantFrom('float32', 'int32', 'bool'), fc.boolean());
  await fc.assert(
    fc.asyncProperty(cases, async ([shape, seed, dtype, compressed]) => {
      const whole = asTensor(integers(shape, seed, -9, 10));
      const x: Tensor = dtype === 'bool' ? whole.gt(0) : dtype === 'int32' ? whole : whole.div(7);
      const paths = ['x.npy', 'x.npz'].map((name) => join(folder, name));
      io.saveNpy(paths[0], x);
      io.saveNpz(paths[1], { x, 'häßlich/y.z': x.add(1) }, { compressed });
      const answer = await torch.run(`
import numpy
x = numpy.load(${JSON.stringify(paths[0])}, allow_pickle=False)
found['kind'] = ['float32', 'int32', 'bool'].index(str(x.dtype))
found['x'] = torch.tensor(x)
with numpy.load(${JSON.stringify(paths[1])}, allow_pickle=False) as f:
    assert sorted(f.files) == ['häßlich/y.z', 'x'], f.files
    found['y'] = torch.tensor(f['häßlich/y.z'])
    found['again'] = torch.tensor(f['x'])
`);
      expect(answer.kind.values[0]).toBe(['float32', 'int32', 'bool'].indexOf(dtype));
      expect(x).toBeCloseToTensor(answer.x, exact);
      expect(x).toBeCloseToTensor(answer.again, exact);
      expect(x.add(1)).toBeCloseToTensor(answer.y, exact);
    }),
    { seed: 6, numRuns: 40 },
  );
});

test('NumPy’s random arrays of every kind, byte order, axis order and version are read', async () => {
  const kinds = fc.constantFrom('f2', 'f4', 'f8', 'i1', 'i2', 'i4', 'i8', 'u1', 'u2', 'u4', 'u8', 'b1');
  const cases = fc.record({
    shape: shapes,
    seed: seeds,
    kind: kinds,
    order: fc.constantFrom('<', '>'),
    axes: fc.constantFrom('C', 'F'),
    version: fc.integer({ min: 1, max: 3 }),
    save: fc.constantFrom('savez', 'savez_compressed'),
  });
  await fc.assert(
    fc.asyncProperty(cases, async ({ shape, seed, kind, order, axes, version, save }) => {
      const paths = ['n.npy', 'n.npz'].map((name) => join(folder, name));
      const { x } = await torch.run(`
import numpy
values = numpy.random.default_rng(${seed}).normal(size=${shape.length ? `(${shape},)` : '()'}) * 60
if '${kind}'[0] == 'u': values = abs(values)
x = numpy.asarray(values.astype('${order}${kind}'), order='${axes}')
with open(${JSON.stringify(paths[0])}, 'wb') as f:
    numpy.lib.format.write_array(f, x, version=(${version}, 0))
numpy.${save}(${JSON.stringify(paths[1])}, x, other=x)
found['x'] = torch.tensor(x.astype('float64'))
`);
      const expected = { shape: x.shape, values: Array.from(x.values, Math.fround) };
      const { arr_0, other } = io.loadNpz(paths[1]);
      for (const got of [io.loadNpy(paths[0]), arr_0, other]) {
        expect(got.dtype).toBe({ f: 'float32', b: 'bool' }[kind[0]] ?? 'int32');
        expect(got).toBeCloseToTensor(expected, exact);
      }
    }),
    { seed: 7, numRuns: 120 },
  );
});
