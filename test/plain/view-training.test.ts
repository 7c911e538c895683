import fc from 'fast-check';
import { afterEach, expect, test, vi } from 'vitest';
import { DISPLAY_SYMBOL } from '../../lib/src/view/host.js';
import { TRAINING_MIME, type TrainingSpec, VIEW_TARGET } from '../../lib/src/view/spec.js';
import { panelOf } from '../../lib/src/view/training/panel.js';
import { ThinnedSeries } from '../../lib/src/view/training/thin.js';
import { Training } from '../../lib/src/view/training/training.js';
import { Notebook } from '../helpers/recording-notebook.js';

afterEach(() => {
  vi.restoreAllMocks();
});

test('thinning keeps first and last point, every extreme, the order and the number of pushes', () => {
  const values = fc.array(
    fc.oneof({ weight: 9, arbitrary: fc.double({ noNaN: true }) }, { weight: 1, arbitrary: fc.constant(Number.NaN) }),
    {
      minLength: 1,
      maxLength: 300,
    },
  );
  fc.assert(
    fc.property(values, fc.integer({ min: 4, max: 9 }), (numbers, capacity) => {
      const series = new ThinnedSeries('loss', 'loss', capacity);
      numbers.forEach((value, step) => {
        series.push({ step, epoch: step / 10, time: step, value });
      });
      const spec = series.toSpec();
      expect(spec.pushed).toBe(numbers.length);
      expect(spec.step.length).toBeLessThanOrEqual(capacity);
      expect([spec.step[0], spec.step.at(-1)]).toEqual([0, numbers.length - 1]);
      expect([Number(spec.value[0]), Number(spec.last)]).toEqual([numbers[0], numbers.at(-1)]);
      let from = 0;
      spec.step.forEach((step, i) => {
        const part = numbers.slice(from, step + 1).filter((v) => !Number.isNaN(v));
        const low = Number((spec.low ?? spec.value)[i]);
        const high = Number((spec.high ?? spec.value)[i]);
        expect(part.length > 0 ? low === Math.min(...part) && high === Math.max(...part) : Number.isNaN(low)).toBe(
          true,
        );
        expect(Number(spec.value[i])).toBe(numbers[step]);
        from = step + 1;
      });
      const known = numbers.filter(Number.isFinite);
      if (known.length > 0) {
        expect(Number(spec.min) === Math.min(...known) && Number(spec.max) === Math.max(...known)).toBe(true);
      } else expect([spec.min, spec.max]).toEqual(['NaN', 'NaN']);
    }),
  );
});

test('series of one unit share a panel', () => {
  expect(['loss', 'valLoss', 'trainLoss', 'test_loss'].map(panelOf)).toEqual(['loss', 'loss', 'loss', 'loss']);
  expect(['accuracy', 'valAccuracy', 'testAccuracy'].map(panelOf)).toEqual(['accuracy', 'accuracy', 'accuracy']);
  expect(['lr', 'value', 'validity', 'training', 'train', 'gradNorm'].map(panelOf)).toEqual([
    'lr',
    'value',
    'validity',
    'training',
    'train',
    'gradNorm',
  ]);
});

test('the first push shows the view once, with picture and text, and opens a channel that names it', () => {
  const notebook = new Notebook();
  const plot = notebook.training({ title: 'run', totalSteps: 9, x: 'time' });
  expect(notebook.log).toEqual([]);
  plot.push({ loss: { item: () => 0.5 } });
  const [bundle] = notebook.bundles();
  const spec = bundle[TRAINING_MIME] as TrainingSpec;
  expect(spec).toMatchObject({ version: 1, title: 'run', totalSteps: 9, x: 'time', seq: 1, state: 'running' });
  expect(spec.series).toMatchObject([{ name: 'loss', panel: 'loss', step: [1], epoch: [null], value: [0.5] }]);
  expect(bundle['text/plain']).toContain('run · step 1 of 9');
  expect(bundle).toHaveProperty('image/png');
  expect(notebook.log[1].data).toEqual({ target: VIEW_TARGET, data: { view: spec.id, mime: TRAINING_MIME } });
});

test('marks are kept with their place, and are told to the page with the next values', () => {
  const notebook = new Notebook();
  const plot = notebook.training();
  plot.push({ loss: 1 }, { step: 7, epoch: 0.5 });
  notebook.time = 100;
  plot.mark('lr drop');
  const mark = { text: 'lr drop', step: 7, epoch: 0.5, time: 0.1 };
  expect(plot.toSpec().marks).toEqual([mark]);
  expect(notebook.messages()).toMatchObject([{ type: 'delta', delta: { series: [], marks: [mark] } }]);
  expect(String(plot)).toContain('step 7: lr drop');
  expect(() => plot.mark(3 as never)).toThrow('view.training: mark takes a text, got 3');
  for (let i = 0; i < 150; i++) plot.mark(`mark ${i}`);
  expect(
    plot
      .toSpec()
      .marks?.map(({ text }) => text)
      .slice(-1),
  ).toEqual(['mark 149']);
  expect(plot.toSpec().marks).toHaveLength(100);
});

test('runs in one view count their own steps, and earlier runs and histories lie under it by name', () => {
  const first = new Notebook().training({ title: 'first' });
  for (const run of ['a', 'b']) for (const loss of [2, 1]) first.push({ loss }, { run });
  expect(first.toSpec().series.map(({ run, name, panel, step }) => [run, name, panel, step])).toEqual([
    ['a', 'loss', 'loss', [1, 2]],
    ['b', 'loss', 'loss', [1, 2]],
  ]);
  const history = { columns: { loss: [3, 1], lr: [0.1, 0.1], seconds: [2, 3] }, steps: 20 };
  const second = new Notebook().training({ compare: { before: first, fitted: history } });
  second.push({ loss: 5 });
  const { series } = second.toSpec();
  expect(series.map(({ run }) => run)).toEqual([undefined, 'before: a', 'before: b', 'fitted']);
  expect(series[3]).toMatchObject({ step: [10, 20], epoch: [1, 2], time: [2, 5], value: [3, 1], min: 1 });
  expect(String(second)).toContain('before: a: loss');
  expect(() => new Notebook().training({ compare: [3 as never] })).toThrow(
    'view.training: compare takes training views and histories of fit, got entry 0 = 3',
  );
});

test('many long series stay below a megabyte together, with their ends and extremes', () => {
  const plot = new Notebook().training();
  for (let i = 0; i < 5000; i++) {
    plot.push(Object.fromEntries(Array.from({ length: 20 }, (_, k) => [`m${k}`, Math.fround(Math.sin(i * 1.7 + k))])));
  }
  const spec = plot.toSpec();
  expect(JSON.stringify(spec).length).toBeLessThan(1_000_000);
  for (const { step, low, high, min, max, value, last } of spec.series) {
    expect([step[0], step.at(-1), value.at(-1)]).toEqual([1, 5000, last]);
    expect([Math.min(...(low as number[])), Math.max(...(high as number[]))]).toEqual([min, max]);
  }
});

test('a run of very many series stays small, its picture shows the first of their panels and says so', () => {
  const run = new Notebook().training();
  for (let step = 0; step < 200; step++) {
    run.push(Object.fromEntries(Array.from({ length: 120 }, (_, i) => [`size of ${i}`, Math.sin(step + i)])));
  }
  const bundle = run[DISPLAY_SYMBOL]();
  expect(JSON.stringify(bundle[TRAINING_MIME]).length).toBeLessThan(1_000_000);
  const png = Buffer.from(String(bundle['image/png']), 'base64');
  expect(png.readUInt32BE(20)).toBeLessThan(2200);
});

test('the step advances when a name comes again, and follows a step that was given', () => {
  const plot = new Notebook().training();
  plot.push({ loss: 1 });
  plot.push({ loss: 2 });
  plot.push({ valLoss: 3 });
  plot.push({ loss: 4 }, { step: 10 });
  plot.push({ loss: 5 });
  expect(plot.toSpec().series.map(({ step }) => step)).toEqual([[1, 2, 10, 11], [2]]);
});

test('anything but a number or a one-value tensor is refused before anything is added', () => {
  const plot = new Notebook().training();
  expect(() => plot.push({ accuracy: 1, loss: 'high' as unknown as number })).toThrow(
    'view.training: push takes numbers and one-value tensors, got loss = high',
  );
  expect(plot.toSpec().series).toEqual([]);
});

test('NaN and infinities stay in the series, as JSON', () => {
  const plot = new Notebook().training();
  for (const loss of [1, Number.NaN, Number.POSITIVE_INFINITY]) plot.push({ loss });
  const [series] = plot.toSpec().series;
  expect(series).toMatchObject({
    value: [1, 'NaN', 'Infinity'],
    min: 1,
    max: 1,
    last: 'Infinity',
    odd: { nan: 1, posInf: 1, negInf: 0, first: 2 },
  });
});

test('without a notebook a line is printed every two seconds and at the end', () => {
  const lines: string[] = [];
  vi.spyOn(console, 'log').mockImplementation((line: string) => lines.push(line));
  let time = 0;
  const plot = new Training({ title: 'run' }, { now: () => time, host: undefined });
  for (let i = 0; i < 50; i++) {
    plot.push({ loss: 50 - i });
    time += 100;
  }
  plot.done();
  plot.done();
  expect(lines).toEqual([
    'run · step 1 · 0.0 s  loss 50',
    'run · step 21 · 2.0 s  loss 30',
    'run · step 41 · 4.0 s  loss 10',
    'run · step 50 · 4.9 s · done  loss 1',
  ]);
});

test('the text form has a sparkline, the last and the best value of each series', () => {
  const plot = new Notebook().training();
  [4, 1, 2].forEach((loss, i) => {
    plot.push({ loss, accuracy: [0.1, 0.9, 0.5][i] });
  });
  const [, loss, accuracy] = String(plot).split('\n');
  expect(loss).toMatch(/^ {2}loss {5}█▁▃ +last 2 {2}best 1$/);
  expect(accuracy).toMatch(/^ {2}accuracy ▁█▅ +last 0.500 {2}best 0.900$/);
});
