import { createRequire } from 'node:module';
import { dirname, isAbsolute, join } from 'node:path';
import { ts } from './compiler.js';
import { cellOptions } from './options.js';

/** Finds the declaration file of an import. */
export interface Resolver {
  /** What is known of packages that do not change while the kernel lives. */
  readonly installed: ts.ModuleResolutionCache;
  resolve(specifier: string, fromFile: string): ts.ResolvedModuleFull | undefined;
}

const hereRequire = createRequire(import.meta.url);

/** A file beside the kernel's own code: what is looked up from it is what the kernel itself would import. */
export const kernelFile = join(import.meta.dirname, 'anchor.ts');

/**
 * Resolves as a bundler would, so that `exports` maps are read. The preloaded package is always the kernel's own copy:
 * two copies would be two sets of classes.
 */
export function createResolver(cwd: string, preloaded: string): Resolver {
  const installed = ts.createModuleResolutionCache(cwd, (path) => path, cellOptions);
  const lookUp = (specifier: string, fromFile: string, cache?: ts.ModuleResolutionCache) =>
    ts.resolveModuleName(specifier, fromFile, cellOptions, ts.sys, cache).resolvedModule;
  return {
    installed,
    resolve(specifier, fromFile) {
      if (specifier === preloaded || specifier.startsWith(preloaded + '/')) {
        return lookUp(specifier, kernelFile, installed);
      }
      // A cell's lookups are not kept: the user may install the missing package and run the cell again.
      const fixed = fromFile.endsWith('.d.ts') || fromFile.includes('/node_modules/');
      return lookUp(specifier, fromFile, fixed ? installed : undefined);
    },
  };
}

/** The folder of `@types/node`: the notebook's if it has one, else the kernel's. */
export function nodeTypesRoot(cwd: string): string {
  for (let folder = cwd; ; folder = dirname(folder)) {
    const root = join(folder, 'node_modules', '@types');
    if (ts.sys.fileExists(join(root, 'node', 'package.json'))) return root;
    if (dirname(folder) === folder) return dirname(dirname(hereRequire.resolve('@types/node/package.json')));
  }
}

/** Whether a specifier names a file rather than a package. */
export function isPath(specifier: string): boolean {
  return specifier.startsWith('./') || specifier.startsWith('../') || isAbsolute(specifier);
}
