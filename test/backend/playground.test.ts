import * as lectern from 'lectern';
import { describe, expect, test } from 'vitest';
import { decodePlayground } from '../../extension/src/protocol/decode-playground.js';
import { Playground, type PlaygroundOptions } from '../../lib/src/explore/playground/playground.js';
import { PLAYGROUND_GRID, PLAYGROUND_MIME, type PlaygroundSpec } from '../../lib/src/explore/playground/spec.js';
import { fromBase64, toBase64 } from '../../lib/src/view/base64.js';
import { DISPLAY_SYMBOL, HOST_SYMBOL } from '../../lib/src/view/host.js';
import { compiler as ts } from '../../scripts/report/public-names.mjs';
import { controlHost } from '../helpers/control-host.js';

const floats = (text: string) => new Float32Array(fromBase64(text).slice().buffer);

/** Runs the program of a playground and returns all weights that it ends with. */
async function runProgram(program: string, epochs: number): Promise<number[]> {
  const code = program.replace(/epoch < \d+/, `epoch < ${epochs}`).replace(/^console\.log.*$/m, '');
  const script = ts.transpileModule(`(() => {\n${code}\nreturn net;\n})`, {
    compilerOptions: { target: ts.ScriptTarget.ES2022, alwaysStrict: false },
  }).outputText;
  const run = new Function(...Object.keys(lectern), `return ${script}`);
  const net = run(...Object.values(lectern))() as InstanceType<typeof lectern.nn.Sequential>;
  return [...net.parameters()].flatMap((param) => Array.from(param.dataSync()));
}

/** A playground in a notebook, and what it answers to messages. */
function shown(options: PlaygroundOptions) {
  const globals = globalThis as Record<symbol, unknown>;
  const buffers: ArrayBufferView[][] = [];
  const host = controlHost();
  host.channel.send = (data: unknown, sent?: ArrayBufferView[]) => {
    host.sent.push(data as Record<string, unknown>);
    buffers.push(sent ?? []);
  };
  globals[HOST_SYMBOL] = host;
  try {
    const made = new Playground(options);
    made.show();
    const ask = (request: Record<string, unknown>) => {
      host.channel.onMessage?.({ token: 't', ...request }, []);
      return host.sent.at(-1) as Record<string, unknown>;
    };
    const stateOf = (reply: Record<string, unknown>) =>
      (reply.bundle as Record<string, unknown>)[PLAYGROUND_MIME] as PlaygroundSpec;
    return { made, host, ask, stateOf, buffers };
  } finally {
    delete globals[HOST_SYMBOL];
  }
}

describe('the playground', () => {
  const runs: PlaygroundOptions[] = [
    { dataset: 'circle' },
    { dataset: 'xor', layers: [3], features: ['x1', 'x2', 'x1x2', 'sin x1'], activation: 'relu', seed: 7 },
    { dataset: 'gauss', layers: [], regularization: 'l1', regularizationRate: 0.01, batchSize: 30 },
    { dataset: 'spiral', layers: [4, 4], regularization: 'l2', regularizationRate: 0.003, activation: 'sigmoid' },
    { dataset: 'moons', features: ['x1²', 'x2²', 'sin x2'], activation: 'linear', trainShare: 0.8, noise: 0.2 },
    { problem: 'regression' },
    { dataset: 'hills', layers: [5] },
  ];
  for (const options of runs) {
    const name = options.dataset ?? options.problem;
    test(`trains on ${String(name)} as the program that it gives, number for number`, async () => {
      const made = new Playground({ ...options, epochs: 3 });
      const written = await runProgram(made.toSpec().program, 3);
      expect(Array.from(floats(made.toSpec().params))).toEqual(written);
    });
  }

  test('gives the same run for the same seed and leaves the default generator alone', () => {
    lectern.manualSeed(5);
    const first = lectern.rand(2).toArray();
    lectern.manualSeed(5);
    const specs = [1, 1, 2].map((seed) => new Playground({ seed, epochs: 2 }).toSpec());
    expect(lectern.rand(2).toArray()).toEqual(first);
    expect(specs[0].params).toBe(specs[1].params);
    expect(specs[0].params).not.toBe(specs[2].params);
  });

  test('learns: the classes of a circle are told apart after 60 epochs', () => {
    const made = new Playground({ dataset: 'circle', epochs: 60, learningRate: 0.3 });
    expect(made.toSpec().accuracy).toBeGreaterThan(0.95);
    expect(made.epoch).toBe(60);
    const history = floats(made.toSpec().history);
    expect(history.length).toBe(61 * 3);
    expect(history[1]).toBeGreaterThan(history[60 * 3 + 1]);
  });

  test('has a heat map for each hidden unit and the output, whose middle agrees with the network', () => {
    const made = new Playground({ dataset: 'gauss', layers: [3, 2], epochs: 5 });
    const grids = fromBase64(made.toSpec().grids);
    const cells = PLAYGROUND_GRID ** 2;
    expect(grids.length).toBe((3 + 2 + 1) * cells);
    const [low1, high1, low2, high2] = made.toSpec().extent;
    const row = 10;
    const col = 30;
    const x1 = low1 + ((col + 0.5) / PLAYGROUND_GRID) * (high1 - low1);
    const x2 = high2 - ((row + 0.5) / PLAYGROUND_GRID) * (high2 - low2);
    const probability = made
      .net(lectern.tensor([[x1, x2]]))
      .sigmoid()
      .item();
    const byte = grids[5 * cells + row * PLAYGROUND_GRID + col];
    expect(byte).toBe(128 + Math.round(127 * (2 * probability - 1)));
  });

  test('answers with slices while it plays, with states when settings change, and keeps the weights when the rate does', () => {
    const { made, host, ask, stateOf, buffers } = shown({ layers: [2] });
    expect(ask({ type: 'step' })).toMatchObject({ type: 'slice', epoch: 1, token: 't' });
    expect(buffers.at(-1)?.map((buffer) => buffer.byteLength)).toEqual([
      (2 * 2 + 2 + 2 + 1) * 4,
      3 * PLAYGROUND_GRID ** 2,
      2 * 3 * 4,
    ]);
    expect(ask({ type: 'advance' })).toMatchObject({ type: 'slice' });
    const before = made.toSpec().params;
    const live = stateOf(ask({ type: 'set', settings: { learningRate: 0.01, regularization: 'l2' } }));
    expect(live.params).toBe(before);
    expect(live.settings.learningRate).toBe(0.01);
    const anew = stateOf(ask({ type: 'set', settings: { layers: [2, 2] } }));
    expect(anew.epoch).toBe(0);
    expect(floats(anew.params).length).toBe(6 + 6 + 3);
    ask({ type: 'weights', changes: [[0, 2.5]] });
    expect(floats(made.toSpec().params)[0]).toBe(2.5);
    expect(stateOf(ask({ type: 'reset' })).epoch).toBe(0);
    made.train(2);
    expect(stateOf(host.sent.at(-1) as Record<string, unknown>).epoch).toBe(2);
  });

  test('a wish that cannot be granted is answered with a sentence and changes nothing', () => {
    const { made, ask } = shown({});
    expect(ask({ type: 'set', settings: { layers: [99] } })).toEqual({
      type: 'problem',
      token: 't',
      text: 'view.playground: expected the units of a layer to be a number from 1 to 8, got 99',
    });
    expect(made.settings.layers).toEqual([4, 2]);
  });

  test('takes tensors of one’s own, with classes 0 and 1 or values, and refuses others', () => {
    const x = lectern.tensor([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]).reshape(6, 2);
    const own = new Playground({ dataset: { x, y: [0, 1, 0, 1, 1, 0], axes: ['height', 'width'] }, trainShare: 0.5 });
    const spec = own.toSpec();
    expect(spec).toMatchObject({ points: 6, axes: ['height', 'width'], settings: { dataset: 'own' } });
    // Shuffled, since they may come sorted by class.
    const drawn = [...floats(spec.train), ...floats(spec.test)];
    const points = [0, 3, 6, 9, 12, 15].map((at) => drawn.slice(at, at + 3)).sort((a, b) => a[0] - b[0]);
    expect(points.flat()).toEqual([0, 1, -1, 2, 3, 1, 4, 5, -1, 6, 7, 1, 8, 9, 1, 10, 11, -1]);
    expect(drawn).not.toEqual(points.flat());
    expect(spec.call).toContain('dataset: { x, y }');
    expect(new Playground({ dataset: { x, y: [1, 2, 3, 4, 5, 6] }, problem: 'regression' }).toSpec().points).toBe(6);
    expect(() => new Playground({ dataset: { x, y: [1, 2, 3, 4, 5, 6] } })).toThrow(
      'expected the classes 0 and 1 in y',
    );
    expect(() => new Playground({ dataset: { x, y: [1, 0] } })).toThrow('got 2 and 6');
    expect(() => new Playground({ dataset: { x: lectern.ones(4, 3), y: [0, 1, 0, 1] } })).toThrow(
      'points [n, 2], got [4, 3]',
    );
  });

  test('refuses settings that are none', () => {
    expect(() => new Playground({ dataset: 'cube' as never })).toThrow('expected dataset to be one of circle, xor');
    expect(() => new Playground({ speed: 1 } as never)).toThrow('expected one of the settings dataset, noise');
    expect(() => new Playground({ features: [] })).toThrow('expected at least one feature, got none');
    expect(() => new Playground({ features: ['x3' as never] })).toThrow('expected features to be some of x1, x2');
    expect(() => new Playground({ layers: [1, 1, 1, 1, 1, 1, 1] })).toThrow('at most 6 hidden layers, got 7');
    expect(() => new Playground({ hide: ['colour' as never] })).toThrow('expected hide and lock to name some of');
    expect(() => new Playground({ epochs: -1 })).toThrow('expected epochs to be a whole number from 0, got -1');
  });

  test('is a picture and a text too, of the same data, in a bundle below 1 MB', () => {
    const bundle = new Playground({ dataset: 'spiral', layers: [8, 8, 8], epochs: 2 })[DISPLAY_SYMBOL]();
    expect(JSON.stringify(bundle).length).toBeLessThan(1_000_000);
    expect(bundle['image/png']).toMatch(/^iVBORw0K/);
    expect(bundle['text/plain']).toContain('network 2→8→8→8→1, tanh, learning rate 0.1\nepoch 2: train loss');
  });

  test('is read by the front end as it was made, and refused with a sentence when damaged', () => {
    const made = new Playground({ layers: [3], hide: ['seed'], epochs: 1 });
    const spec = JSON.parse(JSON.stringify(made.toSpec())) as PlaygroundSpec;
    const state = decodePlayground(spec);
    expect(state.epoch).toBe(1);
    expect(state.params.length).toBe(3 * 3 + 4);
    expect(state.train.length).toBe(150 * 3);
    expect([...state.hide]).toEqual(['seed']);
    const damaged = (changes: object) => () => decodePlayground({ ...spec, ...changes });
    expect(damaged({ version: 2 })).toThrow('playground version: expected 1');
    expect(damaged({ params: '' })).toThrow('playground params: expected 13 values, got 0');
    expect(damaged({ grids: 'AAAA' })).toThrow('playground grids: expected 9216 values');
    expect(damaged({ settings: { ...spec.settings, layers: [9] } })).toThrow('at most 8 a layer, got 9');
    expect(damaged({ settings: { ...spec.settings, features: ['x3'] } })).toThrow(
      'playground feature: expected one of',
    );
    expect(damaged({ extent: [1, 0, 0, 1] })).toThrow('four edges in order');
    expect(damaged({ train: toBase64(new Float32Array(2)) })).toThrow('three numbers for each of at most 5000 points');
  });
});
