import { it } from 'vitest';
import { readFileSync } from 'node:fs';
import { KernelClient } from '../helpers/kernel-client.js';
it('x', async () => {
  const client = await KernelClient.start();
  for (const code of readFileSync('/tmp/e-cells.txt','utf8').split('\n%%\n')) {
    const cell = await client.execute(code);
    console.log('>>>', code.slice(0,80), JSON.stringify(cell.reply.content).slice(0, 1500), cell.result, cell.stream('stdout'));
  }
  await client.stop();
}, 60000);
