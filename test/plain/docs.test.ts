import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT, read, repositoryFiles } from '../helpers/sources.js';

const DOCS = repositoryFiles().filter((path) => path.endsWith('.md'));
const scripts: Record<string, string> = JSON.parse(read('package.json')).scripts;

/** Scripts that npm has by itself or as a short name. */
const SHORT = new Set(['start', 'test']);

describe('the documentation', () => {
  it.each(['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'CHANGELOG.md'])('has a %s', (name) => {
    expect(read(name).length).toBeGreaterThan(300);
  });

  it('names npm scripts that exist', () => {
    const named = DOCS.flatMap((path) =>
      [...read(path).matchAll(/\bnpm (?:run ([\w:-]+)|(start|test))\b/g)].map((match) => ({
        path,
        script: match[1] ?? match[2],
      })),
    );
    expect(named.length).toBeGreaterThan(5);
    expect(named.filter(({ script }) => !(script in scripts))).toEqual([]);
  });

  it('explains every npm script in CONTRIBUTING.md', () => {
    const text = read('CONTRIBUTING.md');
    const missing = Object.keys(scripts).filter(
      (script) => !text.includes(SHORT.has(script) ? `npm ${script}` : `npm run ${script}`),
    );
    expect(missing).toEqual([]);
  });

  it('names scripts whose files exist', () => {
    const entries = Object.values(scripts).flatMap((command) => command.match(/\S+\.mjs/g) ?? []);
    expect(entries.length).toBeGreaterThan(5);
    expect(entries.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  });

  it('links to files and headings that exist', () => {
    const broken = DOCS.flatMap((path) =>
      linksOf(path)
        .filter((link) => !resolves(path, link))
        .map((link) => `${path}: ${link}`),
    );
    expect(broken).toEqual([]);
  });

  it('names folders and files that exist in the folder map', () => {
    const named = [...read('CONTRIBUTING.md').matchAll(/^\| `([\w./-]+)`/gm)].map((match) => match[1]);
    expect(named.length).toBeGreaterThan(5);
    expect(named.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  });
});

/** Targets of the Markdown links that stay inside the repository. */
function linksOf(path: string): string[] {
  const text = read(path).replace(/```[\s\S]*?```/g, '');
  return [...text.matchAll(/\]\(([^)\s]+)\)/g)].map((match) => match[1]).filter((link) => !/^[a-z]+:/.test(link));
}

function resolves(path: string, link: string): boolean {
  const [file, heading] = link.split('#');
  const target = file === '' ? path : join(dirname(path), file);
  if (!existsSync(join(ROOT, target))) return false;
  return heading === undefined || headingsOf(target).includes(heading);
}

/** The anchors that code hosts make of headings. */
function headingsOf(path: string): string[] {
  return [...read(path).matchAll(/^#+ (.+)$/gm)].map((match) =>
    match[1]
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}
