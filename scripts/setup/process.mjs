import { spawn, spawnSync } from 'node:child_process';
import { accessSync, constants, createWriteStream, mkdirSync } from 'node:fs';
import { delimiter, join, relative } from 'node:path';
import { CACHE, ROOT } from './paths.mjs';
import { explain } from './setup-error.mjs';

/** The last part of a program's output that is kept to explain a failure, in characters. */
const TAIL = 20_000;

/**
 * @typedef {object} RunOptions
 * @property {string} log Name of the log file in `.cache/log/`; also how failures call the program.
 * @property {string} [cwd] Default: the repository.
 * @property {NodeJS.ProcessEnv} [env] Default: this process's.
 */

/**
 * Runs a program with its output in a log file.
 * @param {string} command @param {string[]} args @param {RunOptions} options
 * @returns {Promise<{ ok: boolean, output: string, logFile: string }>}
 */
export function attempt(command, args, { log, cwd = ROOT, env = process.env }) {
  const logFile = join(CACHE, 'log', `${log.replaceAll(/[^\w.-]+/g, '-').toLowerCase()}.log`);
  mkdirSync(join(CACHE, 'log'), { recursive: true });
  const file = createWriteStream(logFile);
  file.on('error', () => {});
  return new Promise((resolve) => {
    let output = '';
    /** @param {string | Buffer} chunk */
    const keep = (chunk) => {
      file.write(chunk);
      output = (output + chunk).slice(-TAIL);
    };
    /** @param {boolean} ok */
    const end = (ok) => {
      file.end();
      resolve({ ok, output, logFile: relative(ROOT, logFile) });
    };
    const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', (error) => {
      keep(`${error.message}\n`);
      end(false);
    });
    child.on('close', (code) => end(code === 0));
  });
}

/**
 * Runs a program with its output in a log file; a failure is thrown as one clear line.
 * @param {string} command @param {string[]} args @param {RunOptions} options
 */
export async function run(command, args, options) {
  const { ok, output, logFile } = await attempt(command, args, options);
  if (!ok) throw explain(options.log, output, logFile);
}

/**
 * What a program prints, trimmed, or `undefined` if it is missing, fails or takes longer than 20 s.
 * @param {string} command @param {string[]} args @returns {string | undefined}
 */
export function ask(command, args) {
  const { status, stdout } = spawnSync(command, args, { encoding: 'utf8', timeout: 20_000 });
  return status === 0 ? stdout.trim() : undefined;
}

/** The path of a program, or `undefined`. @param {string[]} names The first that is found counts. */
export function findProgram(...names) {
  const folders = (process.env.PATH ?? '').split(delimiter);
  for (const name of names) {
    for (const path of name.includes('/') ? [name] : folders.map((folder) => join(folder, name))) {
      try {
        accessSync(path, constants.X_OK);
        return path;
      } catch {
        // Not in this folder: try the next.
      }
    }
  }
  return undefined;
}
