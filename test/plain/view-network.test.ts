import { expect, test } from 'vitest';
import { decodeNetwork } from '../../extension/src/protocol/decode-network.js';
import { networkBundle } from '../../lib/src/view/network/network.js';
import { NETWORK_MIME } from '../../lib/src/view/network/spec.js';
import { residualNetwork } from '../helpers/network.js';

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
