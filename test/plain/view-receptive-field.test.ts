import { expect, test } from 'vitest';
import { decodeReceptiveField } from '../../extension/src/protocol/decode-receptive-field.js';
import { ReceptiveFieldModel } from '../../extension/src/receptive-field/model.js';
import { layerRows, noteText, unitText } from '../../extension/src/receptive-field/words.js';
import { fieldsOfTwo } from '../helpers/fields.js';

test('an output sees a window of the layer below, and of the input the windows of windows', () => {
  const model = new ReceptiveFieldModel(decodeReceptiveField(fieldsOfTwo()));
  model.choose(2, 0, 0);
  expect(model.seen(1)).toEqual({ top: 0, bottom: 2, left: 0, right: 2 });
  expect(model.seen(0)).toEqual({ top: -1, bottom: 5, left: -1, right: 5 });
  expect(unitText(model)).toBe('conv2 [0, 0] sees 7×7: rows 0–5, columns 0–5 of the input and padding');
  model.choose(2, 1, 99);
  expect(unitText(model)).toBe('conv2 [1, 1] sees 7×7: rows 1–7, columns 1–7 of the input');
  expect(model.seen(3)).toBeUndefined();
});

test('the table says what neighbours share', () => {
  const model = new ReceptiveFieldModel(decodeReceptiveField(fieldsOfTwo()));
  const { headings, rows } = layerRows(model);
  expect(headings.slice(-3)).toEqual(['sees', 'apart', 'shared']);
  expect(rows.map((row) => row.slice(-3))).toEqual([
    ['3×3', '2×2', '1×1'],
    ['7×7', '2×2', '5×5'],
  ]);
  expect(noteText(model)).toBe('Not followed: fc (Linear).');
});

test('a payload that is not what it promises gives one sentence', () => {
  const spec = fieldsOfTwo();
  const wrong = (change: object) => () => decodeReceptiveField({ ...spec, ...change });
  expect(wrong({ layers: [] })).toThrow('receptive field layers: expected 1 to 1000, got 0');
  expect(wrong({ input: [8, 8] })).toThrow('receptive field input: expected three numbers, got [8,8]');
  expect(wrong({ layers: [{ ...spec.layers[0], stride: [0, 1] }] })).toThrow(
    'receptive field stride: expected a whole',
  );
  expect(wrong({ effective: { layer: 1, row: 0, col: 0, values: '' } })).toThrow('expected 81 values, got 0');
});
