import { nn, ones, type Tensor, zeros } from 'lectern';
import { describe, expect, test } from 'vitest';

describe('containers', () => {
  test('ModuleList registers its modules under their places', () => {
    class Net extends nn.Module {
      layers = new nn.ModuleList([new nn.Linear(2, 3), new nn.Linear(3, 1)]);
      forward(x: Tensor): Tensor {
        let y = x;
        for (const layer of this.layers) y = layer(y);
        return y;
      }
    }
    const net = new Net();
    expect(net.namedParameters().map(([name]) => name)).toEqual([
      'layers.0.weight',
      'layers.0.bias',
      'layers.1.weight',
      'layers.1.bias',
    ]);
    expect(net(ones(4, 2)).shape).toEqual([4, 1]);
    net.layers.append(new nn.Linear(1, 1));
    expect(net.layers.length).toBe(3);
    expect(net.parameters()).toHaveLength(6);
    expect(() => net.layers()).toThrow('it has no forward, got a call; loop over it and call its modules');
  });

  test('ModuleDict gives modules by name, with their types', () => {
    const heads = new nn.ModuleDict({ digit: new nn.Linear(2, 10), parity: new nn.Linear(2, 1) });
    expect(heads.get('digit').outFeatures).toBe(10);
    expect(heads.keys()).toEqual(['digit', 'parity']);
    expect(heads.namedParameters().map(([name]) => name)).toContain('parity.weight');
    expect(() => heads.get('letter' as 'digit')).toThrow("expected one of digit, parity, got 'letter'");
    expect(() => heads.set('train', new nn.Identity())).toThrow("got 'train'");
    expect(() => heads.set('a.b', new nn.Identity())).toThrow("got 'a.b'");
  });

  test('ParameterList registers its parameters', () => {
    const list = new nn.ParameterList([new nn.Parameter(zeros(2)), new nn.Parameter(zeros(3))]);
    expect(list.namedParameters().map(([name, p]) => [name, p.shape])).toEqual([
      ['0', [2]],
      ['1', [3]],
    ]);
    expect([...list].map((p) => p.numel())).toEqual([2, 3]);
  });

  test('the state in PyTorch’s layout has its names, and either spelling loads', () => {
    const norm = new nn.BatchNorm1d(2);
    expect(Object.keys(norm.stateDict({ layout: 'torch' }))).toEqual([
      'weight',
      'bias',
      'running_mean',
      'running_var',
      'num_batches_tracked',
    ]);
    const state = norm.stateDict({ layout: 'torch' });
    norm.loadStateDict({ ...state, running_mean: ones(2) }, { layout: 'torch' });
    expect([...norm.stateDict().runningMean.dataSync()]).toEqual([1, 1]);
    norm.loadStateDict(new nn.BatchNorm1d(2).stateDict(), { layout: 'torch' });
    expect([...norm.stateDict().runningMean.dataSync()]).toEqual([0, 0]);
    expect(() => norm.loadStateDict({ ...state, running: ones(2) }, { layout: 'torch' })).toThrow('unexpected running');
  });
});
