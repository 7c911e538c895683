import { expect, test } from 'vitest';
import { decodeGraph } from '../../extension/src/protocol/decode-graph.js';
import { type GraphRecord, graphBundle, graphSpec } from '../../lib/src/view/graph/graph.js';
import { GRAPH_MIME } from '../../lib/src/view/graph/spec.js';
import { facts, lectureGraph } from '../helpers/lecture-graph.js';

/** Two modules, the second with a broken weight. */
const modules: GraphRecord = {
  nodes: [
    { op: 'leaf', shape: [2], name: '0.weight' },
    { op: 'matmul', shape: [2], module: 'net.0 (Linear 2→1)' },
    { op: 'leaf', shape: [2], name: '1.weight', grad: facts(Number.NaN, 1) },
    { op: 'mul', shape: [2], module: 'net.1 (Scale)' },
  ],
  edges: [
    { from: 0, to: 1 },
    { from: 1, to: 3 },
    { from: 2, to: 3 },
  ],
  outputs: [3],
};

test('a graph in text has the output first, and its value and gradient behind every name', () => {
  const bundle = graphBundle(graphSpec(lectureGraph(), { title: 'lecture' }));
  expect(bundle['text/plain']).toBe(
    [
      'lecture: 2 operations, 3 leaves',
      'f (mul) = -12',
      '  q (add) = 3 grad -4',
      '    x = -2 grad -4',
      '    y = 5 grad -4',
      '  z = -4 grad 3',
    ].join('\n'),
  );
  expect(bundle['image/png']).toMatch(/^iVBORw0K/);
  expect(JSON.parse(JSON.stringify(bundle[GRAPH_MIME]))).toEqual(bundle[GRAPH_MIME]);
});

test('a node that is read twice is listed once in text', () => {
  const square = {
    nodes: [
      { op: 'leaf', shape: [] },
      { op: 'mul', shape: [] },
    ],
    edges: [
      { from: 0, to: 1 },
      { from: 0, to: 1 },
    ],
    outputs: [1],
  };
  expect(graphBundle(graphSpec(square))['text/plain']).toBe('1 operation, 1 leaf\nmul\n  leaf\n  leaf (above)');
});

test('nodes are in the modules that recorded them, and a parameter in the one that reads it', () => {
  const { nodes } = graphSpec(modules);
  expect(nodes.map(({ group, module }) => [group.join('.'), module])).toEqual([
    ['net.0', undefined],
    ['net.0', 'Linear 2→1'],
    ['net.1', undefined],
    ['net.1', 'Scale'],
  ]);
});

test('gradients that are not finite are counted', () => {
  expect(graphBundle(graphSpec(modules))['text/plain']).toContain('2 operations, 2 leaves; NaN or ±Inf in 1');
});

test('of a huge graph the nodes nearest to the output are kept, which is said', () => {
  const chain: GraphRecord = {
    nodes: Array.from({ length: 3000 }, (_, i) => ({ op: i ? 'add' : 'leaf', shape: [] })),
    edges: Array.from({ length: 2999 }, (_, i) => ({ from: i, to: i + 1 })),
    outputs: [2999],
  };
  const spec = graphSpec(chain);
  expect([spec.nodes.length, spec.edges.length, spec.outputs, spec.ofNodes]).toEqual([1000, 999, [999], 3000]);
  expect(graphBundle(spec)['text/plain']).toContain('the 1000 of 3000 nodes nearest to the output');
});

test('the extension reads what the library writes, and says what is wrong with anything else', () => {
  const spec = JSON.parse(JSON.stringify(graphSpec(lectureGraph())));
  const data = decodeGraph(spec);
  expect(data.nodes[2]).toMatchObject({ op: 'add', name: 'q', shape: [], group: [] });
  expect([data.nodes[0].grad?.mean, data.nodes[4].grad]).toEqual([-4, undefined]);
  expect(() => decodeGraph({ ...spec, version: 2 })).toThrow('graph view version: expected 1');
  expect(() => decodeGraph({ ...spec, edges: [[2, 2]] })).toThrow(
    'expected pairs of an earlier and a later node, got [2,2]',
  );
  expect(() => decodeGraph({ ...spec, edges: [[0, 9]] })).toThrow('graph edges: expected a node below 5, got 9');
  expect(() => decodeGraph({ ...spec, nodes: [{}] })).toThrow('graph node op: expected a text, got nothing');
  const many = Array.from({ length: 5001 }, () => spec.nodes[0]);
  expect(() => decodeGraph({ ...spec, nodes: many })).toThrow('graph nodes: expected at most 5,000 entries, got 5001');
});
