import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { addonFile } from './setup/addon.mjs';
import { findChromium } from './setup/chromium.mjs';
import { INSTALLED } from './setup/extension.mjs';
import { KERNELSPEC } from './setup/kernelspec.mjs';
import { npmPackages } from './setup/npm.mjs';
import { ROOT, venvBin, venvEnv } from './setup/paths.mjs';
import { ask, findProgram } from './setup/process.mjs';
import { findPython } from './setup/python.mjs';
import { SetupError } from './setup/setup-error.mjs';
import { nvidiaGpu, tensorflowFolder, tensorflowVersion } from './setup/tensorflow.mjs';

const MISSING = 'not yet; npm start makes it';

// `npm run doctor`: what was found on this machine, and which backend starts. Changes nothing.
const compiler = findProgram('g++', 'c++', 'clang++');
const tensorflow = tensorflowFolder();
const addon = tensorflow && addonFile(tensorflow);
show('Node.js', `${process.version} (${process.execPath})`);
show('npm packages', (await npmPackages.isDone()) ? 'as in the lock file' : MISSING);
show('Python', python());
show('environment', ask(venvBin('python'), ['--version']) ?? MISSING);
show('JupyterLab', ask(venvBin('jupyter-lab'), ['--version']) ?? MISSING);
show(
  'C++ compiler',
  compiler ? (ask(compiler, ['--version']) ?? compiler).split('\n')[0] : 'none (Debian: apt-get install g++)',
);
show('NVIDIA GPU', nvidiaGpu() ?? 'none, or its driver does not answer');
show('TensorFlow', tensorflow ? `${tensorflowVersion(tensorflow)} (${tensorflow})` : MISSING);
show('TensorFlow addon', addon && existsSync(addon) ? addon : MISSING);
show('kernel', existsSync(KERNELSPEC) ? KERNELSPEC : MISSING);
show('extension', existsSync(join(INSTALLED, 'package.json')) ? INSTALLED : MISSING);
show('Chromium', findChromium() ?? 'none; only the browser tests need it');
show('backend', startBackend());
for (const name of ['webgpu', 'wasm', 'cpu']) show(`… ${name}`, describeBackend(name));

/** @param {string} what @param {string} found */
function show(what, found) {
  process.stdout.write(`${what.padEnd(18)}${found}\n`);
}

function python() {
  try {
    const { version, path, venv } = findPython();
    return `${version} (${path})${venv ? '' : `, cannot make environments (Debian: apt-get install python${version}-venv)`}`;
  } catch (error) {
    if (error instanceof SetupError) return error.message;
    throw error;
  }
}

/** Starts the best backend, which has to work. */
function startBackend() {
  const { text, ok } = inProcess("await backend.use('auto'); console.log(String(backend));");
  if (ok) return text;
  process.exitCode = 1;
  return `none starts: ${text}`;
}

/** What a choice by name would give. @param {string} name */
function describeBackend(name) {
  const { text, ok } = inProcess(`await backend.use('${name}'); console.log(backend.description);`);
  return ok ? text : text.replace(/^.*?'\w+' /, '');
}

/**
 * Runs a program with `backend` in a process of its own, since a broken native library can take the process with it.
 * @param {string} body
 */
function inProcess(body) {
  const args = ['--input-type=module', '-e', `const { backend } = await import('lectern'); ${body}`];
  const { status, signal, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: ROOT,
    env: venvEnv(),
    encoding: 'utf8',
  });
  if (status === 0) return { text: stdout.trim(), ok: true };
  return {
    text: stderr.split('\n').find((line) => /^\w*Error: /.test(line)) ?? signal ?? `status ${status}`,
    ok: false,
  };
}
