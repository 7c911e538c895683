import { createRequire } from 'node:module';

/** The version of TypeScript that converts cells, without loading the compiler. */
export function compilerVersion(): string {
  return (createRequire(import.meta.url)('typescript/package.json') as { version: string }).version;
}
