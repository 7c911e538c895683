import { afterEach, describe, expect, test } from 'vitest';
import { bundleAt, isOurs } from '../../extension/src/docked/address.js';
import type { CellModel } from '../../extension/src/panels/parts.js';
import { refusal } from '../../extension/src/panels/status.js';
import { decodeAnswer, type Variable } from '../../extension/src/protocol/inspect.js';
import { bytesText } from '../../extension/src/shell/bytes.js';
import { onPreferences, preferences, setPreferences } from '../../extension/src/shell/preferences.js';
import { lessMotion } from '../../extension/src/shell/stepper.js';
import { short } from '../../extension/src/tensor/format.js';
import { pointsFor } from '../../extension/src/training/curve.js';
import { arranged, nextSorting } from '../../extension/src/variables/sorting.js';

const variable = (name: string, rest: Partial<Variable> = {}): Variable => ({
  name,
  kind: 'value',
  type: 'number',
  value: '1',
  ...rest,
});
const LIST = [
  variable('weights', { kind: 'tensor', type: 'Tensor', shape: [10, 2], dtype: 'float32', bytes: 80 }),
  variable('net', { kind: 'module', type: 'Linear', bytes: 400 }),
  variable('a10'),
  variable('a9'),
];
const names = (list: Variable[]) => list.map(({ name }) => name);

describe('the list of variables', () => {
  test('finds every word of the filter in name, type, kind, shape or dtype', () => {
    expect(names(arranged(LIST, 'tensor', undefined))).toEqual(['weights']);
    expect(names(arranged(LIST, 'FLOAT32 [10', undefined))).toEqual(['weights']);
    expect(names(arranged(LIST, 'a1', undefined))).toEqual(['a10']);
    expect(names(arranged(LIST, 'tensor linear', undefined))).toEqual([]);
  });

  test('keeps the order of the kernel until a column is chosen, and sorts numbers in names as numbers', () => {
    expect(names(arranged(LIST, '', undefined))).toEqual(['weights', 'net', 'a10', 'a9']);
    expect(names(arranged(LIST, '', { key: 'name', descending: false }))).toEqual(['a9', 'a10', 'net', 'weights']);
    expect(names(arranged(LIST, '', { key: 'bytes', descending: true }))).toEqual(['net', 'weights', 'a10', 'a9']);
    expect(names(arranged(LIST, '', { key: 'shape', descending: true }))[0]).toBe('weights');
  });

  test('sorts upwards, then downwards, then not, when a heading is pressed again', () => {
    const up = nextSorting(undefined, 'bytes');
    const down = nextSorting(up, 'bytes');
    expect([up, down]).toEqual([
      { key: 'bytes', descending: false },
      { key: 'bytes', descending: true },
    ]);
    expect(nextSorting(down, 'bytes')).toBeUndefined();
    expect(nextSorting(down, 'name')).toEqual({ key: 'name', descending: false });
  });
});

describe('an answer of the kernel', () => {
  test('is checked before it is shown', () => {
    const good = { type: 'variables', total: 1, variables: [LIST[0]] };
    expect(decodeAnswer(good)).toMatchObject({ type: 'variables', total: 1 });
    const memory = { rss: 5, heapUsed: 3, heapTotal: 4, external: 1, tensors: 2, bytes: 8 };
    expect(decodeAnswer({ type: 'memory', memory, processBytes: 9 })).toMatchObject({ processBytes: 9, memory });
    expect(() => decodeAnswer({ type: 'variables', total: 1, variables: [{ name: 1 }] })).toThrow(
      'variable name: expected a text, got 1',
    );
    expect(() => decodeAnswer({ type: 'memory', memory: { rss: 'big' } })).toThrow(
      'memory rss: expected a number, got "big"',
    );
    expect(() => decodeAnswer({ type: 'poem' })).toThrow('kernel answer type: expected one of variables');
    expect(() => decodeAnswer({ type: 'error', message: 'no such thing' })).toThrow('no such thing');
  });

  test('that says no becomes a sentence', () => {
    expect(refusal({ type: 'busy' }, 'its variables')).toBe('A cell is running; its variables are shown when it ends.');
    expect(refusal({ type: 'foreign' }, 'its variables')).toContain('not a Lectern kernel');
    expect(refusal({ type: 'gone' }, 'its variables')).toContain('Open a notebook or console');
    expect(refusal({ type: 'missing' }, 'its variables')).toBe('');
  });
});

describe('a size', () => {
  test('has three digits and a unit that fits', () => {
    expect([0, 1, 999, 1000, 1536, 999_600, 4_000_000, 12_345_678_901].map(bytesText)).toEqual([
      '0 bytes',
      '1 byte',
      '999 bytes',
      '1 kB',
      '1.54 kB',
      '1 MB',
      '4 MB',
      '12.3 GB',
    ]);
  });
});

describe('the address of a docked view', () => {
  const signal = { connect: () => true, disconnect: () => true };
  const cell = (bundles: Record<string, unknown>[]): CellModel => ({
    id: 'c',
    outputs: { length: bundles.length, get: (i) => ({ data: bundles[i] }), changed: signal },
    stateChanged: signal,
  });
  const view = (n: number) => ({ 'application/vnd.lectern.tensor.v1+json': n });

  test('counts the views of a cell and passes over what it printed', () => {
    const ran = cell([{ 'text/plain': 'printed' }, view(1), {}, view(2)]);
    expect([0, 1, 2].map((place) => bundleAt(ran, place))).toEqual([view(1), view(2), undefined]);
    expect(bundleAt(cell([]), 0)).toBeUndefined();
    expect(bundleAt(undefined, 0)).toBeUndefined();
    expect([isOurs(view(1)), isOurs({ 'image/png': '' })]).toEqual([true, false]);
  });
});

describe('the settings', () => {
  afterEach(() => setPreferences({}));

  test('decide how many digits a number at a glance has', () => {
    expect(short(Math.PI)).toBe('3.142');
    setPreferences({ digits: 7 });
    expect(short(Math.PI)).toBe('3.141593');
  });

  test('decide how many points a line has at most', () => {
    expect(pointsFor(5000)).toBe(2000);
    setPreferences({ maxPoints: 300 });
    expect(pointsFor(5000)).toBe(300);
  });

  test('keep everything from moving by itself, also when the system does not ask for it', () => {
    setPreferences({ reducedMotion: true });
    expect(lessMotion()).toBe(true);
  });

  test('fall back to their defaults when they make no sense', () => {
    setPreferences({ smoothing: 7, digits: 'many', colours: 'pink', sparkline: 0, maxPoints: 5 });
    expect(preferences).toEqual({
      smoothing: 0.6,
      logY: false,
      colours: 'auto',
      digits: 4,
      sparkline: true,
      maxPoints: 2000,
      reducedMotion: false,
    });
  });

  test('tell views only when something changed', () => {
    let told = 0;
    const stop = onPreferences(() => told++);
    setPreferences({});
    setPreferences({ logY: true });
    setPreferences({ logY: true });
    stop();
    setPreferences({});
    expect(told).toBe(1);
  });
});
