import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CACHE, inRoot, venvBin } from '../../scripts/setup/paths.mjs';
import { run } from '../../scripts/setup/process.mjs';

/** Where the competitors are installed; not a part of the project. */
const FOLDER = join(CACHE, 'bench');

/** Cells that every TypeScript kernel can run. */
const TYPESCRIPT = {
  comment: '//',
  first: '1',
  '1 + 1': '1 + 1',
  typed: `interface Row<T> { key: string; value: T }
const pick = <T,>(rows: Row<T>[], key: string): T | undefined => rows.find((row) => row.key === key)?.value;
pick([{ key: 'a', value: 1 }], 'a')`,
  flood: "for (let i = 0; i < 5000; i++) console.log('line', i);",
  keep: 'const kept = 4242;',
  kept: 'kept',
  loop: 'while (true) {}',
  await: 'await new Promise((done) => setTimeout(done, 60000));',
  busy: 'for (const begin = Date.now(); Date.now() - begin < 3000; );',
};

const LECTERN = {
  ...TYPESCRIPT,
  'first tensor': 'tensor([1, 2]).sum().item()',
  lectern: `const layer = new nn.Linear(4, 2);
const out: Tensor = layer(rand(8, 4));
out.shape`,
};

const PYTHON = {
  comment: '#',
  first: '1',
  '1 + 1': '1 + 1',
  flood: "for i in range(5000): print('line', i)",
  keep: 'kept = 4242',
  kept: 'kept',
  loop: 'while True: pass',
  await: 'import asyncio; await asyncio.sleep(60)',
  busy: 'import time\nbegin = time.time()\nwhile time.time() - begin < 3: pass',
};

/**
 * A kernel to measure.
 * @typedef {object} Competitor
 * @property {Record<string, string>} cells
 * @property {string} [npm] The package it is in.
 * @property {{ argv: string[], interrupt_mode: 'signal' | 'message' }} [spec] Its kernelspec; ours writes its own.
 */

/** Kernels by name, ours first. @type {Record<string, Competitor>} */
export const KERNELS = {
  lectern: { cells: LECTERN },
  'tslab 1.0.22': {
    cells: TYPESCRIPT,
    npm: 'tslab@1.0.22',
    spec: {
      argv: [process.execPath, bin('tslab'), 'kernel', '--config-path={connection_file}'],
      interrupt_mode: 'signal',
    },
  },
  'deno 2.9.6': {
    cells: TYPESCRIPT,
    npm: 'deno@2.9.6',
    // Its own kernelspec leaves the mode out, and the signal kills it: a message is what it understands.
    spec: { argv: [bin('deno'), 'jupyter', '--kernel', '--conn', '{connection_file}'], interrupt_mode: 'message' },
  },
  'ipykernel 7': {
    cells: PYTHON,
    spec: {
      argv: [venvBin('python'), '-m', 'ipykernel_launcher', '-f', '{connection_file}'],
      interrupt_mode: 'signal',
    },
  },
};

/** The kernelspec name of a kernel: Jupyter allows no blanks. @param {string} kernel */
export function specName(kernel) {
  return `bench-${kernel.replaceAll(' ', '-')}`;
}

/**
 * Installs kernels and writes a kernelspec for each.
 * @param {string[]} kernels Names in {@link KERNELS}.
 * @returns {Promise<NodeJS.ProcessEnv>} the environment in which Jupyter finds them
 */
export async function prepareKernels(kernels) {
  const packages = kernels.flatMap((kernel) => KERNELS[kernel].npm ?? []);
  mkdirSync(FOLDER, { recursive: true });
  if (packages.length > 0) {
    writeFileSync(join(FOLDER, 'package.json'), '{ "private": true }\n');
    const args = ['install', '--no-audit', '--no-fund', '--prefer-offline', ...packages];
    await run('npm', args, { log: 'competing kernels', cwd: FOLDER });
  }
  for (const kernel of kernels) await writeSpec(kernel, KERNELS[kernel].spec);
  return { ...process.env, JUPYTER_PATH: join(FOLDER, 'share', 'jupyter'), PYTHONWARNINGS: 'ignore' };
}

/** @param {string} kernel @param {Competitor['spec']} spec */
async function writeSpec(kernel, spec) {
  const name = specName(kernel);
  if (spec === undefined) {
    const args = [inRoot('kernel', 'dist', 'main.js'), 'install', '--prefix', FOLDER, '--name', name];
    return run(process.execPath, args, { log: name });
  }
  const folder = join(FOLDER, 'share', 'jupyter', 'kernels', name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'kernel.json'), JSON.stringify({ ...spec, display_name: kernel, language: 'any' }));
}

/** A command of the competitors' packages. @param {string} name */
function bin(name) {
  return join(FOLDER, 'node_modules', '.bin', name);
}
