import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KernelClient } from '../helpers/kernel-client.js';

const TRAINING = 'application/vnd.lectern.training.v1+json';

describe('fit in a notebook', () => {
  let client: KernelClient;
  beforeAll(async () => {
    client = await KernelClient.start();
    const cell = await client.execute(
      [
        'manualSeed(0);',
        'const inputs = randn(64, 4);',
        'const rows = new data.TensorDataset(inputs, inputs.sum({ dim: 1, keepdim: true }));',
        'const loader = new data.DataLoader(rows, { batchSize: 16, shuffle: true });',
        'const model = new nn.Sequential(new nn.Linear(4, 8), new nn.Dropout(0.1), new nn.Linear(8, 1));',
        'const optimizer = new optim.Adam(model.parameters(), { lr: 0.01 });',
        'const loss = new nn.MSELoss();',
        'const start = model.parameters()[0].toArray();',
      ].join('\n'),
    );
    expect(cell.reply.content).toMatchObject({ status: 'ok' });
  });
  afterAll(() => client.stop());

  /** Runs a cell and interrupts it once it has printed. */
  async function interrupted(code: string) {
    const id = await client.begin(code);
    await client.waitFor(({ type, parent }) => type === 'stream' && parent.msg_id === id);
    await client.request('control', 'interrupt_request', {});
    return client.finish(id);
  }

  const isProgress = ({ type, content }: { type: string; content: Record<string, unknown> }) =>
    /display_data$/.test(type) && /^epoch /.test(String((content.data as Record<string, unknown>)['text/plain']));

  it('shows one line of progress that is updated in place, live curves, and the history', async () => {
    const cell = await client.execute('fit(model, { train: loader, validation: loader, loss, optimizer, epochs: 3 })');
    expect(cell.reply.content.status).toBe('ok');
    const lines = cell.outputs.filter(isProgress);
    expect(lines.filter(({ type }) => type === 'display_data')).toHaveLength(1);
    const last = (lines[lines.length - 1].content.data as Record<string, string>)['text/plain'];
    expect(last).toMatch(/^epoch 3\/3 {2}━{20} {2}4\/4 {2}loss \S+ {2}valLoss \S+ {2}\S+ steps\/s {2}took /);
    const states = cell.outputs.flatMap(({ content }) => {
      const spec = (content.data as Record<string, { state: string; series: { name: string }[] }> | undefined)?.[
        TRAINING
      ];
      return spec ? [spec] : [];
    });
    expect(states.at(-1)).toMatchObject({ state: 'done', totalSteps: 12, totalEpochs: 3 });
    expect(states.at(-1)?.series.map(({ name }) => name)).toEqual(['loss', 'valLoss']);
    expect(cell.result).toMatch(/^epoch +loss +valLoss +lr +seconds\n +1 /);
    expect(cell.result).toContain('best: valLoss');
  });

  for (const [how, call] of [
    ['a synchronous cell', 'fit'],
    ['a cell that waits', 'await fitAsync'],
  ]) {
    it(`says where it was when ${how} is interrupted, and leaves a model that works and can be trained on`, async () => {
      await client.execute('model.eval();');
      const source =
        call === 'fit'
          ? 'loader'
          : '{ async *[Symbol.asyncIterator]() { for (const batch of loader) { await null; yield batch; } } }';
      const callbacks = "{ onBatchEnd: (run) => { if (run.step === 6) console.log('six steps'); } }";
      const cell = await interrupted(
        `${call}(model, { train: ${source}, loss, optimizer, epochs: 1e6, ema: 0.9, callbacks: ${callbacks} })`,
      );
      expect(cell.reply.content.ename).toBe('Interrupted');
      const said = /interrupted at epoch (\d+), step (\d+); the model keeps what it learned/.exec(
        cell.stream('stdout'),
      );
      expect(said).not.toBeNull();
      const [epoch, step] = [Number(said?.[1]), Number(said?.[2])];
      expect(step).toBeGreaterThanOrEqual(6);
      // Four batches an epoch; between two epochs it may be either.
      expect([Math.ceil(step / 4), Math.floor(step / 4) + 1]).toContain(epoch);
      const spec = cell.outputs
        .map(({ content }) => (content.data as Record<string, { state: string }> | undefined)?.[TRAINING])
        .findLast((found) => found !== undefined);
      expect(spec?.state).toBe('interrupted');
      const after = await client.execute(
        '[model.training, model.parameters().every((p) => p.grad === null), model(inputs).shape, ' +
          'JSON.stringify(start) !== JSON.stringify(model.parameters()[0].toArray())]',
      );
      expect(after.result).toBe('[ false, true, [ 64, 1 ], true ]');
      const on = await client.execute(
        'const more = fit(model, { train: loader, loss, optimizer, epochs: 2, progress: false, live: false });\n' +
          '[more.epochs, Number.isFinite(more.last.loss), model.training]',
      );
      expect(on.result).toBe('[ 2, true, false ]');
    });
  }

  it('gives the model its own weights back when it is interrupted while the averaged ones are validated', async () => {
    await client.execute('const own: number[][] = [];');
    const cell = await interrupted(
      [
        'fit(model, {',
        '  train: loader, optimizer, epochs: 2, ema: 0.999, progress: false, live: false,',
        '  validation: { *[Symbol.iterator]() { console.log("validating"); for (;;) yield* loader; } },',
        '  loss: (output, target) => loss(output, target),',
        '  callbacks: { onBatchEnd: () => { own[0] = [...model.parameters()[0].dataSync()]; } },',
        '});',
      ].join('\n'),
    );
    expect(cell.reply.content.ename).toBe('Interrupted');
    expect((await client.execute('String(own[0]) === String(model.parameters()[0].dataSync())')).result).toBe('true');
  });

  it('shows an interrupted loop of one’s own as interrupted too', async () => {
    const cell = await interrupted(
      [
        'const plot = view.training();',
        'for (let n = 0; ; n++) { plot.push({ loss: 1 / (n + 1) }); if (n === 3) console.log("go"); }',
      ].join('\n'),
    );
    const spec = cell.outputs
      .map(({ content }) => (content.data as Record<string, { state: string }> | undefined)?.[TRAINING])
      .findLast((found) => found !== undefined);
    expect(spec?.state).toBe('interrupted');
  });
});
