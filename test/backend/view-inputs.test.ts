import { backend, LecternError, nn, rand, randn, type Tensor, tensor, view, zeros } from 'lectern';
import { describe, expect, test } from 'vitest';
import { HOST_SYMBOL, type MimeBundle } from '../../lib/src/view/host.js';
import { recordingHost } from '../helpers/readable.js';

/** What plain JavaScript, which knows no types, can pass. */
const any = (value: unknown) => value as never;
const image = () => rand(6, 6, 3);
const net = () => new nn.Linear(2, 2);

/** Each view with one thing in the place of its tensor or model. */
const OF_ONE: Record<string, (x: unknown) => unknown> = {
  tensor: (x) => view.tensor(any(x)),
  image: (x) => view.image(any(x)),
  images: (x) => view.images().push(any(x)),
  maps: (x) => view.maps(any(x)),
  histogram: (x) => view.histogram(any(x)),
  table: (x) => view.table(any(x)),
  line: (x) => view.line(any(x)),
  bar: (x) => view.bar(any(x)),
  scatter: (x) => view.scatter(any(x)),
  embedding: (x) => view.embedding(any(x)),
  surface: (x) => view.surface(any(x)),
  contour: (x) => view.contour(any(x)),
  confusion: (x) => view.confusion(any(x)),
  units: (x) => view.units(any(x)),
  attention: (x) => view.attention(any(x)),
  sequence: (x) => view.sequence(any(x)),
  boxes: (x) => view.boxes(any(x)),
  saliency: (x) => view.saliency(any(x), any(x)),
  convolution: (x) => view.convolution(any(x), any(x)),
  graph: (x) => view.graph(any(x)),
  network: (x) => view.network(any(x), { input: [1, 2] }),
  summary: (x) => view.summary(any(x), [1, 2]),
  receptiveField: (x) => view.receptiveField(any(x), any(x)),
  landscape: (x) => view.landscape(any(x), () => tensor(1)),
  boundary: (x) => view.boundary(net(), any(x), [0, 1]),
};
const WRONG: [words: string, value: unknown][] = [
  ['nothing', undefined],
  ['null', null],
  ['a number', 3],
  ['a text', 'abc'],
  ['bigints', [1n, 2n]],
];

const CASES: [title: string, run: () => unknown, message: RegExp][] = [
  ['a line over a text', () => view.line([1, 2], any('ab')), /^view\.line: y: .*got ab$/],
  ['too many lines', () => view.line(rand(3, 101)), /^view\.line: at most 100 lines .*got 101; view\.tensor/],
  ['an index that is none', () => view.tensor(rand(2, 2, 2), { at: [0.5] }), /at\[0\] must be an index .*got 0\.5$/],
  [
    'captions in one text',
    () => view.image(rand(2, 3, 3, 1), { labels: any('ab') }),
    /labels: expected a list .*got ab$/,
  ],
  ['a range without an end', () => view.image(image(), { range: [0, Number.POSITIVE_INFINITY] }), /range must rise/],
  ['another map', () => view.embedding(rand(5, 3), { method: any('umap') }), /method must be pca or tsne, got umap$/],
  ['a part of a point', () => view.embedding(rand(5, 3), { points: Number.NaN }), /points must be a whole number/],
  ['a range that is one number', () => view.surface((p) => p.sum(1), { range: any(3) }), /range must be \[low, high\]/],
  [
    'half a range',
    () => view.surface((p) => p.sum(1), { range: any({ x: [0, 1] }) }),
    /range must be .*got undefined$/,
  ],
  ['outputs of another kind', () => view.boundary(net(), rand(2, 2), [0, 1], { outputs: any('odds') }), /got odds$/],
  ['right boxes without a name', () => view.boxes(image(), { truth: any(zeros(1, 4)) }), /truth must be \{ boxes/],
  ['another pool', () => view.convolution(rand(4, 4), 2, { kind: any('max') }), /kind must be one of conv, .*got max$/],
  ['a pool without a size', () => view.convolution(rand(4, 4), any(null), { kind: 'maxPool' }), /kernel from 1 to 256/],
  ['another axis', () => view.training({ x: any('steps') }), /x must be one of step, epoch, time, got steps$/],
  ['a step that is none', () => view.training().push({ loss: 1 }, { step: Number.NaN }), /step, epoch, run .*NaN/],
  [
    'a loss without a name',
    () => view.training().push(any(0.5)),
    /push takes numbers by name, got 0\.5; write \{ loss/,
  ],
  ['a tensor without a name', () => view.training().push(any(tensor(1))), /by name, got a tensor;/],
  ['histograms at a text', () => view.histograms().push(rand(2), { step: any('a') }), /step must be a number, got a$/],
  ['images at a text', () => view.images().push(image(), { step: any('a') }), /step must be a number, got a$/],
  [
    'a range of images that falls',
    () => view.images({ range: [1, 0] }),
    /^view\.images: range must rise .*got \[1, 0\]$/,
  ],
  ['controls with a number', () => view.controls({ a: view.slider() }, any(5)), /onChange to be a function, got 5$/],
  ['a summary without an input', () => view.summary(net(), any(undefined)), /^summary: expected a shape .*undefined;/],
  [
    'a loss that is no tensor',
    () =>
      view.landscape(
        net(),
        any(() => 1),
      ),
    /the loss must be a tensor .*got 1$/,
  ],
  ['a landscape without a loss', () => view.landscape(net(), any(undefined)), /returns the loss, got undefined;/],
  ['a field without an input', () => view.receptiveField(net(), any({ input: [1, 2] })), /expected a tensor as input/],
  ['a confusion without labels', () => view.confusion(any({ predicted: [0] })), /labels \}, got \{ predicted \}$/],
  ['lists of two lengths', () => view.tensor(any([[1, 2], [3]])), /^view\.tensor: lists .*got 2 and 1$/],
  ['layers that are no list', () => view.playground({ layers: any(5) }), /expected layers to be a list, got 5/],
];

/** What a cell would show; nothing may be printed. */
function shownBy(run: () => unknown): MimeBundle {
  const host = recordingHost();
  const globals = globalThis as Record<symbol, unknown>;
  const before = globals[HOST_SYMBOL];
  globals[HOST_SYMBOL] = host;
  try {
    run();
  } finally {
    globals[HOST_SYMBOL] = before;
  }
  const [{ bundle }] = host.shown;
  return bundle;
}

describe('what no view can show is refused in one sentence that names the view', () => {
  describe.each(Object.entries(OF_ONE))('view.%s', (_, run) => {
    test.each(WRONG)('%s', (_, value) => {
      expect(() => run(value)).toThrow(LecternError);
    });
  });

  test.each(CASES)('%s', (_, run, message) => {
    expect(run).toThrow(LecternError);
    expect(run).toThrow(message);
  });
});

describe('lists of numbers, also in lists, are shown as the tensor of them is', () => {
  const rows = [
    [0.25, 0.75],
    [0.5, 0.5],
    [1, 0],
  ];
  const square = [
    [3, 1],
    [2, 4],
  ];
  const both = (run: (x: Tensor) => unknown, list: readonly (readonly number[])[]): [MimeBundle, MimeBundle] => [
    shownBy(() => run(any(list))),
    shownBy(() => run(tensor(any(list)))),
  ];
  test.each<[name: string, run: (x: Tensor) => unknown, list: number[][]]>([
    ['tensor', (x) => view.tensor(x), rows],
    ['image', (x) => view.image(x), rows],
    ['maps', (x) => view.maps({ one: x }), rows],
    ['histogram', (x) => view.histogram(x), rows],
    ['scatter', (x) => view.scatter(x), rows],
    ['embedding', (x) => view.embedding(x, { iterations: 10 }), rows],
    ['line', (x) => view.line(x), rows],
    ['sequence', (x) => view.sequence(x), rows],
    ['surface', (x) => view.surface(x), rows],
    ['units', (x) => view.units(x), rows],
    ['attention', (x) => view.attention(x), rows],
    ['saliency', (x) => view.saliency(x, x), rows],
    ['convolution', (x) => view.convolution(x, x), rows],
    ['confusion', (x) => view.confusion(x), square],
    ['boxes', (x) => view.boxes(rand(4, 4).mul(0), { boxes: x }), [[0, 1, 2, 3]]],
  ])('view.%s', (_, run, list) => {
    const [of, wanted] = both(run, list);
    expect(of).toEqual(wanted);
  });

  test('an image without boxes may be given an empty list of them', () => {
    expect(shownBy(() => view.boxes(image(), { boxes: any([]) }))['text/plain']).toContain('0 boxes');
  });
});

test('a view that refuses leaves no tensor behind', () => {
  backend.collect();
  const before = backend.memory().tensors;
  expect(() => view.network(net(), { input: [1, 5] })).toThrow(LecternError);
  expect(() => view.boundary(net(), [[0, 1]], [5])).toThrow(LecternError);
  expect(() => view.landscape(net(), () => randn(2), { steps: 3 })).toThrow(LecternError);
  backend.collect();
  expect(backend.memory().tensors).toBe(before);
});
