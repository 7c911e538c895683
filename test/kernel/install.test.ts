import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { KERNEL_ENTRY } from '../helpers/kernel-client.js';

describe('lectern', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'lectern-install-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const lectern = (args: string[], env: NodeJS.ProcessEnv = {}) =>
    execFileSync(process.execPath, [KERNEL_ENTRY, ...args], { encoding: 'utf8', env: { ...process.env, ...env } });

  it('install --prefix writes a kernelspec with logos that starts this Node and this package', () => {
    lectern(['install', '--prefix', folder]);
    const spec = join(folder, 'share/jupyter/kernels/lectern');
    expect(JSON.parse(readFileSync(join(spec, 'kernel.json'), 'utf8'))).toEqual({
      argv: [process.execPath, KERNEL_ENTRY, 'kernel', '--connection-file', '{connection_file}'],
      display_name: 'TypeScript (Lectern)',
      language: 'typescript',
      interrupt_mode: 'message',
      metadata: { debugger: false },
    });
    for (const logo of ['logo-32x32.png', 'logo-64x64.png', 'logo-svg.svg'])
      expect(existsSync(join(spec, logo))).toBe(true);
  });

  it('install --user and --sys-prefix follow Jupyter and Python, and --name names the spec', () => {
    lectern(['install', '--user', '--name', 'other'], { JUPYTER_DATA_DIR: folder });
    expect(existsSync(join(folder, 'kernels/other/kernel.json'))).toBe(true);
    lectern(['install', '--sys-prefix'], { VIRTUAL_ENV: folder });
    expect(existsSync(join(folder, 'share/jupyter/kernels/lectern/kernel.json'))).toBe(true);
  });

  it('--version prints the version of the package', () => {
    const { version } = JSON.parse(readFileSync(new URL('../../kernel/package.json', import.meta.url), 'utf8'));
    expect(lectern(['--version'])).toBe(`${version}\n`);
  });

  it.each([
    [['dance'], "expected kernel or install, got 'dance'"],
    [['kernel'], 'expected --connection-file FILE, got none'],
    [['kernel', '--connection-file', 'f', '--language', 'lisp'], "got 'lisp'"],
    [['install', '--name', 'a/b', '--prefix', '.'], "got 'a/b'"],
    [['kernel', '--connection-file', 'f', '--max-memory', 'lots'], "got 'lots'"],
  ])('%j fails with one clear line', (args, message) => {
    const { status, stderr } = spawnSync(process.execPath, [KERNEL_ENTRY, ...args], { encoding: 'utf8', cwd: folder });
    expect(status).toBe(1);
    expect(stderr).toContain(message);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });
});
