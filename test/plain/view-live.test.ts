import { expect, test } from 'vitest';
import type { MimeBundle } from '../../lib/src/view/host.js';
import { type LiveMessage, TRAINING_MIME, type TrainingSpec } from '../../lib/src/view/spec.js';
import { Notebook } from '../helpers/recording-notebook.js';

test('100,000 pushes a millisecond apart send at most 20 messages a second, numbered without a gap', () => {
  const notebook = new Notebook();
  const plot = notebook.training();
  for (let i = 0; i < 100_000; i++) {
    notebook.time += 1;
    plot.push({ loss: i === 77_777 ? -123.456 : 1 + Math.sin(i), accuracy: i / 100_000 });
  }
  notebook.endCell();
  const times = notebook.log.filter(({ kind }) => kind !== 'open').map(({ time }) => time);
  // The end of the cell sends the final state and says so, without waiting.
  for (let i = 20; i < times.length - 2; i++) expect(times[i] - times[i - 20]).toBeGreaterThanOrEqual(1000);
  const numbers = notebook.log.flatMap(({ kind, data }) => {
    if (kind === 'open' || (data as LiveMessage).type === 'end') return [];
    return kind === 'send'
      ? [(data as { seq: number }).seq]
      : [((data as MimeBundle)[TRAINING_MIME] as TrainingSpec).seq];
  });
  expect(numbers).toEqual(numbers.map((_, i) => i + 1));
  const bundle = notebook.bundles().at(-1) as MimeBundle;
  const { series, state } = bundle[TRAINING_MIME] as TrainingSpec;
  expect(state).toBe('done');
  expect(series[0]).toMatchObject({ pushed: 100_000, min: -123.456 });
  expect(series[0].low).toContain(-123.456);
  expect(series.every(({ step }) => step.length <= 2000)).toBe(true);
  expect(JSON.stringify(bundle).length).toBeLessThan(1_000_000);
});

test('deltas between two states carry every point exactly once', () => {
  const notebook = new Notebook();
  const plot = notebook.training();
  for (let i = 0; i < 500; i++) {
    notebook.time += 7;
    plot.push({ loss: i + 1 }, { epoch: (i + 1) / 100 });
  }
  const { series } = notebook.received();
  const sent = series[0].step.length;
  expect(sent).toBeGreaterThan(480);
  const counted = Array.from({ length: sent }, (_, i) => i + 1);
  expect(series[0]).toMatchObject({ step: counted, value: counted, epoch: counted.map((n) => n / 100), pushed: sent });
  expect(notebook.messages().some(({ type }) => type === 'delta')).toBe(true);
  expect(notebook.messages().every(({ type }) => type === 'delta')).toBe(true);
});

test('many points travel as binary numbers, also NaN, and what the page then holds is what was pushed', () => {
  const notebook = new Notebook();
  const plot = notebook.training();
  plot.push({ loss: 0.1 });
  const odd = [Number.NaN, Number.POSITIVE_INFINITY, 1 / 3];
  for (let i = 0; i < 300; i++) {
    notebook.time += 0.1;
    plot.push({ loss: odd[i % 3] }, { run: i < 30 ? undefined : 'second' });
  }
  plot.mark('half');
  notebook.time = 60;
  plot.push({ loss: 2 });
  expect(notebook.log.at(-1)?.buffers.map(({ byteLength }) => byteLength)).toEqual([31 * 32, 270 * 32]);
  const { seq: _, id: _id, ...held } = notebook.received();
  const { seq: _seq, id: _same, ...pushed } = plot.toSpec();
  expect(held).toEqual(pushed);
});

test('fifty views that change at once send at most 200 messages a second together, and none is left out', () => {
  const notebook = new Notebook();
  const plots = Array.from({ length: 50 }, () => notebook.training());
  for (const plot of plots) plot.push({ loss: 1 });
  const start = notebook.log.length;
  for (let i = 0; i < 1900; i++) {
    notebook.time += 1;
    for (const plot of plots) plot.push({ loss: i });
  }
  const sent = notebook.log.slice(start);
  expect(sent.length).toBeLessThanOrEqual(1.9 * 200 + 50);
  const counts = new Map<string, number>();
  for (const { data } of sent)
    counts.set((data as { view: string }).view, (counts.get((data as { view: string }).view) ?? 0) + 1);
  expect(counts.size).toBe(50);
  expect(new Set(counts.values())).toEqual(new Set([7]));
  notebook.endCell();
});

test('a faster loop than a delta can carry gets the full state instead', () => {
  const notebook = new Notebook();
  const plot = notebook.training();
  for (let i = 0; i < 20_000; i++) {
    notebook.time += 0.01;
    plot.push({ loss: i });
  }
  expect(notebook.messages().map(({ type }) => type)).toEqual(['state', 'state', 'state']);
});

test('the full state goes to the notebook every two seconds without a picture, and at the end with one', () => {
  const notebook = new Notebook();
  const plot = notebook.training();
  for (let i = 0; i < 100; i++) {
    notebook.time += 100;
    plot.push({ loss: i });
  }
  notebook.endCell();
  const pictures = notebook.bundles().map((bundle) => 'image/png' in bundle);
  expect(pictures).toEqual([true, false, false, false, false, true]);
  expect(notebook.specs().map(({ state }) => state)).toEqual([...new Array(5).fill('running'), 'done']);
});

test('the end of a cell says which state its output holds, so that a page that missed it can ask', () => {
  const notebook = new Notebook();
  const plot = notebook.training();
  plot.push({ loss: 1 });
  plot.push({ loss: 2 });
  notebook.endCell();
  const { id, seq } = notebook.specs().at(-1) as TrainingSpec;
  expect(notebook.messages()).toEqual([{ type: 'end', view: id, mime: TRAINING_MIME, seq }]);
});

test('done shows the final state at once, and the end of the cell does not repeat it', () => {
  const notebook = new Notebook();
  const plot = notebook.training();
  plot.push({ loss: 1 });
  plot.push({ loss: 0.5 });
  plot.done();
  expect(notebook.specs().at(-1)).toMatchObject({ state: 'done', series: [{ last: 0.5, pushed: 2 }] });
  const sent = notebook.log.length;
  notebook.endCell();
  expect(notebook.log).toHaveLength(sent);
});

test('a later cell goes on with the same output', () => {
  const notebook = new Notebook();
  const plot = notebook.training();
  plot.push({ loss: 1 });
  notebook.endCell();
  notebook.time = 10_000;
  plot.push({ loss: 2 });
  expect(notebook.specs().at(-1)).toMatchObject({ state: 'running', series: [{ step: [1, 2] }] });
  plot.push({ loss: 3 });
  notebook.endCell();
  expect(notebook.specs().at(-1)).toMatchObject({ state: 'done', series: [{ step: [1, 2, 3] }] });
  expect(notebook.log.filter(({ kind }) => kind === 'display')).toHaveLength(1);
  expect(new Set(notebook.specs().map(({ id }) => id)).size).toBe(1);
});

test('a request for the state is answered, and its points are not sent again', () => {
  const notebook = new Notebook();
  const plot = notebook.training();
  plot.push({ loss: 1 });
  plot.push({ loss: 2 });
  const view = notebook.specs()[0].id;
  notebook.channel?.onMessage?.({ type: 'request-state', view }, []);
  notebook.channel?.onMessage?.('nonsense', []);
  notebook.time = 60;
  plot.push({ loss: 3 });
  expect(notebook.messages()).toMatchObject([
    {
      ...{ type: 'state', view, mime: TRAINING_MIME, seq: 2, answer: true },
      bundle: { [TRAINING_MIME]: { seq: 2, series: [{ step: [1, 2] }] }, 'image/png': expect.any(String) },
    },
    { type: 'delta', view, seq: 3, delta: { series: [{ name: 'loss', points: [3, 'NaN', 0.06, 3] }] } },
  ]);
});
