import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const STATIC = join(ROOT, 'extension', 'lectern_jupyterlab', 'labextension', 'static');
const MOST_AT_START = 50_000;

const files = readdirSync(STATIC);
const entry = files.find((name) => /^remoteEntry\..*\.js$/.test(name)) ?? '';
const loader = readFileSync(join(STATIC, entry), 'utf8');

/** The files that hold the chunks which the entry fetches for one of the extension's exports. */
function chunksOf(exported: string): string[] {
  const from = loader.indexOf(`"${exported}":`);
  const code = loader.slice(from, loader.indexOf('.then(', from));
  const ids = [...code.matchAll(/\.e\("?(\d+)"?\)/g)].map(([, id]) => id);
  return files.filter((name) => ids.some((id) => name.startsWith(`${id}.`)));
}

const size = (name: string) => statSync(join(STATIC, name)).size;

describe('the bundle of the extension', () => {
  test('gives JupyterLab at most 50 kB to load before a view is shown', () => {
    const start = [entry, ...new Set([...chunksOf('./extension'), ...chunksOf('./index')])];
    expect(start.length).toBeGreaterThan(1);
    const bytes = start.reduce((sum, name) => sum + size(name), 0);
    expect(bytes, `bytes of ${start.join(', ')}`).toBeLessThanOrEqual(MOST_AT_START);
  });

  test('keeps the style sheet of the views out of what is loaded at the start', () => {
    const start = [entry, ...chunksOf('./extension')].map((name) => readFileSync(join(STATIC, name), 'utf8'));
    expect(start.filter((text) => text.includes('.lectern-View {'))).toEqual([]);
  });
});
