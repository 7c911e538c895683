import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { VariableRow } from '../../kernel/src/contract/inspect.js';
import { KernelClient, type Received } from '../helpers/kernel-client.js';
import { temporaryFolder } from '../helpers/temporary-folder.js';

describe('the inspection comm', () => {
  const folder = temporaryFolder();
  let client: KernelClient;
  beforeAll(async () => {
    client = await KernelClient.start();
    await client.send('shell', 'comm_open', { comm_id: 'panel', target_name: 'lectern.inspect', data: {} });
    await client.execute(`
      const text = 'hello';
      const weights = tensor([[1, 2, 3], [4, 5, 6]]);
      const net = new nn.Linear(3, 2);
      class Pair { a = 1 }
      const twice = (x: number) => 2 * x;
      const bytes = new Uint8Array(12);`);
  });
  afterAll(() => client.stop());

  async function ask(question: Record<string, unknown>): Promise<Record<string, unknown>> {
    const id = `${question.type} ${client.received.length}`;
    await client.send('shell', 'comm_msg', { comm_id: 'panel', data: { ...question, id } });
    const isAnswer = ({ type, content }: Received) =>
      type === 'comm_msg' && (content.data as { id?: unknown }).id === id;
    const { content } = await client.waitFor(isAnswer);
    return content.data as Record<string, unknown>;
  }

  it('lists the variables of the cells, tensors and modules first, with what they take', async () => {
    const { type, total, variables } = await ask({ type: 'variables' });
    expect([type, total]).toEqual(['variables', 6]);
    const rows = variables as VariableRow[];
    expect(rows.map(({ name, kind, type }) => `${name} ${kind} ${type}`)).toEqual([
      'weights tensor Tensor',
      'net module Linear',
      'text value string',
      'bytes value Uint8Array',
      'twice function function',
      'Pair class class',
    ]);
    const [weights, net, text, bytes] = rows;
    expect(weights).toMatchObject({ shape: [2, 3], dtype: 'float32', bytes: 24, device: expect.any(String) });
    expect(weights.value).toMatch(/^x∈\[1 .+ 6\] μ=3\.5/);
    expect(net).toMatchObject({ bytes: 32, value: '8 parameters' });
    expect([text.value, bytes.bytes]).toEqual(["'hello'", 12]);
  });

  it('gives the display of a variable, and says when there is none of that name', async () => {
    const { type, data } = await ask({ type: 'view', name: 'weights' });
    expect(type).toBe('view');
    expect(Object.keys(data as object)).toEqual(['application/vnd.lectern.tensor.v1+json', 'image/png', 'text/plain']);
    expect(await ask({ type: 'view', name: 'nothing' })).toMatchObject({ type: 'missing', name: 'nothing' });
    expect(await ask({ type: 'view', name: 'toString' })).toMatchObject({ type: 'missing' });
  });

  it('tells what the tensors and the processes take, and gives back what nothing refers to', async () => {
    await client.execute('let lost: any = zeros([1000, 1000]); lost = undefined;');
    const { memory, processBytes } = (await ask({ type: 'memory' })) as {
      memory: Record<string, number>;
      processBytes: number;
    };
    expect(memory.bytes).toBeGreaterThanOrEqual(4_000_000);
    expect(memory.rss).toBeGreaterThan(memory.heapUsed);
    expect(processBytes).toBeGreaterThan(memory.rss);
    const after = (await ask({ type: 'collect' })) as { memory: Record<string, number> };
    expect(after.memory.bytes).toBeLessThan(4_000_000);
    expect(after.memory.collections).toBeGreaterThan(memory.collections);
  });

  it('says busy at once while a cell runs', async () => {
    const cell = await client.begin("console.log('looping');\nwhile (true);");
    await client.waitFor(({ type, parent }) => type === 'stream' && parent.msg_id === cell);
    expect(await ask({ type: 'variables' })).toMatchObject({ type: 'busy' });
    expect(await ask({ type: 'memory' })).toMatchObject({ type: 'busy', processBytes: expect.any(Number) });
    await client.request('control', 'interrupt_request', {});
    await client.finish(cell);
    expect(await ask({ type: 'variables' })).toMatchObject({ type: 'variables' });
  });

  it('counts no execution, and leaves late output with its cell', async () => {
    const file = join(folder, 'go');
    const { reply } = await client.execute("const { existsSync } = await import('node:fs');");
    const cell = await client.begin(`
      const waiting = setInterval(() => {
        if (!existsSync('${file}')) return;
        clearInterval(waiting);
        console.log('late');
      }, 5);`);
    await client.finish(cell);
    await ask({ type: 'variables' });
    await ask({ type: 'view', name: 'weights' });
    writeFileSync(file, '');
    const late = await client.waitFor(({ type, content }) => type === 'stream' && content.text === 'late\n');
    expect(late.parent.msg_id).toBe(cell);
    const next = await client.execute('1');
    expect(next.reply.content.execution_count).toBe((reply.content.execution_count as number) + 2);
  });

  it('answers a question that it does not know with a sentence', async () => {
    const { type, message } = await ask({ type: 'everything' });
    expect(type).toBe('error');
    expect(message).toBe(
      "lectern.inspect: expected a question of type variables, view, memory, collect, got 'everything'",
    );
  });

  it('shows values that refuse to be looked at', async () => {
    await client.execute(`
      const proxy = new Proxy({}, { get() { throw new Error('no'); } });
      const trap = { get shape(): never { throw new Error('no'); } };`);
    const { variables } = (await ask({ type: 'variables' })) as { variables: VariableRow[] };
    expect(variables.find(({ name }) => name === 'proxy')?.type).toBe('Proxy');
    expect(variables.find(({ name }) => name === 'trap')?.kind).toBe('value');
  });
});
