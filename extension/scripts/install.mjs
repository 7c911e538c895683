// Copies the bundled extension into a Python environment: node scripts/install.mjs [prefix], by default ../.venv.
import { cpSync, existsSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const extension = dirname(dirname(fileURLToPath(import.meta.url)));
const source = join(extension, 'lectern_jupyterlab', 'labextension');
const prefix = resolve(process.argv[2] ?? join(extension, '..', '.venv'));
if (!existsSync(join(source, 'package.json'))) {
  throw new Error(`install: needs a bundled extension, found none in ${source}; run its build script first`);
}
if (!existsSync(prefix)) {
  throw new Error(`install: expected a Python environment, got ${prefix}, which does not exist`);
}
const target = join(prefix, 'share', 'jupyter', 'labextensions', '@lectern', 'jupyterlab');
rmSync(target, { recursive: true, force: true });
cpSync(source, target, { recursive: true });
cpSync(join(extension, 'install.json'), join(target, 'install.json'));
process.stdout.write(`installed ${target}\n`);
