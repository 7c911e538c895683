import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the repository. */
export const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** Paths of the files that git tracks or would track, inside the repository, with `/`. */
export function repositoryFiles(): string[] {
  const git = spawnSync('git', ['ls-files', '-co', '--exclude-standard', '-z'], { cwd: ROOT, encoding: 'utf8' });
  return git.stdout.split('\0').filter((path) => path !== '' && existsSync(join(ROOT, path)));
}

/** The text of a file of the repository. */
export function read(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

export interface Import {
  /** The importing file, inside the repository. */
  from: string;
  /** As written. */
  specifier: string;
  /** For a relative import, the imported file inside the repository, with the source's ending. */
  target?: string;
}

const IMPORT = /(?:^|[\s;}])(?:import|export)\s(?:[^'";]*?\sfrom\s)?['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]/g;

/** The imports of a TypeScript or JavaScript file, static and dynamic. */
export function importsOf(from: string): Import[] {
  return [...withoutComments(read(from)).matchAll(IMPORT)].map((match) => {
    const specifier = match[1] ?? match[2];
    if (!specifier.startsWith('.')) return { from, specifier };
    const path = relative(ROOT, resolve(ROOT, dirname(from), specifier)).replaceAll('\\', '/');
    return { from, specifier, target: path.replace(/\.js$/, '.ts') };
  });
}

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');
}
