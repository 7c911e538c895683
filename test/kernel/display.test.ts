import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KernelClient } from '../helpers/kernel-client.js';

const CARD =
  "({ [Symbol.for('Jupyter.display')]: () => ({ 'text/html': '<b>hi</b>', 'image/png': new Uint8Array([1, 2]) }) })";

describe('display', () => {
  let client: KernelClient;
  beforeAll(async () => {
    client = await KernelClient.start({ args: ['--preload', 'none'] });
  });
  afterAll(() => client.stop());

  it('shows an object through its Jupyter.display method, with bytes as base64 and a text form', async () => {
    const cell = await client.execute(CARD);
    const data = cell.outputs[0].content.data as Record<string, string>;
    expect(cell.outputs[0].type).toBe('execute_result');
    expect(data).toMatchObject({ 'text/html': '<b>hi</b>', 'image/png': 'AQI=' });
    expect(data['text/plain']).toContain('Symbol(Jupyter.display)');
  });

  it('gives a picture the text beside it as alternative text', async () => {
    const cell = await client.execute(
      "({ [Symbol.for('Jupyter.display')]: () => ({ 'image/png': 'AQI=', 'text/plain': 'Tensor[2]\\n[1, 2]' }) })",
    );
    expect(cell.outputs[0].content.metadata).toEqual({ 'image/png': { alt: 'Tensor[2]; [1, 2]' } });
  });

  it('waits for a display method that is async, before idle and before what is shown later', async () => {
    const cell = await client.execute(
      "const slow = { async [Symbol.for('Jupyter.display')]() { await new Promise((r) => setImmediate(r)); return { 'text/plain': 'slow' }; } };\ndisplay(slow);\nslow",
    );
    expect(cell.outputs.map(({ type, content }) => [type, content.data])).toEqual([
      ['display_data', { 'text/plain': 'slow' }],
      ['execute_result', { 'text/plain': 'slow' }],
    ]);
  });

  it('falls back to text when the display method throws', async () => {
    const cell = await client.execute(
      "({ a: 1, [Symbol.for('Jupyter.display')]() { throw new Error('no picture'); } })",
    );
    expect(cell.result).toMatch(/a: 1[\s\S]*its display failed: Error: no picture/);
  });

  it('updates what was shown under an id, also from a later cell', async () => {
    const first = await client.execute("display('one', { id: 'spot' });\nLectern.updateDisplay('spot', 'two');");
    expect(first.outputs.map(({ type, content }) => [type, content.transient, content.data])).toEqual([
      ['display_data', { display_id: 'spot' }, { 'text/plain': "'one'" }],
      ['update_display_data', { display_id: 'spot' }, { 'text/plain': "'two'" }],
    ]);
    const later = await client.execute("Lectern.updateDisplay('spot', 'three');");
    expect(later.outputs[0].content).toMatchObject({ transient: { display_id: 'spot' } });
  });

  it('clears the output, at once or with the next one', async () => {
    const cell = await client.execute('Lectern.clearOutput();\nLectern.clearOutput(true);\nconsole.clear();');
    expect(cell.outputs.map(({ type, content }) => [type, content.wait])).toEqual([
      ['clear_output', false],
      ['clear_output', true],
      ['clear_output', false],
    ]);
  });

  it('serves views through the host: bundles, metadata, updates and the end of the cell', async () => {
    const cell = await client.execute(`
      const host = (globalThis as any)[Symbol.for('lectern.host')];
      host.atCellEnd(() => host.update('v', { 'text/plain': 'final' }));
      host.display({ 'text/plain': 'first' }, { id: 'v', metadata: { wide: true } });
      console.log('body');`);
    expect(cell.outputs.map(({ type, content }) => content.text ?? [type, content.data, content.metadata])).toEqual([
      ['display_data', { 'text/plain': 'first' }, { wide: true }],
      'body\n',
      ['update_display_data', { 'text/plain': 'final' }, {}],
    ]);
    expect((await client.execute('1')).outputs).toHaveLength(1);
  });

  it('offers the names of Deno notebooks, with types', async () => {
    const cell = await client.execute(`
      await Deno.jupyter.display({ 'text/plain': 'raw' }, { raw: true });
      await Deno.jupyter.broadcast('display_data', { data: { 'text/plain': 'cast' }, metadata: {}, transient: {} });
      const bundle: Record<string, unknown> = await Deno.jupyter.format(Deno.jupyter.md\`**\${1}**\`);
      console.log(bundle['text/markdown']);
      Deno.jupyter.html\`<i>\${1 + 1}</i>\``);
    expect(cell.outputs.map(({ content }) => content.data ?? content.text)).toMatchObject([
      { 'text/plain': 'raw' },
      { 'text/plain': 'cast' },
      '**1**\n',
      { 'text/html': '<i>2</i>' },
    ]);
    const own = await client.execute("({ [Deno.jupyter.$display]: () => ({ 'text/markdown': '*own*' }) })");
    expect(own.outputs[0].content.data).toMatchObject({ 'text/markdown': '*own*' });
    expect((await client.execute('Deno.jupyter.display()')).reply.content.ename).toBe('TypeScriptError');
  });

  it('broadcasts buffers and metadata', async () => {
    const cell = await client.execute(
      "Deno.jupyter.broadcast('comm_open', { comm_id: 'cast', target_name: 't', data: {} }, { metadata: { a: 1 }, buffers: [new Uint8Array([1, 2])] })",
    );
    const opened = cell.outputs.find(({ type }) => type === 'comm_open');
    expect(opened?.metadata).toEqual({ a: 1 });
    expect(opened?.buffers.map((buffer) => [...buffer])).toEqual([[1, 2]]);
  });

  it('offers the module of tslab notebooks, with types', async () => {
    const cell = await client.execute(`
      import { display as show, newDisplay } from 'tslab';
      show.html('<b>1</b>');
      show.png(new Uint8Array([1, 2]));
      show.raw('text/x-own', 'own');
      const spot = newDisplay();
      spot.text('first');
      spot.markdown('*second*');`);
    expect(cell.reply.content.status).toBe('ok');
    expect(cell.outputs.map(({ type, content }) => [type, content.data])).toEqual([
      ['display_data', { 'text/html': '<b>1</b>' }],
      ['display_data', { 'image/png': 'AQI=' }],
      ['display_data', { 'text/x-own': 'own' }],
      ['display_data', { 'text/plain': 'first' }],
      ['update_display_data', { 'text/markdown': '*second*' }],
    ]);
    const wrong = await client.execute("import { display as other } from 'tslab';\nother.html(5);");
    expect(wrong.reply.content.ename).toBe('TypeScriptError');
  });

  it('cuts what is too long to read', async () => {
    const cell = await client.execute('Array.from({ length: 100_000 }, (_, n) => n)');
    expect(cell.result?.length).toBeLessThan(5000);
    expect(cell.result).toContain('more items');
  });
});
