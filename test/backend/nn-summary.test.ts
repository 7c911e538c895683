import { nn, type Tensor, zeros } from 'lectern';
import { describe, expect, test } from 'vitest';
import { lenet } from '../helpers/lenet.js';

describe('summary', () => {
  test('counts the parameters, products, bytes and receptive fields of LeNet-5', () => {
    const it = nn.summary(lenet(), [2, 28, 28, 1]);
    expect(it.totalParameters).toBe(61_706);
    expect(it.trainableParameters).toBe(61_706);
    const perImage = 28 * 28 * 6 * 25 + 10 * 10 * 16 * 150 + 400 * 120 + 120 * 84 + 84 * 10;
    expect(it.multiplyAdds).toBe(2 * perImage);
    expect([it.inputBytes, it.parameterBytes]).toEqual([2 * 28 * 28 * 4, 61_706 * 4]);
    const outputs =
      2 * (2 * 28 * 28 * 6) + 2 * 14 * 14 * 6 + 2 * (2 * 10 * 10 * 16) + 2 * (2 * 400) + 2 * (2 * 120 + 2 * 84 + 10);
    expect(it.activationBytes).toBe(4 * outputs);
    const fields = it.rows.map((row) => row.receptiveField?.[0]);
    expect(fields).toEqual([undefined, 5, 5, 6, 14, 14, 16, ...Array.from({ length: 6 }, () => undefined)]);
    expect(it.rows[4]).toMatchObject({
      name: '3',
      type: 'Conv2d',
      input: [2, 14, 14, 6],
      output: [2, 10, 10, 16],
      depth: 1,
    });
  });

  test('prints itself as a table', () => {
    const net = new nn.Sequential(new nn.Linear(3, 1000), new nn.ReLU());
    net.freeze('0.bias');
    expect(String(nn.summary(net, [1, 3]))).toBe(
      [
        'Layer         Input      Output     Params  Mult-adds  Field',
        '────────────────────────────────────────────────────────────',
        'Sequential    [1, 3]     [1, 1000]       –          –      –',
        '  Linear (0)  [1, 3]     [1, 1000]   4,000      3,000      –',
        '  ReLU (1)    [1, 1000]  [1, 1000]       –          –      –',
        '────────────────────────────────────────────────────────────',
        'Parameters: 4,000 (1,000 frozen)',
        'Multiply-adds: 3,000',
        'Bytes: input 12, parameters 16,000, activations 8,000',
      ].join('\n'),
    );
  });

  test('follows residual blocks, counts a module that is used twice once, and leaves the mode as it was', () => {
    class Block extends nn.Module {
      conv = new nn.Conv2d(2, 2, 3, { padding: 1 });
      drop = new nn.Dropout(0.5);
      forward(x: Tensor): Tensor {
        return this.drop(x.add(this.conv(this.conv(x))));
      }
    }
    const block = new Block();
    block.drop.eval();
    const it = nn.summary(block, [1, 6, 6, 2]);
    expect(it.rows.map((row) => [row.type, row.again, row.receptiveField?.[0]])).toEqual([
      ['Block', false, undefined],
      ['Conv2d', false, 3],
      ['Conv2d', true, 5],
      ['Dropout', false, 5],
    ]);
    expect(it.totalParameters).toBe(38);
    expect(it.multiplyAdds).toBe(2 * 36 * 36);
    expect([block.training, block.drop.training, block.conv.training]).toEqual([true, false, true]);
  });

  test('takes whole numbers for embeddings, several inputs, and tensors', () => {
    const table = nn.summary(new nn.Embedding(10, 4), [2, 3], { dtype: 'int32' });
    expect([table.totalParameters, table.multiplyAdds, table.rows[0].output]).toEqual([40, 0, [2, 3, 4]]);
    const lstm = nn.summary(new nn.LSTM(3, 5), [zeros(7, 2, 3)]);
    expect(lstm.multiplyAdds).toBe(7 * 2 * (4 * 5 * 3 + 4 * 5 * 5));
    const pair = nn.summary(new nn.Bilinear(2, 3, 4), [
      [5, 2],
      [5, 3],
    ]);
    expect(pair.rows[0].output).toEqual([5, 4]);
    expect(() => nn.summary(new nn.Linear(2, 2), [])).toThrow('expected a shape with the batch dimension');
    expect(() => nn.summary(new nn.Linear(2, 2), [1, 3])).toThrow('expected last dimension 2, got [1, 3]');
  });
});
