import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { inRoot, VENV } from './paths.mjs';
import { attempt, findProgram } from './process.mjs';
import { explain, isDiskFull } from './setup-error.mjs';
import { fingerprint, isFresh, writeStamp } from './stamp.mjs';
import { NEXT_BACKEND, tensorflowFolder, tensorflowVersion } from './tensorflow.mjs';

/** The Node-API version that the addon is compiled for. */
const NAPI = 8;

const PACKAGE = inRoot('node_modules', '@tensorflow', 'tfjs-node-gpu');
const PROCESS = inRoot('lib', 'native', 'process.cc');
const HEADERS = inRoot('node_modules', 'node-api-headers', 'include');

/**
 * The addon through which tfjs-node calls TensorFlow, compiled from the sources inside the npm package: the ready-made
 * one is for an old TensorFlow and CUDA, and comes from a host that classrooms often cannot reach.
 * @type {import('./steps.mjs').Step}
 */
export const tensorflowAddon = {
  name: 'TensorFlow addon',
  isDone() {
    const folder = tensorflowFolder();
    if (folder === undefined) return false;
    const file = addonFile(folder);
    return existsSync(file) && isFresh(`${file}.stamp`, key(folder));
  },
  async run() {
    const folder = tensorflowFolder();
    if (folder === undefined) return `there is no TensorFlow to compile against; ${NEXT_BACKEND}`;
    if (process.platform === 'win32') return `not supported on Windows (use WSL); ${NEXT_BACKEND}`;
    const compiler = findProgram(...(process.env.CXX ? [process.env.CXX] : []), 'g++', 'c++', 'clang++');
    if (compiler === undefined) {
      return `no C++ compiler; ${NEXT_BACKEND} (Debian: apt-get install g++, then the same command again)`;
    }
    const file = addonFile(folder);
    mkdirSync(dirname(file), { recursive: true });
    for (const [name, args] of compilations(folder)) {
      const target = join(dirname(file), name);
      const unfinished = `${target}.${process.pid}`;
      const { ok, output, logFile } = await attempt(compiler, [...args, '-o', unfinished], { log: `compile ${name}` });
      if (!ok) {
        const error = explain('TensorFlow addon', output, logFile);
        if (isDiskFull(output)) throw error;
        return `${error.message}; ${NEXT_BACKEND}`;
      }
      renameSync(unfinished, target);
    }
    writeStamp(`${file}.stamp`, key(folder));
  },
};

/**
 * Where the addon for a TensorFlow folder is: in `.venv`, so that reinstalling npm packages does not lose it.
 * @param {string} folder
 */
export function addonFile(folder) {
  const own = process.env.LECTERN_TENSORFLOW === undefined ? '' : `-${shortHash(folder)}`;
  const name = `tensorflow-${tensorflowVersion(folder)}-napi-v${NAPI}-${process.platform}-${process.arch}${own}`;
  return join(VENV, 'share', 'lectern', 'addon', name, 'tfjs_binding.node');
}

/**
 * Compiler arguments of each addon: our own, which makes the process fit for TensorFlow, comes first, so that where
 * TensorFlow's addon is, ours is too.
 * @param {string} folder
 * @returns {[name: string, args: string[]][]}
 */
function compilations(folder) {
  const mac = process.platform === 'darwin';
  const common = ['-std=c++17', '-O2', '-fPIC', '-shared', `-DNAPI_VERSION=${NAPI}`, '-I', HEADERS];
  if (mac) common.push('-undefined', 'dynamic_lookup');
  const sources = ['tfjs_backend.cc', 'tfjs_binding.cc'].map((name) => join(PACKAGE, 'binding', name));
  const libraries = ['libtensorflow_cc', 'libtensorflow_framework'].map((name) =>
    join(folder, name + (mac ? '.2.dylib' : '.so.2')),
  );
  const includes = ['-I', join(folder, 'include'), '-I', PACKAGE];
  return [
    ['process.node', [...common, PROCESS]],
    ['tfjs_binding.node', [...common, ...includes, ...sources, ...libraries, `-Wl,-rpath,${folder}`]],
  ];
}

/** @param {string} folder */
function key(folder) {
  const { version } = JSON.parse(readFileSync(join(PACKAGE, 'package.json'), 'utf8'));
  return fingerprint({ texts: [version, compilations(folder).join(' '), readFileSync(PROCESS, 'utf8')] });
}

/** @param {string} text */
function shortHash(text) {
  return createHash('sha256').update(text).digest('hex').slice(0, 8);
}
