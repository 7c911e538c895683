import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KernelClient } from '../helpers/kernel-client.js';

describe('the protocol with the echo language', () => {
  let client: KernelClient;
  beforeAll(async () => {
    client = await KernelClient.start({ args: ['--language', 'echo', '--preload', 'none'] });
  });
  afterAll(() => client.stop());

  it('runs a cell and shows its value', async () => {
    const cell = await client.execute('6 * 7');
    expect(cell.result).toBe('42');
    expect(cell.messages.map(({ type }) => type)).toEqual(['status', 'execute_input', 'execute_result', 'status']);
  });

  it('needs nothing of TypeScript for completion, inspection and completeness', async () => {
    const completion = await client.request('shell', 'complete_request', { code: 'Math.sq', cursor_pos: 7 });
    expect(completion.content).toMatchObject({ status: 'ok', matches: [], cursor_start: 7, cursor_end: 7 });
    const inspection = await client.request('shell', 'inspect_request', { code: 'x', cursor_pos: 1, detail_level: 0 });
    expect(inspection.content).toMatchObject({ status: 'ok', found: false, data: {} });
    const completeness = await client.request('shell', 'is_complete_request', { code: 'f(' });
    expect(completeness.content.status).toBe('incomplete');
  });
});
