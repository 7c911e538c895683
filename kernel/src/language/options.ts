import { ts } from './compiler.js';

/** Compiler options of every cell. */
export const cellOptions: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  lib: ['lib.es2023.d.ts', 'lib.esnext.disposable.d.ts'],
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  moduleDetection: ts.ModuleDetectionKind.Force,
  allowImportingTsExtensions: true,
  resolveJsonModule: true,
  esModuleInterop: true,
  strict: true,
  // A const enum of one cell is read by another through `exports`, so its object must exist.
  preserveConstEnums: true,
  skipLibCheck: true,
  sourceMap: true,
  removeComments: true,
  newLine: ts.NewLineKind.LineFeed,
  types: ['node'],
};

/** Options for the local `.ts` files that a cell imports; each is converted alone, to a CommonJS text. */
export const moduleOptions: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.CommonJS,
  esModuleInterop: true,
  inlineSourceMap: true,
  inlineSources: true,
  newLine: ts.NewLineKind.LineFeed,
};

/**
 * Whether a diagnostic is to be kept from the user.
 *
 * The 7xxx family is about missing type annotations. `strict` turns it on, and without that `const losses = []` would
 * be an array of nothing; but a notebook need not annotate everything, so the compiler infers with it and no cell
 * fails by it. 1202 forbids `import x = require('x')` in ES modules, and a cell becomes none.
 */
export function isTolerated(code: number): boolean {
  return (code >= 7000 && code < 7100) || code === 1202;
}
