import { autograd, F, nn, noGrad, ones, randn, tensor } from 'lectern';
import { describe, expect, test } from 'vitest';

describe('autograd.graph', () => {
  test('gives operations, leaves and edges in the order of computation', () => {
    const a = tensor([2, -3], { requiresGrad: true });
    const b = tensor(10, { requiresGrad: true });
    const product = a.mul(b);
    const y = product.sum().mul(b);
    const { nodes, edges, outputs } = autograd.graph(y, { names: { a, b, product }, values: false });
    expect(nodes).toEqual([
      { id: 0, op: 'leaf', shape: [2], dtype: 'float32', name: 'a' },
      { id: 1, op: 'leaf', shape: [], dtype: 'float32', name: 'b' },
      { id: 2, op: 'mul', shape: [2], dtype: 'float32', name: 'product' },
      { id: 3, op: 'sum', shape: [], dtype: 'float32' },
      { id: 4, op: 'mul', shape: [], dtype: 'float32' },
    ]);
    expect(edges).toEqual([
      { from: 0, to: 2, input: 0 },
      { from: 1, to: 2, input: 1 },
      { from: 2, to: 3, input: 0 },
      { from: 3, to: 4, input: 0 },
      { from: 1, to: 4, input: 1 },
    ]);
    expect(outputs).toEqual([4]);
  });

  test('shows values and gradients of what is known, also after backward', () => {
    const a = tensor([2, -3], { requiresGrad: true });
    const h = a.mul(2);
    h.retainGrad();
    const y = h.mul(h).sum();
    y.backward();
    const { nodes } = autograd.graph(y, { names: { h } });
    expect(nodes.map(({ value, grad }) => [value?.min, value?.max, grad?.min, grad?.max])).toEqual([
      [-3, 2, -24, 16],
      [-6, 4, -12, 8],
      [undefined, undefined, undefined, undefined],
      [52, 52, undefined, undefined],
    ]);
  });

  test('names parameters and the module calls, as plain JSON', () => {
    const net = new nn.Sequential(new nn.Linear(3, 4), new nn.Tanh(), new nn.Linear(4, 2));
    const loss = F.mseLoss(net(randn(5, 3)), ones(5, 2));
    const data = autograd.graph(loss, { module: net });
    expect(JSON.parse(JSON.stringify(data))).toEqual(data);
    const leaves = data.nodes.filter(({ op }) => op === 'leaf');
    expect(leaves.map(({ name }) => name).sort()).toEqual(['0.bias', '0.weight', '2.bias', '2.weight']);
    expect(data.nodes.find(({ op }) => op === 'tanh')?.module).toBe('net.1 (Tanh)');
    expect(data.nodes.filter(({ module }) => module === 'net.2 (Linear 4→2)').length).toBeGreaterThan(0);
    for (const { from, to } of data.edges) expect(from).toBeLessThan(to);
  });

  test('goes through a chain of 20,000 operations, and several outputs that share one', () => {
    const x = tensor(1, { requiresGrad: true });
    let y = x;
    for (let i = 0; i < 20_000; i++) y = y.add(1);
    const { nodes, edges, outputs } = autograd.graph([y.mul(2), y.mul(3)], { values: false });
    expect([nodes.length, edges.length, outputs]).toEqual([20_003, 20_002, [20_001, 20_002]]);
  });

  test('refuses what was not recorded', () => {
    const w = ones([2], { requiresGrad: true });
    expect(() => autograd.graph(noGrad(() => w.mul(2)))).toThrow(
      'autograd.graph: expected a tensor that requires a gradient, got one of shape [2] that was computed under noGrad',
    );
    expect(autograd.graph(w).nodes).toMatchObject([{ op: 'leaf', shape: [2] }]);
  });
});
