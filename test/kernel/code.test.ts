import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KernelClient } from '../helpers/kernel-client.js';

describe('help while typing', () => {
  let client: KernelClient;
  beforeAll(async () => {
    client = await KernelClient.start({ args: ['--preload', 'none'] });
  });
  afterAll(() => client.stop());

  const complete = async (code: string, cursor_pos = [...code].length) =>
    (await client.request('shell', 'complete_request', { code, cursor_pos })).content;

  it('completes members by their type, with kind and signature', async () => {
    const content = await complete('Math.sq');
    expect(content).toMatchObject({ status: 'ok', matches: ['sqrt'], cursor_start: 5, cursor_end: 7 });
    const [type] = (content.metadata as Record<string, Record<string, unknown>[]>)._jupyter_types_experimental;
    expect(type).toMatchObject({ text: 'sqrt', start: 5, end: 7 });
    expect(type.type).toBeTruthy();
    expect(type.signature).toContain('number');
  });

  it('completes names of earlier cells', async () => {
    await client.execute('const learningRate = 0.1;');
    expect((await complete('learningR')).matches).toEqual(['learningRate']);
  });

  it('counts positions in code points, also behind emoji', async () => {
    const content = await complete("const s = '🎓🎓'; Math.sq");
    expect(content).toMatchObject({ matches: ['sqrt'], cursor_start: 21, cursor_end: 23 });
  });

  it('explains what is at the cursor, as text and markdown', async () => {
    const request = { code: 'Math.max(1, 2)', cursor_pos: 6, detail_level: 0 };
    const { content } = await client.request('shell', 'inspect_request', request);
    expect(content).toMatchObject({ status: 'ok', found: true });
    const data = content.data as Record<string, string>;
    expect(data['text/plain']).toContain('max(');
    expect(data['text/markdown']).toContain('```typescript');
  });

  it('finds nothing to explain in a blank', async () => {
    const request = { code: '   ', cursor_pos: 1, detail_level: 0 };
    expect((await client.request('shell', 'inspect_request', request)).content).toMatchObject({
      found: false,
      data: {},
    });
  });

  it.each([
    ['const x = 1;', 'complete'],
    ['function f() {', 'incomplete'],
    ['let = 7q', 'invalid'],
  ])('judges %j as %s', async (code, status) => {
    const { content } = await client.request('shell', 'is_complete_request', { code });
    expect(content.status).toBe(status);
    expect(typeof content.indent === 'string').toBe(status === 'incomplete');
  });

  it('answers while a cell runs, and the cell stays busy', async () => {
    const cell = await client.begin("console.log('go');\nwhile (true);");
    await client.waitFor(({ type, parent }) => type === 'stream' && parent.msg_id === cell);
    expect((await complete('Math.sq')).matches).toEqual(['sqrt']);
    await client.waitFor(() => client.received.filter(({ type }) => type === 'status').at(-1)?.parent.msg_id === cell);
    expect(client.received.filter(({ type }) => type === 'status').at(-1)?.content.execution_state).toBe('busy');
    await client.request('control', 'interrupt_request', {});
    await client.finish(cell);
  });
});
