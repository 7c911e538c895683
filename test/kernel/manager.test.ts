import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { KERNEL_ENTRY } from '../helpers/kernel-client.js';

const SCRIPT = fileURLToPath(new URL('manager.py', import.meta.url));

it("Jupyter's own manager interrupts, restarts and shuts down a kernel whose cell never ends", () => {
  const venv = process.env.VIRTUAL_ENV ?? fileURLToPath(new URL('../../.venv', import.meta.url));
  const { stdout, stderr } = spawnSync(join(venv, 'bin', 'python'), [SCRIPT, KERNEL_ENTRY], { encoding: 'utf8' });
  expect(stderr).toBe('');
  expect(stdout.trim()).toBe('ok');
});
