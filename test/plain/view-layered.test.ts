import fc from 'fast-check';
import { expect, test } from 'vitest';
import { closedBelow, collapsed, depthFor, modulesOf } from '../../lib/src/view/layered/collapse.js';
import { type Arrow, layered } from '../../lib/src/view/layered/layered.js';

const options = { direction: 'down', along: 20, across: 10 } as const;
const box = { width: 40, height: 30 };

test('each node lies below those that it comes from, and a chain is straight', () => {
  const layout = layered(
    [box, box, box],
    [
      [0, 1],
      [1, 2],
    ],
    options,
  );
  expect(layout.layers).toEqual([0, 1, 2]);
  expect(layout.nodes).toEqual([
    { x: 20, y: 15 },
    { x: 20, y: 65 },
    { x: 20, y: 115 },
  ]);
  expect([layout.width, layout.height]).toEqual([40, 130]);
  expect(layout.lines[0]).toEqual([
    { x: 20, y: 30 },
    { x: 20, y: 50 },
  ]);
});

test('the same graph to the right has its axes exchanged', () => {
  const square = { width: 30, height: 30 };
  const arrows: Arrow[] = [
    [0, 1],
    [0, 2],
    [1, 3],
    [2, 3],
  ];
  const down = layered([square, square, square, square], arrows, options);
  const right = layered([square, square, square, square], arrows, { ...options, direction: 'right' });
  expect(right.nodes).toEqual(down.nodes.map(({ x, y }) => ({ x: y, y: x })));
});

test('an arrow that skips layers goes past the boxes between', () => {
  const { lines, nodes } = layered(
    [box, box, box],
    [
      [0, 1],
      [1, 2],
      [0, 2],
    ],
    options,
  );
  const past = lines[2].filter(({ y }) => Math.abs(y - nodes[1].y) <= box.height / 2);
  expect(past.length).toBeGreaterThan(0);
  for (const { x } of past) expect(Math.abs(x - nodes[1].x)).toBeGreaterThan(box.width / 2);
});

test('what comes from nowhere lies just before what it goes to', () => {
  expect(
    layered(
      [box, box, box, box],
      [
        [0, 1],
        [1, 3],
        [2, 3],
      ],
      options,
    ).layers,
  ).toEqual([0, 1, 1, 2]);
});

const graphs = fc.integer({ min: 1, max: 14 }).chain((count) =>
  fc.record({
    count: fc.constant(count),
    arrows: fc.array(fc.tuple(fc.nat(count - 1), fc.nat(count - 1)), { maxLength: 30 }),
  }),
);

test('boxes never overlap, whatever the graph, and lie within the drawing', () => {
  fc.assert(
    fc.property(graphs, ({ count, arrows }) => {
      const real = arrows.filter(([a, b]) => a !== b);
      const sizes = Array.from({ length: count }, (_, i) => ({ width: 20 + 7 * (i % 4), height: 10 + 5 * (i % 3) }));
      const { nodes, width, height } = layered(sizes, real, options);
      nodes.forEach((a, i) => {
        expect(a.x - sizes[i].width / 2).toBeGreaterThanOrEqual(-1e-6);
        expect(a.x + sizes[i].width / 2).toBeLessThanOrEqual(width + 1e-6);
        expect(a.y + sizes[i].height / 2).toBeLessThanOrEqual(height + 1e-6);
        nodes.slice(0, i).forEach((b, j) => {
          const apart =
            Math.abs(a.x - b.x) >= (sizes[i].width + sizes[j].width) / 2 - 1e-6 ||
            Math.abs(a.y - b.y) >= (sizes[i].height + sizes[j].height) / 2 - 1e-6;
          expect(apart).toBe(true);
        });
      });
    }),
  );
});

test('closed modules are one item each, with each arrow between items once', () => {
  const groups = [[], ['a'], ['a', 'b'], ['c'], []];
  const arrows: Arrow[] = [
    [0, 1],
    [1, 2],
    [2, 3],
    [1, 3],
    [3, 4],
  ];
  expect(modulesOf(groups)).toEqual(['a', 'a.b', 'c']);
  const outer = collapsed(groups, arrows, closedBelow(0));
  expect(outer.items.map(({ module, members }) => [module, members])).toEqual([
    [null, [0]],
    ['a', [1, 2]],
    ['c', [3]],
    [null, [4]],
  ]);
  expect(outer.arrows).toEqual([
    [0, 1],
    [1, 2],
    [2, 3],
  ]);
  expect(collapsed(groups, arrows, closedBelow(1)).items.map(({ module }) => module)).toEqual([
    null,
    null,
    'a.b',
    null,
    null,
  ]);
  expect([depthFor(groups, arrows, 5), depthFor(groups, arrows, 4)]).toEqual([2, 0]);
});
