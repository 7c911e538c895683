import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { publicNames } from '../../scripts/report/public-names.mjs';
import { writeReference } from '../../scripts/report/reference.mjs';
import { temporaryFolder } from '../helpers/temporary-folder.js';

it('npm run docs writes a page for every public class and function', () => {
  const folder = join(temporaryFolder(), 'docs');
  writeReference(folder, 'pipe');
  const files = ['classes', 'functions', 'variables'].flatMap((kind) => readdirSync(join(folder, kind)));
  // A name that is public in two places has one page, and letter case alone tells no two files apart.
  const last = (name: string) => name.split('.').at(-1)!.replace(/-\d$/, '').toLowerCase();
  const pages = new Set(files.map((file) => last(file.replace(/\.html$/, ''))));
  const missing = publicNames().filter(
    ({ name, kind }) => kind !== 'type' && kind !== 'method' && !pages.has(last(name)),
  );
  expect(missing.map(({ name }) => name)).toEqual([]);
}, 120_000);
