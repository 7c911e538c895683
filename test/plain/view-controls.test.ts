import { afterEach, describe, expect, test } from 'vitest';
import { decodeControlReply, decodeControls } from '../../extension/src/protocol/decode-controls.js';
import { button, checkbox, controls, select, slider } from '../../lib/src/view/controls/controls.js';
import { CONTROLS_MIME, type ControlsSpec } from '../../lib/src/view/controls/spec.js';
import { DISPLAY_SYMBOL, HOST_SYMBOL, type MimeBundle } from '../../lib/src/view/host.js';
import { controlHost } from '../helpers/control-host.js';

const globals = globalThis as Record<symbol, unknown>;
const specOf = (bundle: Record<string, unknown>) => bundle[CONTROLS_MIME] as ControlsSpec;

function notebook() {
  const host = controlHost();
  globals[HOST_SYMBOL] = host;
  const last = () => {
    const states = host.sent.filter(({ type }) => type === 'state');
    return specOf((states.at(-1) as { bundle: Record<string, unknown> }).bundle);
  };
  const set = (values: Record<string, unknown>, token = 't') =>
    host.channel.onMessage?.({ type: 'set', token, values }, []);
  return { host, last, set };
}

afterEach(() => {
  delete globals[HOST_SYMBOL];
});

describe('controls', () => {
  test('are plain data with their limits, and a slider takes the step nearest to a value', () => {
    const { host } = notebook();
    controls({
      rate: slider({ min: 0, max: 1, step: 0.1, value: 0.33 }),
      activation: select({ options: ['tanh', 'relu'], value: 'relu', label: 'f' }),
      bias: checkbox({ value: true }),
      go: button(),
    });
    const spec = specOf(host.shown[0].bundle);
    expect(spec.controls).toEqual([
      { kind: 'slider', name: 'rate', label: 'rate', min: 0, max: 1, step: 0.1, value: 0.3 },
      { kind: 'select', name: 'activation', label: 'f', options: ['tanh', 'relu'], value: 1 },
      { kind: 'checkbox', name: 'bias', label: 'bias', value: true },
      { kind: 'button', name: 'go', label: 'go', value: 0 },
    ]);
    expect(decodeControls(JSON.parse(JSON.stringify(spec)))).toEqual(spec);
    expect(host.shown[0].bundle['image/png']).toMatch(/^iVBORw0K/);
    expect(host.shown[0].bundle['text/plain']).toBe(
      'rate: 0.300 (0 to 1)\nf: relu (of tanh, relu)\nbias: on\ngo: pressed 0 times',
    );
  });

  test('call back at the start and with each value of the front end, and keep only the output of the latest run', () => {
    const { host, last, set } = notebook();
    const heard: number[] = [];
    controls({ rate: slider({ value: 0.5 }) }, ({ rate }) => {
      heard.push(rate);
      host.put({ type: 'stream', name: 'stdout', text: `rate ${rate}\n` });
    });
    expect(specOf(host.shown[0].bundle).outputs).toEqual([{ type: 'stream', name: 'stdout', text: 'rate 0.5\n' }]);
    set({ rate: 0.25 }, 'first');
    expect(heard).toEqual([0.5, 0.25]);
    expect(last().outputs).toEqual([{ type: 'stream', name: 'stdout', text: 'rate 0.25\n' }]);
    expect(host.sent.at(-1)).toMatchObject({ type: 'state', token: 'first', running: false });
  });

  test('keep only the newest wish while an async callback runs', async () => {
    const { set } = notebook();
    const heard: number[] = [];
    const ends: (() => void)[] = [];
    controls({ n: slider({ min: 0, max: 9, step: 1, value: 0 }) }, async ({ n }) => {
      heard.push(n);
      await new Promise<void>((end) => ends.push(end));
    });
    for (const n of [1, 2, 3]) set({ n });
    expect(heard).toEqual([0]);
    ends.shift()?.();
    await expect.poll(() => heard).toEqual([0, 3]);
    ends.shift()?.();
  });

  test('show the error of a callback and go on', () => {
    const { last, set } = notebook();
    controls({ rate: slider({ value: 0.5 }) }, ({ rate }) => {
      if (rate > 0.9) throw new RangeError('too fast');
    });
    set({ rate: 1 });
    expect(last().outputs).toEqual([
      { type: 'error', ename: 'RangeError', evalue: 'too fast', traceback: ['RangeError: too fast'] },
    ]);
    set({ rate: 0.5 });
    expect(last().outputs).toEqual([]);
  });

  test('follow code that sets a value: the callback runs and the notebook has the new state at the end of the cell', () => {
    const { host, last } = notebook();
    const heard: unknown[] = [];
    const c = controls({ rate: slider({ value: 0.5, onChange: (rate) => void heard.push(rate) }), on: checkbox() });
    c.values.rate = 0.2;
    expect(c.values.rate).toBe(0.2);
    expect(heard).toEqual([0.5, 0.2]);
    expect(last().controls[0].value).toBe(0.2);
    host.end();
    expect(specOf(host.updates[0].bundle).controls[0].value).toBe(0.2);
  });

  test('a callback that sets a value of its own is not called again', () => {
    const { last, set } = notebook();
    let calls = 0;
    const n = slider({ min: 0, max: 10, step: 1, value: 3 });
    controls({ n }, () => {
      calls++;
      n.value = n.value + 1;
    });
    set({ n: 7 });
    expect(calls).toBe(2);
    expect(last().controls[0].value).toBe(8);
  });

  test('one alone is shown where its cell ends, or as the value of the cell, once', () => {
    const { host } = notebook();
    slider({ label: 'alone' });
    const value = slider({ label: 'value' }) as unknown as Record<symbol, () => MimeBundle>;
    expect(specOf(value[DISPLAY_SYMBOL]()).controls[0].label).toBe('value');
    expect(host.shown).toEqual([]);
    host.end();
    expect(host.shown.map(({ bundle }) => specOf(bundle).controls[0].label)).toEqual(['alone']);
  });

  test('a button is pressed, not called at the start', () => {
    const { set } = notebook();
    const heard: number[] = [];
    controls({ go: button({ onChange: (times) => void heard.push(times) }) });
    expect(heard).toEqual([]);
    set({ go: 1 });
    expect(heard).toEqual([1]);
  });

  test('values that no control can have are ignored from the front end and refused from code', () => {
    const { set, last } = notebook();
    const c = controls({ rate: slider({ value: 0.5 }), f: select({ options: ['a', 'b'] }) });
    set({ rate: 'fast', f: 7, nothing: 1, __proto__: 2 });
    expect(last().controls.map(({ value }) => value)).toEqual([0.5, 0]);
    expect(() => {
      c.values.rate = Number.NaN;
    }).toThrow('view.slider: expected value to be a number, got NaN');
    expect(() => slider({ min: 1, max: 0 })).toThrow('expected min below max and a step above 0');
    expect(() => select({ options: [] })).toThrow('expected options to be a list of at least one');
    expect(() => select({ options: ['a'], value: 'b' as never })).toThrow('expected one of a, got b');
    expect(() => checkbox({ value: 1 as never })).toThrow('expected value to be true or false, got 1');
    expect(() => controls({})).toThrow('expected controls by name');
    expect(() => controls({ rate: 0.5 as never })).toThrow('got rate = 0.5; view.slider(…) makes one');
  });

  test('outputs of more than 1 MB are left out, and a view that is shown again is replaced', () => {
    const { host, set, last } = notebook();
    const big = 'x'.repeat(600_000);
    controls({ n: slider({ value: 0.5 }) }, () => {
      host.put({ type: 'display', data: { 'text/plain': 'first' }, metadata: {}, id: 'a', update: false });
      host.put({ type: 'display', data: { 'text/plain': 'second' }, metadata: {}, id: 'a', update: true });
      for (let i = 0; i < 2; i++)
        host.put({ type: 'display', data: { 'image/png': big }, metadata: {}, update: false });
      host.put({ type: 'display', data: { 'text/html': '<'.repeat(10_001) }, metadata: {}, update: false });
    });
    set({ n: 1 });
    expect(last().outputs.map((output) => ('data' in output ? Object.values(output.data)[0] : output))).toEqual([
      'second',
      big,
      '[left out: a control keeps texts of at most 10000 characters]',
      { type: 'stream', name: 'stderr', text: '[1 more output left out: a control keeps 1 MB]\n' },
    ]);
    expect(host.put({ type: 'display', data: {}, metadata: {}, id: 'of a cell', update: true })).toBe(false);
  });

  test('a payload that is none is refused with one sentence', () => {
    const spec = { version: 1, id: 'c', seq: 0, controls: [], outputs: [] };
    const slide = { kind: 'slider', name: 'n', label: 'n', min: 0, max: 1, step: 0.1, value: 0.5 };
    expect(decodeControls(spec)).toEqual(spec);
    expect(() => decodeControls({ ...spec, version: 2 })).toThrow('controls view version: expected 1');
    expect(() => decodeControls({ ...spec, controls: [{ ...slide, value: 7 }] })).toThrow('slider: expected a value');
    expect(() => decodeControls({ ...spec, controls: [{ ...slide, kind: 'dial' }] })).toThrow('control kind');
    expect(() => decodeControls({ ...spec, controls: Array(101).fill(slide) })).toThrow('at most 100, got 101');
    expect(() => decodeControls({ ...spec, outputs: [{ type: 'stream', name: 'log', text: '' }] })).toThrow(
      'stream name',
    );
    expect(() => decodeControlReply({ type: 'boom' })).toThrow('one of running, state');
  });
});
