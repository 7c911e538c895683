import { spawn } from 'node:child_process';
import { expect, it } from 'vitest';
import { backend, nn, randn } from '../../lib/src/index.js';

it('survives signals in the middle of a matrix product, and their handlers run', async () => {
  await backend.use('tensorflow');
  let handled = 0;
  const handler = () => {
    handled++;
  };
  process.on('SIGUSR2', handler);
  const layer = new nn.Linear(1000, 100);
  const x = randn(64, 1000);
  const sender = spawn('bash', ['-c', `for i in $(seq 2000); do kill -USR2 ${process.pid} || exit; sleep 0.001; done`]);
  const sent = new Promise((resolve) => sender.once('exit', resolve));
  let finished = false;
  void sent.then(() => {
    finished = true;
  });
  while (!finished) {
    for (let i = 0; i < 100; i++) layer(x).sum().backward();
    await new Promise((resolve) => setImmediate(resolve));
  }
  process.off('SIGUSR2', handler);
  expect(await sent).toBe(0);
  expect(handled).toBeGreaterThan(0);
});
