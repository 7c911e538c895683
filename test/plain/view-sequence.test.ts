import { afterEach, expect, test, vi } from 'vitest';
import { decodeSequence } from '../../extension/src/protocol/decode-sequence.js';
import { SequenceModel } from '../../extension/src/sequence/model.js';
import { fromBase64 } from '../../lib/src/view/base64.js';
import { HOST_SYMBOL } from '../../lib/src/view/host.js';
import { KEPT_VALUES, sequenceBundle, sequenceSpec, showSequence } from '../../lib/src/view/sequence/sequence.js';
import { SEQUENCE_MIME } from '../../lib/src/view/sequence/spec.js';
import { readable, recordingHost } from '../helpers/readable.js';

const floats = (base64: string) => [...new Float32Array(fromBase64(base64).buffer)];

afterEach(() => {
  (globalThis as Record<symbol, unknown>)[HOST_SYMBOL] = undefined;
  vi.restoreAllMocks();
});

test('columns are channels with a name, a rate gives time, and tokens stand at their steps', () => {
  const spec = sequenceSpec(readable([3, 2], [1, 10, 2, 20, 3, 30]), { rate: 2, channels: ['left', 'right'] });
  expect(spec).toMatchObject({ count: 3, kept: 3, rate: 2, channels: ['left', 'right'] });
  expect(floats(spec.values)).toEqual([1, 2, 3, 10, 20, 30]);
  expect(sequenceSpec([1, 2], { tokens: ['a', 'b'] })).toMatchObject({ channels: ['0'], tokens: ['a', 'b'] });
});

test('of a long sequence the beginning is kept, in less than a megabyte', () => {
  const spec = sequenceSpec(new Float32Array(KEPT_VALUES + 5), { rate: 16_000 });
  expect(spec).toMatchObject({ count: KEPT_VALUES + 5, kept: KEPT_VALUES });
  expect(JSON.stringify(spec).length).toBeLessThan(1e6);
});

test('what does not fit is refused with its shape or number', () => {
  expect(() => sequenceSpec([1], { rate: 0 })).toThrow(
    'view.sequence: rate must be a positive number of steps a second, got 0',
  );
  expect(() => sequenceSpec([1], { tokens: [] })).toThrow('view.sequence: tokens needs a text for each of 1, got 0');
  expect(() => sequenceSpec(readable([2, 17], new Array(34).fill(0)))).toThrow('at most 16 channels, got [2, 17]');
});

test('a bundle has data, a picture and a text', () => {
  const bundle = sequenceBundle(sequenceSpec([0, 1, 0], { title: 'tone', rate: 10 }));
  expect(JSON.parse(JSON.stringify(bundle[SEQUENCE_MIME]))).toEqual(bundle[SEQUENCE_MIME]);
  expect(bundle['image/png']).toMatch(/^iVBORw0K/);
  expect(bundle['text/plain']).toMatch(/^tone: 0\.300 s, 3 steps at 10 Hz\n0 ▁█▁$/);
  expect(sequenceBundle(sequenceSpec([]))).not.toHaveProperty('image/png');
});

test('the picture of a sequence has its spectrogram under the lines', () => {
  const values = btoa(String.fromCharCode(0, 255, 255, 0));
  const spectrogram = { frames: 2, bins: 2, hop: 10, low: -80, high: 0, values };
  const picture = (extra?: typeof spectrogram) => {
    const bundle = sequenceBundle(
      sequenceSpec(
        Array.from({ length: 20 }, (_, i) => Math.sin(i)),
        { rate: 20 },
        extra,
      ),
    );
    return Buffer.from(String(bundle['image/png']), 'base64');
  };
  const [plain, both] = [picture(), picture(spectrogram)];
  expect(both.readUInt32BE(16)).toBe(plain.readUInt32BE(16));
  expect(both.readUInt32BE(20)).toBeGreaterThanOrEqual(plain.readUInt32BE(20) + 150);
});

test('the extension reads what the library writes and says what is wrong with other data', () => {
  const spectrogram = { frames: 2, bins: 2, hop: 4, low: -80, high: 0, values: btoa('abcd') };
  const spec = JSON.parse(JSON.stringify(sequenceSpec([1, 2, 3], { rate: 4 }, spectrogram)));
  expect(decodeSequence(spec)).toMatchObject({ kept: 3, rate: 4, tokens: [], spectrogram: { frames: 2, hop: 4 } });
  const broken = (rest: object) => () => decodeSequence({ ...spec, ...rest });
  expect(broken({ kept: 2 })).toThrow('sequence values: expected 2 values, got 3');
  expect(broken({ tokens: ['a'] })).toThrow('sequence tokens: expected 3 tokens, got 1');
  expect(broken({ rate: -1 })).toThrow('sequence rate: expected a positive number, got -1');
  expect(broken({ spectrogram: { ...spectrogram, bins: 3 } })).toThrow(
    'sequence spectrogram: expected 6 values, got 4',
  );
});

test('zooming keeps the cursor where it is and stops at the ends', () => {
  const model = new SequenceModel(decodeSequence(sequenceSpec(new Float32Array(100))));
  model.cursor = 20;
  model.zoom(0.5);
  expect([model.from, model.span]).toEqual([10, 50]);
  model.move(-99);
  expect(model.from).toBe(0);
  model.zoom(Number.POSITIVE_INFINITY);
  expect([model.from, model.span]).toEqual([0, 100]);
  for (let i = 0; i < 20; i++) model.zoom(0.5);
  expect(model.span).toBe(8);
});

test('a sequence is shown in a notebook and printed elsewhere', () => {
  const log = vi.spyOn(console, 'log').mockImplementation(() => {});
  showSequence(sequenceSpec([1, 2]));
  expect(log.mock.calls).toEqual([['2 steps\n0 ▁█']]);
  const host = recordingHost();
  (globalThis as Record<symbol, unknown>)[HOST_SYMBOL] = host;
  showSequence(sequenceSpec([1, 2]));
  expect(Object.keys(host.shown[0].bundle)).toEqual([SEQUENCE_MIME, 'image/png', 'text/plain']);
});

test('channels of one name are all drawn and written', () => {
  const bundle = (values: number[], channels: string[]) =>
    sequenceBundle(sequenceSpec(readable([3, channels.length], values), { channels }));
  const both = bundle([1, 9, 2, 9, 3, 9], ['a', 'a']);
  expect(both['text/plain']).toMatch(/a ▁▅█\na ▁▁▁$/);
  expect(both['image/png']).not.toBe(bundle([9, 9, 9], ['a'])['image/png']);
});
