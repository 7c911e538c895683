import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { KERNEL_ENTRY } from '../helpers/kernel-client.js';

const BIN = fileURLToPath(new URL('../../.venv/bin', import.meta.url));

interface ListedSpec {
  resource_dir: string;
  spec: Record<string, unknown>;
}

describe('lectern', () => {
  let folder: string;
  /** An environment in which Jupyter looks first at what the test installs. */
  let env: NodeJS.ProcessEnv;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'lectern-install-'));
    env = { ...process.env, PATH: `${BIN}:${process.env.PATH}`, JUPYTER_DATA_DIR: join(folder, 'data') };
    env.JUPYTER_PATH = join(folder, 'prefix', 'share', 'jupyter');
    env.JUPYTER_PREFER_ENV_PATH = '0';
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const lectern = (args: string[], extra: NodeJS.ProcessEnv = {}) =>
    execFileSync(process.execPath, [KERNEL_ENTRY, ...args], { encoding: 'utf8', env: { ...env, ...extra } });

  function listed(): Record<string, ListedSpec> {
    const out = execFileSync('jupyter', ['kernelspec', 'list', '--json'], { encoding: 'utf8', env });
    return JSON.parse(out).kernelspecs;
  }

  it('install --prefix makes Jupyter list a kernel that starts this Node and this package', () => {
    lectern(['install', '--prefix', join(folder, 'prefix')]);
    const { resource_dir: place, spec } = listed().lectern;
    expect(place).toBe(join(folder, 'prefix/share/jupyter/kernels/lectern'));
    expect(spec).toMatchObject({
      argv: [process.execPath, KERNEL_ENTRY, 'kernel', '--connection-file', '{connection_file}'],
      display_name: 'TypeScript (Lectern)',
      language: 'typescript',
      interrupt_mode: 'message',
    });
  });

  it('install writes logos of 32 and 64 pixels and one as SVG', () => {
    lectern(['install', '--prefix', join(folder, 'prefix')]);
    const logo = (name: string) => readFileSync(join(folder, 'prefix/share/jupyter/kernels/lectern', name));
    for (const size of [32, 64]) {
      const png = logo(`logo-${size}x${size}.png`);
      expect(png.subarray(1, 4).toString()).toBe('PNG');
      expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([size, size]);
    }
    expect(logo('logo-svg.svg').toString()).toMatch(/^<svg /);
  });

  it('install --user puts the kernel into the data folder of the user, and --name names it', () => {
    lectern(['install', '--user', '--name', 'Other']);
    expect(listed().other.resource_dir).toBe(join(folder, 'data/kernels/other'));
  });

  it('install --sys-prefix puts the kernel into the active Python environment', () => {
    const environment = join(folder, 'environment');
    lectern(['install', '--sys-prefix'], { VIRTUAL_ENV: environment });
    expect(existsSync(join(environment, 'share/jupyter/kernels/lectern/kernel.json'))).toBe(true);
  });

  it('install --max-memory writes the limit into the kernelspec', () => {
    lectern(['install', '--user', '--max-memory', '512']);
    expect((listed().lectern.spec.argv as string[]).slice(-2)).toEqual(['--max-memory', '512']);
  });

  it('install replaces an earlier kernelspec of the same name', () => {
    lectern(['install', '--user', '--max-memory', '512']);
    lectern(['install', '--user']);
    expect(listed().lectern.spec.argv).not.toContain('--max-memory');
  });

  it('uninstall removes what install wrote', () => {
    lectern(['install', '--user']);
    expect(listed()).toHaveProperty('lectern');
    lectern(['uninstall', '--user']);
    expect(existsSync(join(folder, 'data/kernels/lectern'))).toBe(false);
  });

  it('uninstall leaves the kernelspec of another kernel alone', () => {
    const place = join(folder, 'data/kernels/lectern');
    mkdirSync(place, { recursive: true });
    writeFileSync(join(place, 'kernel.json'), JSON.stringify({ argv: ['python'], language: 'python' }));
    const { status, stderr } = spawnSync(process.execPath, [KERNEL_ENTRY, 'uninstall', '--user'], {
      encoding: 'utf8',
      env,
    });
    expect([status, stderr.trim()]).toEqual([
      1,
      `uninstall: expected a kernelspec of this kernel, got another one in ${place}`,
    ]);
    expect(existsSync(place)).toBe(true);
  });

  it('--version prints the version of the package', () => {
    const { version } = JSON.parse(readFileSync(new URL('../../kernel/package.json', import.meta.url), 'utf8'));
    expect(lectern(['--version'])).toBe(`${version}\n`);
  });

  it('doctor tells which kernelspec Jupyter finds, that the kernel answers, and what computes', () => {
    lectern(['install', '--user']);
    const report = lectern(['doctor']);
    expect(report).toMatch(new RegExp(`^kernelspec lectern +${join(folder, 'data/kernels/lectern')}$`, 'm'));
    expect(report).toMatch(/^kernel +answers \d+\.\d s after its start$/m);
    expect(report).toMatch(/^backend +(tensorflow|wasm|cpu)\b/m);
  });

  it('doctor fails when the kernelspec names a program that is gone, and says which', () => {
    lectern(['install', '--user']);
    const file = join(folder, 'data/kernels/lectern/kernel.json');
    writeFileSync(file, readFileSync(file, 'utf8').replace(JSON.stringify(process.execPath), '"/gone/node"'));
    const { status, stdout } = spawnSync(process.execPath, [KERNEL_ENTRY, 'doctor'], {
      encoding: 'utf8',
      env,
    });
    expect(stdout).toMatch(/^kernelspec lectern .*: \/gone\/node is gone; lectern install again$/m);
    expect(status).toBe(1);
  });

  it.each([
    [['dance'], "expected kernel, install, uninstall, doctor, got 'dance'"],
    [['install', 'here'], "expected options only, got 'here'"],
    [['install', '--bogus'], "Unknown option '--bogus'; lectern --help lists the options"],
    [
      ['install', '--user', '--sys-prefix'],
      'expected one of --user, --sys-prefix, --prefix, got --user and --sys-prefix',
    ],
    [['uninstall', '--prefix', 'empty'], 'got none; jupyter kernelspec list shows where it is'],
    [['kernel'], 'expected --connection-file FILE, got none'],
    [['kernel', '--connection-file', 'f', '--language', 'lisp'], "got 'lisp'"],
    [['install', '--name', 'a/b', '--prefix', '.'], "got 'a/b'"],
    [['install', '--max-memory', '0'], "got '0'"],
    [['kernel', '--connection-file', 'f', '--max-memory', 'lots'], "got 'lots'"],
  ])('%j fails with one clear line', (args, message) => {
    const { status, stderr } = spawnSync(process.execPath, [KERNEL_ENTRY, ...args], { encoding: 'utf8', cwd: folder });
    expect(status).toBe(1);
    expect(stderr).toContain(message);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });
});
