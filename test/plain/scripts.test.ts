import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { choosePort } from '../../scripts/lab/port.mjs';
import { readCounts } from '../../scripts/report/counts.mjs';
import { missingPlatforms, platformEntry } from '../../scripts/report/lock.mjs';
import { installedMatchesLock } from '../../scripts/setup/npm.mjs';
import { explain } from '../../scripts/setup/setup-error.mjs';
import { fingerprint, isFresh, writeStamp } from '../../scripts/setup/stamp.mjs';
import { runSteps } from '../../scripts/setup/steps.mjs';
import { read } from '../helpers/sources.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lectern-scripts-'));
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true, force: true });
});

function write(name: string, content: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

describe('a set-up step', () => {
  function printed(): () => string {
    const spy = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
    return () => spy.mock.calls.map(([text]) => text).join('');
  }

  it('is not run again when it is up to date', async () => {
    const output = printed();
    const run = vi.fn();
    await runSteps([{ name: 'Build', isDone: () => true, run }]);
    expect(run).not.toHaveBeenCalled();
    expect(output()).toBe('[1/1] Build … up to date\n');
  });

  it('shows its number and how long it took', async () => {
    const output = printed();
    await runSteps([
      { name: 'One', isDone: () => true, run: () => {} },
      { name: 'Two', isDone: async () => false, run: async () => {} },
    ]);
    expect(output()).toMatch(/\[2\/2\] Two … \d+\.\d s\n$/);
  });

  it('that is left out says why, and the next one runs', async () => {
    const output = printed();
    const next = vi.fn();
    await runSteps([
      { name: 'Addon', isDone: () => false, run: () => 'no C++ compiler' },
      { name: 'Build', isDone: () => false, run: next },
    ]);
    expect(output()).toContain('[1/2] Addon … left out: no C++ compiler\n');
    expect(next).toHaveBeenCalledOnce();
  });

  it('that fails stops the set-up', async () => {
    printed();
    const next = vi.fn();
    const failing = { name: 'A', isDone: () => false, run: () => Promise.reject(new Error('broken')) };
    await expect(runSteps([failing, { name: 'B', isDone: () => false, run: next }])).rejects.toThrow('broken');
    expect(next).not.toHaveBeenCalled();
  });
});

describe('a stamp', () => {
  it('is stale when a source file changes, and when one is added', () => {
    const source = write('a.ts', 'let a = 1');
    const before = fingerprint({ paths: [folder] });
    const stamp = join(tmpdir(), `${before}.stamp`);
    writeStamp(stamp, before);
    expect(isFresh(stamp, fingerprint({ paths: [folder] }))).toBe(true);
    utimesSync(source, new Date(), new Date(Date.now() + 5000));
    expect(isFresh(stamp, fingerprint({ paths: [folder] }))).toBe(false);
    const after = fingerprint({ paths: [folder] });
    write('b.ts', '');
    expect(fingerprint({ paths: [folder] })).not.toBe(after);
    rmSync(stamp);
  });

  it('depends on its texts one by one', () => {
    expect(fingerprint({ texts: ['ab', 'c'] })).not.toBe(fingerprint({ texts: ['a', 'bc'] }));
  });
});

describe('the npm step', () => {
  const lock = {
    packages: {
      '': {},
      lib: { version: '0.1.0' },
      'node_modules/lectern': { link: true },
      'node_modules/a': { version: '1.0.0' },
      'node_modules/a-darwin-arm64': { version: '1.0.0', optional: true },
    },
  };
  const installed = { packages: { 'node_modules/lectern': { link: true }, 'node_modules/a': { version: '1.0.0' } } };

  it('is up to date when every package has the version of the lock file', () => {
    expect(installedMatchesLock(write('lock', lock), write('installed', installed))).toBe(true);
  });

  it('is stale when a version differs, a package is missing or nothing is installed', () => {
    const path = write('lock', lock);
    const other = { packages: { ...installed.packages, 'node_modules/a': { version: '2.0.0' } } };
    expect(installedMatchesLock(path, write('installed', other))).toBe(false);
    expect(installedMatchesLock(path, write('installed', { packages: {} }))).toBe(false);
    expect(installedMatchesLock(path, join(folder, 'absent'))).toBe(false);
  });
});

describe('the lock file', () => {
  it("names every platform's binaries, so that npm ci accepts it on every machine", () => {
    const { packages } = JSON.parse(read('package-lock.json'));
    expect(missingPlatforms(packages).map(({ name }) => name)).toEqual([]);
  });

  it('names no registry', () => {
    expect(read('package-lock.json')).not.toMatch(/"resolved": "https?:/);
  });

  it('gets entries that npm skips on other platforms', () => {
    const parent = { version: '1.0.0', license: 'MIT', dev: true };
    expect(platformEntry('x-linux-x64-musl', '1.0.0', parent)).toMatchObject({
      os: ['linux'],
      cpu: ['x64'],
      libc: ['musl'],
      optional: true,
      dev: true,
    });
    expect(platformEntry('x-win32-arm64-msvc', '1.0.0', parent)).toMatchObject({ os: ['win32'], cpu: ['arm64'] });
    expect(() => platformEntry('left-pad', '1.0.0', parent)).toThrow('left-pad@1.0.0');
  });
});

describe('a failed program', () => {
  it.each([
    ['npm error code ENOTFOUND\nnpm error network request to x failed', /no network.*check the connection/],
    ['NewConnectionError: Temporary failure in name resolution\nERROR: No matching distribution found', /no network/],
    ['OSError: [Errno 28] No space left on device', /no space left on the disk; free some/],
    ['tfjs_binding.cc:1:10: fatal error: x.h: No such file', /fatal error: x\.h/],
  ])('is explained in one line: %s', (output, line) => {
    const { message } = explain('Step', output, '.cache/log/step.log');
    expect(message).toMatch(line);
    expect(message).toMatch(/^Step: .*\.cache\/log\/step\.log/);
    expect(message).not.toContain('\n');
  });
});

describe('the port of npm start', () => {
  async function occupied(): Promise<{ port: number; close: () => void }> {
    const server = createServer();
    await new Promise<void>((done) => server.listen({ port: 0, host: 'localhost' }, done));
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('the test server has no port');
    return { port: address.port, close: () => server.close() };
  }

  it('must be free when it is named', async () => {
    const { port, close } = await occupied();
    const message = new RegExp(`port ${port} is in use; .*--port ${port + 1}`);
    await expect(choosePort(['--no-browser', '--port', String(port)])).rejects.toThrow(message);
    await expect(choosePort([`--port=${port}`])).rejects.toThrow(message);
    await expect(choosePort([`--ServerApp.port=${port}`])).rejects.toThrow(message);
    close();
  });

  it('is a number from 0 to 65535', async () => {
    await expect(choosePort(['--port', 'x'])).rejects.toThrow('expected a port from 0 to 65535, got x');
    await expect(choosePort(['--port=70000'])).rejects.toThrow('got 70000');
  });

  it('is chosen when none is named', async () => {
    expect(await choosePort(['--no-browser'])).toBeGreaterThanOrEqual(8888);
    expect(await choosePort(['--port', '0'])).toBeUndefined();
  });
});

describe('the closing line of npm test', () => {
  const report = (...statuses: string[]) => ({
    testResults: [
      {
        status: statuses.includes('failed') ? 'failed' : 'passed',
        assertionResults: statuses.map((status) => ({ status })),
      },
    ],
  });

  it('counts what passed, failed and was skipped', () => {
    const path = write('report', report('passed', 'passed', 'failed', 'pending', 'todo'));
    expect(readCounts(path, false)).toEqual({ passed: 2, failed: 1, skipped: 2 });
  });

  it('counts a file that could not be loaded as a failure', () => {
    const path = write('report', { testResults: [{ status: 'failed', assertionResults: [] }] });
    expect(readCounts(path, false)).toEqual({ passed: 0, failed: 1, skipped: 0 });
  });

  it('never says that nothing failed after a failed run', () => {
    expect(readCounts(write('report', report('passed')), false).failed).toBe(1);
    expect(readCounts(join(folder, 'absent'), false)).toEqual({ passed: 0, failed: 1, skipped: 0 });
  });
});
