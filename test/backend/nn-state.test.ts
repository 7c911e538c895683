import { nn, noGrad, ones, type Tensor, zeros } from 'lectern';
import { describe, expect, test } from 'vitest';
import { TwoLayerNet } from '../helpers/two-layer-net.js';

const values = (x: Tensor): number[] => [...x.dataSync()];

describe('stateDict', () => {
  test('goes through loadStateDict into another module without change', () => {
    const make = () => new nn.Sequential(new nn.Conv2d(1, 6, 5), new nn.Flatten(), new nn.Linear(6, 4));
    const from = make();
    const to = make();
    expect(values(from.parameters()[0])).not.toEqual(values(to.parameters()[0]));
    expect(to.loadStateDict(from.stateDict())).toEqual({ missing: [], unexpected: [] });
    for (const [i, p] of to.parameters().entries()) expect(values(p)).toEqual(values(from.parameters()[i]));
    expect(to.parameters().every((p) => p.requiresGrad)).toBe(true);
  });

  test('is a snapshot that training does not change', () => {
    const layer = new nn.Linear(2, 2);
    const state = layer.stateDict();
    const before = values(state.weight);
    noGrad(() => layer.weight.mul_(2));
    expect(values(state.weight)).toEqual(before);
    layer.loadStateDict(state);
    noGrad(() => layer.weight.mul_(2));
    expect(values(state.weight)).toEqual(before);
    expect(values(layer.weight)).toEqual(before.map((v) => 2 * v));
  });

  test('gives and takes convolution filters as OIHW in the torch layout', () => {
    const conv = new nn.Conv2d(2, 3, [4, 5]);
    const state = conv.stateDict({ layout: 'torch' });
    expect(state.weight.shape).toEqual([3, 2, 4, 5]);
    const [ours, theirs] = [conv.weight.toArray(), state.weight.toArray()] as [number[][][][], number[][][][]];
    expect(theirs[2][1][3][4]).toBe(ours[3][4][1][2]);
    const other = new nn.Conv2d(2, 3, [4, 5]);
    other.loadStateDict(state, { layout: 'torch' });
    expect(values(other.weight)).toEqual(values(conv.weight));
  });

  test('names every missing key, unexpected key and wrong shape in one error and changes nothing', () => {
    const net = new TwoLayerNet(3, 4, 2);
    const { 'linear1.bias': bias, ...state } = net.stateDict();
    const bad = { ...state, 'linear3.bias': bias, 'linear2.weight': zeros(4, 2), 'linear1.weight': zeros(4, 3) };
    const before = values(net.linear1.weight);
    expect(() => net.loadStateDict(bad)).toThrow(
      'TwoLayerNet.loadStateDict: keys and shapes must be those of the module, got missing linear1.bias; ' +
        'unexpected linear3.bias; linear2.weight expected [2, 4], got [4, 2]',
    );
    expect(values(net.linear1.weight)).toEqual(before);
    const fitting = { ...state, 'linear3.bias': bias };
    expect(() => net.loadStateDict(fitting)).toThrow('pass {strict: false} to load what fits');
    expect(net.loadStateDict(fitting, { strict: false })).toEqual({
      missing: ['linear1.bias'],
      unexpected: ['linear3.bias'],
    });
  });

  test('holds persistent buffers, which are not parameters', () => {
    class Normed extends nn.Module {
      declare mean: Tensor;
      constructor() {
        super();
        this.registerBuffer('mean', zeros(3));
        this.registerBuffer('scratch', zeros(1), { persistent: false });
      }
      forward(x: Tensor): Tensor {
        return x.sub(this.mean);
      }
    }
    const normed = new Normed();
    expect(Object.keys(normed.stateDict())).toEqual(['mean']);
    expect(normed.namedBuffers().map(([name]) => name)).toEqual(['mean', 'scratch']);
    expect(normed.parameters()).toEqual([]);
    normed.loadStateDict({ mean: ones(3) });
    expect(values(normed(ones(3)))).toEqual([0, 0, 0]);
  });
});
