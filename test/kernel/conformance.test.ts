import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KERNEL_ENTRY } from '../helpers/kernel-client.js';

const SUITE = fileURLToPath(new URL('conformance.py', import.meta.url));

describe('jupyter_kernel_test', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'lectern-conformance-'));
    spawnSync(process.execPath, [KERNEL_ENTRY, 'install', '--prefix', folder]);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('passes, with nothing skipped but the deprecated pager', { timeout: 180_000 }, () => {
    const venv = process.env.VIRTUAL_ENV ?? fileURLToPath(new URL('../../.venv', import.meta.url));
    const { status, stderr } = spawnSync(join(venv, 'bin', 'python'), [SUITE], {
      encoding: 'utf8',
      cwd: folder,
      env: { ...process.env, JUPYTER_PATH: join(folder, 'share', 'jupyter') },
    });
    expect(stderr).toMatch(/Ran 13 tests/);
    expect(stderr.match(/skipped '.*/g)).toEqual(["skipped 'No code page something'"]);
    expect(status, stderr).toBe(0);
  });
});
