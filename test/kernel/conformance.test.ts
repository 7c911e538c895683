import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const SCRIPT = fileURLToPath(new URL('../../scripts/conformance.mjs', import.meta.url));

describe('jupyter_kernel_test', () => {
  it('passes, with nothing skipped but the deprecated pager', { timeout: 180_000 }, () => {
    const { status, stderr } = spawnSync(process.execPath, [SCRIPT], { encoding: 'utf8' });
    expect(stderr).toMatch(/Ran 13 tests/);
    expect(stderr.match(/skipped '.*/g)).toEqual(["skipped 'No code page something'"]);
    expect(status, stderr).toBe(0);
  });
});
