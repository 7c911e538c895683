import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KernelClient } from '../helpers/kernel-client.js';

const text = readFileSync(new URL('../../docs/training.md', import.meta.url), 'utf8');
const cells = [...text.matchAll(/```ts\n([\s\S]*?)\n```/g)].map(([, code]) => {
  const [program, value] = code.split(' // → ');
  return { title: program.split('\n').at(-1)!, program, value };
});

describe('the cells of docs/training.md', () => {
  let client: KernelClient;
  beforeAll(async () => {
    client = await KernelClient.start();
  });
  afterAll(() => client.stop());

  it.each(cells)('$title is $value', async ({ program, value }) => {
    const cell = await client.execute(program);
    expect(cell.reply.content).toMatchObject({ status: 'ok' });
    expect(cell.result).toBe(value);
  });

  it('all say what they give', () => {
    expect(cells.length).toBeGreaterThan(7);
    expect(cells.filter(({ value }) => value === undefined)).toEqual([]);
  });
});
