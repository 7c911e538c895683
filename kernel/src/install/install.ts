import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type InstallTarget, kernelsFolder } from './folders.js';
import { createKernelSpec, isLecternSpec } from './kernelspec.js';

/** What may be chosen when a kernelspec is written. */
export interface InstallOptions {
  /** Folder name of the spec, by which notebooks refer to it. Default `lectern`. */
  name?: string;
  /** Limit of the JavaScript heap of the cells in MB. Default: Node's own. */
  maxMemory?: number;
}

const ASSETS = fileURLToPath(new URL('../../assets/', import.meta.url));
const ENTRY = fileURLToPath(new URL('../main.js', import.meta.url));
const NAME = /^[a-z0-9._-]+$/i;

/**
 * Writes the kernelspec and its logos; replaces one that is there.
 *
 * @returns the folder
 * @throws Error when the name is no kernel name or no Python is found for `sys-prefix`
 */
export function installKernelSpec(target: InstallTarget, { name = 'lectern', maxMemory }: InstallOptions = {}): string {
  const folder = specFolder('install', target, name);
  const spec = createKernelSpec(process.execPath, ENTRY, maxMemory);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'kernel.json'), `${JSON.stringify(spec, null, 2)}\n`);
  for (const file of readdirSync(ASSETS)) copyFileSync(join(ASSETS, file), join(folder, file));
  return folder;
}

/**
 * Removes a kernelspec that {@link installKernelSpec} wrote.
 *
 * @returns the folder that is gone
 * @throws Error when there is none, or it is that of another kernel
 */
export function uninstallKernelSpec(target: InstallTarget, name = 'lectern'): string {
  const folder = specFolder('uninstall', target, name);
  const file = join(folder, 'kernel.json');
  if (!existsSync(file))
    throw new Error(
      `uninstall: expected a kernelspec in ${folder}, got none; jupyter kernelspec list shows where it is`,
    );
  if (!isLecternSpec(readFileSync(file, 'utf8')))
    throw new Error(`uninstall: expected a kernelspec of this kernel, got another one in ${folder}`);
  rmSync(folder, { recursive: true });
  return folder;
}

function specFolder(command: string, target: InstallTarget, name: string): string {
  if (!NAME.test(name)) throw new Error(`${command}: expected a kernel name of letters, digits, - . _, got '${name}'`);
  // Jupyter itself looks kernels up in lower case.
  return join(kernelsFolder(target), name.toLowerCase());
}
