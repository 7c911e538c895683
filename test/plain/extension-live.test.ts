import { describe, expect, test } from 'vitest';
import { extendTraining } from '../../extension/src/protocol/decode-training.js';
import { LiveStore } from '../../extension/src/protocol/live.js';
import type { TrainingNews, TrainingSpec } from '../../lib/src/view/spec.js';

const news = (from: number, value: number[], name = 'loss'): TrainingNews => {
  const steps = value.map((_, i) => from + i);
  const points = [...steps, ...value.map(() => 'NaN' as const), ...steps, ...value];
  return { name, panel: 'loss', points };
};

const apply = (store: LiveStore, seq: number, ...series: TrainingNews[]) =>
  store.apply<TrainingSpec>('run', seq, (held) => extendTraining(held, seq, { series }, []));

const state = (seq: number, value: number[], rest: Partial<TrainingSpec> = {}): TrainingSpec => ({
  version: 1,
  id: 'run',
  seq,
  state: 'running',
  series: [
    {
      name: 'loss',
      panel: 'loss',
      step: value.map((_, i) => i),
      epoch: value.map(() => null),
      time: value.map((_, i) => i),
      value,
      pushed: value.length,
      min: Math.min(...value),
      max: Math.max(...value),
      last: value[value.length - 1],
    },
  ],
  ...rest,
});

const values = (store: LiveStore) => store.get<TrainingSpec>('run')?.series.map((series) => series.value);

describe('the store of live views', () => {
  test('adds the points of a delta that follows the state, with their extremes and last value', () => {
    const store = new LiveStore();
    store.accept(state(1, [3, 2]));
    expect(apply(store, 2, news(2, [1, 5]), news(2, [9], 'valLoss'))).toBe('applied');
    expect(values(store)).toEqual([[3, 2, 1, 5], [9]]);
    expect(store.get<TrainingSpec>('run')).toMatchObject({ seq: 2 });
    expect(store.get<TrainingSpec>('run')?.series[0]).toMatchObject({
      step: [0, 1, 2, 3],
      pushed: 4,
      min: 1,
      max: 5,
      last: 5,
    });
  });

  test('ignores a delta and a state that it already has', () => {
    const store = new LiveStore();
    store.accept(state(3, [3, 2]));
    expect(apply(store, 3, news(2, [7]))).toBe('stale');
    expect(store.accept(state(3, [8]))).toBe(false);
    expect(store.accept(state(2, [8]))).toBe(false);
    expect(values(store)).toEqual([[3, 2]]);
  });

  test('reports a gap at every delta until a state repairs it, and keeps the curve moving meanwhile', () => {
    const store = new LiveStore();
    store.accept(state(1, [3]));
    expect(apply(store, 4, news(9, [1]))).toBe('gap');
    expect(apply(store, 5, news(10, [0.5]))).toBe('gap');
    expect(values(store)).toEqual([[3, 1, 0.5]]);
    expect(store.accept(state(5, [3, 2, 1, 0.5]))).toBe(true);
    expect(values(store)).toEqual([[3, 2, 1, 0.5]]);
    expect(apply(store, 6, news(11, [0.25]))).toBe('applied');
  });

  test('reports a gap for a delta of a view whose state it never saw', () => {
    const store = new LiveStore();
    expect(apply(store, 8, news(0, [1]))).toBe('gap');
    expect(store.get<TrainingSpec>('run')).toBeUndefined();
  });

  test('asks again after a page was reloaded, although the saved state looks current', () => {
    const store = new LiveStore();
    store.accept(state(4, [3]));
    store.connect('run', false);
    expect(apply(store, 5, news(1, [2]))).toBe('gap');
  });

  test('keeps values that are not finite out of the extremes', () => {
    const store = new LiveStore();
    store.accept(state(1, [3]));
    apply(store, 2, news(1, ['NaN', 'Infinity'] as never));
    expect(store.get<TrainingSpec>('run')?.series[0]).toMatchObject({ min: 3, max: 3, last: 'Infinity' });
  });

  test('takes a lower number when a new kernel reuses the name of a view', () => {
    const store = new LiveStore();
    const stop = store.subscribe('run', () => {});
    store.connect('run', true);
    store.accept(state(40, [3]));
    store.disconnect('run');
    expect(store.connected('run')).toBe(false);
    store.connect('run', true);
    expect(store.accept(state(1, [9]))).toBe(true);
    expect(values(store)).toEqual([[9]]);
    stop();
  });

  test('tells every listener of the view about a change, and no one who stopped listening', () => {
    const store = new LiveStore();
    const heard: string[] = [];
    store.subscribe('run', () => heard.push('first'));
    const stop = store.subscribe('run', () => heard.push('second'));
    store.subscribe('other', () => heard.push('other'));
    store.accept(state(1, [3]));
    stop();
    apply(store, 2, news(1, [2]));
    expect(heard).toEqual(['first', 'second', 'first']);
  });
});
