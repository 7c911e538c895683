import { createRequire } from 'node:module';
import { inRoot } from '../../scripts/setup/paths.mjs';

/**
 * Loads a helper of the browser tests, which are TypeScript, so that benchmarks open pages as the tests do.
 * @param {string} name Without its ending, e.g. `browser-lab`.
 * @returns {Promise<any>}
 */
export async function browserHelper(name) {
  // Vitest brings Vite; it is not a dependency of ours by itself.
  const vite = await import(
    createRequire(createRequire(import.meta.url).resolve('vitest/package.json')).resolve('vite')
  );
  const { module } = await vite.runnerImport(inRoot('test', 'helpers', `${name}.ts`), {
    configFile: false,
    logLevel: 'error',
  });
  return module;
}
