import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FileError } from 'lectern';
import { describe, expect, it } from 'vitest';
import { writeAtomically } from '../../lib/src/disk/atomic-write.js';
import { readBytes } from '../../lib/src/disk/node-files.js';
import { temporaryFolder } from '../helpers/temporary-folder.js';

const folder = temporaryFolder();
const bytes = (text: string) => new TextEncoder().encode(text);

describe('writeAtomically', () => {
  it('writes all parts in order, makes folders, and leaves no other file', () => {
    const path = join(folder, 'a', 'b', 'file.bin');
    writeAtomically(path, [bytes('one '), bytes(''), bytes('two')], 'test');
    expect(readFileSync(path, 'utf8')).toBe('one two');
    writeAtomically(path, bytes('three'), 'test');
    expect(new TextDecoder().decode(readBytes(path, 'test'))).toBe('three');
    expect(readdirSync(join(folder, 'a', 'b'))).toEqual(['file.bin']);
  });

  it('keeps the old file and leaves nothing behind when the parts fail half-way', () => {
    const home = join(folder, 'half');
    const path = join(home, 'file.bin');
    writeAtomically(path, bytes('old'), 'test');
    function* parts() {
      yield bytes('new');
      throw new Error('no more');
    }
    expect(() => writeAtomically(path, parts(), 'test')).toThrow(
      /^test: expected a file that can be written, got .*no more for /,
    );
    expect(readFileSync(path, 'utf8')).toBe('old');
    expect(readdirSync(home)).toEqual(['file.bin']);
  });

  it('keeps a symbolic link and the permissions of the file that it replaces', () => {
    const target = join(folder, 'private.bin');
    const link = join(folder, 'link.bin');
    writeFileSync(target, 'old');
    chmodSync(target, 0o600);
    symlinkSync(target, link);
    writeAtomically(link, bytes('new'), 'test');
    expect([readFileSync(target, 'utf8'), readFileSync(link, 'utf8')]).toEqual(['new', 'new']);
    expect(statSync(target).mode & 0o777).toBe(0o600);
  });

  it('says what the system says about a place that cannot be written', () => {
    mkdirSync(join(folder, 'taken'));
    const write = () => writeAtomically(join(folder, 'taken'), bytes('x'), 'test');
    expect(write).toThrow(FileError);
    expect(write).toThrow(/^test: expected a file that can be written, got EISDIR for .*taken$/);
    writeFileSync(join(folder, 'plain'), '');
    expect(() => writeAtomically(join(folder, 'plain', 'x'), bytes('x'), 'test')).toThrow(/got (ENOTDIR|EEXIST) for /);
  });
});

describe('readBytes', () => {
  it('names the folder that a missing path counts from', () => {
    expect(() => readBytes('nowhere.bin', 'test')).toThrow(
      `test: expected a file that can be read, got ENOENT for nowhere.bin; check the path, which counts from ${process.cwd()}`,
    );
  });
});
