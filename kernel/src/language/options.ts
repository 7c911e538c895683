import { ts } from './compiler.js';

/** Compiler options of every cell. */
export const cellOptions: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  lib: ['lib.es2023.d.ts'],
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
 * Whether a diagnostic is only about a missing type annotation (TypeScript's 7xxx family). `strict` turns these on,
 * and without them `const losses = []` would be an array of nothing; but a notebook need not annotate everything, so
 * the compiler infers with them and the cell does not fail by them.
 */
export function isImplicitAny(code: number): boolean {
  return code >= 7000 && code < 7100;
}
