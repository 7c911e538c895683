import { readFileSync } from 'node:fs';
import { createRequire, isBuiltin } from 'node:module';
import { dirname, join } from 'node:path';
import { kernelFile } from './resolution.js';

/**
 * Whether a package is an ES module. Such a one may await at its top, or be for `import` only, and then cannot be had
 * synchronously. One that is not installed yet counts too, because the cell may be about to install it.
 */
export function isEsModule(specifier: string, cwd: string): boolean {
  if (isBuiltin(specifier)) return false;
  try {
    const path = createRequire(join(cwd, 'notebook.ts')).resolve(specifier);
    return path.endsWith('.mjs') || (path.endsWith('.js') && isInModulePackage(path));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'MODULE_NOT_FOUND') return true;
    return !isBesideKernel(specifier);
  }
}

function isBesideKernel(specifier: string): boolean {
  try {
    createRequire(kernelFile).resolve(specifier);
    return true;
  } catch {
    return false;
  }
}

function isInModulePackage(path: string): boolean {
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    try {
      return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).type === 'module';
    } catch {
      if (dirname(folder) === folder) return false;
    }
  }
}
