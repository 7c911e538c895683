import { expect, test } from 'vitest';
import { decodeNetwork } from '../../extension/src/protocol/decode-network.js';
import { networkBundle } from '../../lib/src/view/network/network.js';
import { NETWORK_MIME, type NetworkSpec } from '../../lib/src/view/network/spec.js';
import { pngSize } from '../helpers/browser-save.js';
import { dense, residualNetwork } from '../helpers/network.js';

test('a network in text has a line for each layer, and names what comes from elsewhere than the line above', () => {
  const bundle = networkBundle(residualNetwork());
  expect(bundle['text/plain']).toBe(
    [
      'residual: 2 layers, 90 parameters (10 frozen), 2,500 multiply-adds',
      'input              8×8×3',
      'conv (Conv2d)      8×8×3  84 parameters',
      '  body.act (ReLU)  8×8×3  1 of 3 units dead',
      'add                8×8×3  ← input + body.act (ReLU)',
    ].join('\n'),
  );
  expect(bundle['image/png']).toMatch(/^iVBORw0K/);
  expect(JSON.parse(JSON.stringify(bundle[NETWORK_MIME]))).toEqual(bundle[NETWORK_MIME]);
});

test('the extension reads what the library writes, and says what is wrong with anything else', () => {
  const spec = JSON.parse(JSON.stringify(residualNetwork()));
  const data = decodeNetwork(spec);
  expect(data.layers.map(({ name }) => name)).toEqual(['input', 'conv', 'body.act', 'add']);
  expect(data.layers[2].dead).toEqual({ units: 1, of: 3 });
  expect(() => decodeNetwork({ ...spec, version: 0 })).toThrow('network view version: expected 1');
  expect(() => decodeNetwork({ ...spec, ofLayers: 2 })).toThrow(
    'network ofLayers: expected a whole number from 4, got 2',
  );
  expect(() => decodeNetwork({ ...spec, edges: [[1, 0]] })).toThrow('network edges: expected pairs of an earlier');
  const layer = { ...spec.layers[0], kind: 'cloud' };
  expect(() => decodeNetwork({ ...spec, layers: [layer] })).toThrow(
    'expected one of input, layer, operation, got "cloud"',
  );
  const units = [
    { layer: 0, size: 2 },
    { layer: 1, size: 1, weights: [[1, 2, 3]] },
  ];
  expect(() => decodeNetwork({ ...spec, units })).toThrow('network units weights: expected 2 numbers, got 3');
  expect(() => decodeNetwork({ ...spec, units: [{ layer: 0, size: 1e6 }] })).toThrow(
    'expected at most 64, got 1000000',
  );
});

const picture = (spec: NetworkSpec) => Buffer.from(String(networkBundle(spec)['image/png']), 'base64');

test('the picture of a small dense network has its units beside each other, its weights and its values', () => {
  const spec = dense([2, 4, 3, 1]);
  // Four columns 160 apart, with room at both sides; the longest one has four units.
  expect(pngSize(picture(spec))).toEqual({ width: 3 * 160 + 110 + 32, height: 16 + 24 + 34 + 4 * 44 + 16 });
  const { units, ...layers } = spec;
  const changed = structuredClone(spec);
  changed.units![1].weights![0][1] *= -1;
  const valued = { ...spec, units: units!.map((column) => ({ ...column, values: Array(column.size).fill(0.5) })) };
  const pictures = [spec, layers, changed, valued].map((one) => picture(one).toString('base64'));
  expect(new Set(pictures).size).toBe(4);
});

test('a network whose units could not be read in a picture is drawn by its layers', () => {
  for (const spec of [dense(Array(9).fill(2)), dense([20, 20, 20, 20, 20])]) {
    const { units: _, ...layers } = spec;
    expect(picture(spec).equals(picture(layers))).toBe(true);
  }
});
