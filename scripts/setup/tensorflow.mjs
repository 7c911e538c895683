import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { inRoot, sitePackages, venvBin } from './paths.mjs';
import { ask, attempt } from './process.mjs';
import { explain, isDiskFull, isNetworkFailure, SetupError } from './setup-error.mjs';
import { fingerprint, isFresh, writeStamp } from './stamp.mjs';
import { PIP_OPTIONS, stampFile } from './venv.mjs';

/** The TensorFlow whose C library the backend calls. */
export const TENSORFLOW_VERSION = '2.21.0';

const CONSTRAINTS = inRoot('requirements-tensorflow.txt');
const STAMP = stampFile('tensorflow');

/** What is said when set-up goes on without TensorFlow. */
export const NEXT_BACKEND = 'the WebAssembly backend is used instead, which is slower';

/** The TensorFlow wheel, for NVIDIA GPUs when a driver answers. @type {import('./steps.mjs').Step} */
export const tensorflowWheel = {
  name: 'TensorFlow',
  isDone: () => process.env.LECTERN_TENSORFLOW !== undefined || isFresh(STAMP, key()),
  async run() {
    const wanted = wheel();
    const other = wanted.startsWith('tensorflow-cpu') ? 'tensorflow' : 'tensorflow_cpu';
    const python = venvBin('python');
    // Both wheels write the same files, so one must be gone before the other comes.
    if (isInstalled(other)) await attempt(python, ['-m', 'pip', 'uninstall', '-y', other], { log: 'pip uninstall' });
    const args = ['-m', 'pip', 'install', ...PIP_OPTIONS, '-c', CONSTRAINTS, wanted];
    const { ok, output, logFile } = await attempt(python, args, { log: 'TensorFlow' });
    if (ok) {
      writeStamp(STAMP, key());
      return;
    }
    const mendable = isNetworkFailure(output) || isDiskFull(output);
    if (mendable || !/No matching distribution/.test(output)) throw explain('TensorFlow', output, logFile);
    writeStamp(STAMP, key());
    return `there is no wheel ${wanted} for this Python and machine; ${NEXT_BACKEND}`;
  },
};

/** The folder with TensorFlow's library and headers: `LECTERN_TENSORFLOW`, or the wheel's; `undefined` without one. */
export function tensorflowFolder() {
  const given = process.env.LECTERN_TENSORFLOW;
  const packages = sitePackages();
  const folder = given === undefined ? packages && join(packages, 'tensorflow') : resolve(given);
  if (folder && existsSync(join(folder, 'include', 'tensorflow', 'c', 'c_api.h'))) return folder;
  if (given === undefined) return undefined;
  throw new SetupError(
    `LECTERN_TENSORFLOW: expected a folder with include/tensorflow/c/c_api.h, got ${given}`,
    'unset it to use the TensorFlow of .venv',
  );
}

/**
 * The version of a TensorFlow folder, from what pip noted beside it (the headers of recent wheels do not state it).
 * @param {string} folder
 * @returns {string} e.g. `2.21.0`, or `unknown` for a folder that pip did not make
 */
export function tensorflowVersion(folder) {
  const beside = readdirSync(dirname(folder));
  return (
    beside.map((name) => name.match(/^tensorflow(?:_\w+)?-(\d[\w.]*)\.dist-info$/)?.[1]).find(Boolean) ?? 'unknown'
  );
}

/** The first line of `nvidia-smi -L`, or `undefined` if no NVIDIA driver answers. @returns {string | undefined} */
export function nvidiaGpu() {
  const answer = ask('nvidia-smi', ['-L'])?.split('\n')[0];
  return answer?.startsWith('GPU') ? answer.replace(/ \(UUID.*/, '') : undefined;
}

function wheel() {
  return nvidiaGpu() === undefined
    ? `tensorflow-cpu==${TENSORFLOW_VERSION}`
    : `tensorflow[and-cuda]==${TENSORFLOW_VERSION}`;
}

/** @param {string} distribution With underscores, as pip names its folder. */
function isInstalled(distribution) {
  const packages = sitePackages();
  return packages !== undefined && readdirSync(packages).some((name) => name.startsWith(`${distribution}-`));
}

function key() {
  return fingerprint({ texts: [readFileSync(CONSTRAINTS, 'utf8'), wheel()] });
}
