import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Folders that hold what a build makes, not what it reads. */
const MADE = new Set(['node_modules', 'dist', 'labextension', '.venv']);

/**
 * A short hash of what a step depends on: texts as they are, files and folders by path, size and time of change. Reading
 * no contents keeps a start with nothing to do fast.
 * @param {{ texts?: string[], paths?: string[] }} inputs
 * @returns {string}
 */
export function fingerprint({ texts = [], paths = [] }) {
  const hash = createHash('sha256');
  for (const text of texts) hash.update(text).update('\0');
  for (const path of paths) addPath(hash, path);
  return hash.digest('hex').slice(0, 16);
}

/** Whether a step last ended well with these inputs. @param {string} file @param {string} key */
export function isFresh(file, key) {
  return readStamp(file) === key;
}

/** What the stamp holds, or `undefined`. @param {string} file @returns {string | undefined} */
export function readStamp(file) {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    return undefined;
  }
}

/** @param {string} file @param {string} key */
export function writeStamp(file, key) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, key + '\n');
}

/** @param {string} file */
export function removeStamp(file) {
  rmSync(file, { force: true });
}

/** @param {import('node:crypto').Hash} hash @param {string} path */
function addPath(hash, path) {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return;
  if (!stat.isDirectory()) {
    hash.update(`${path}\0${stat.size}\0${stat.mtimeMs}\0`);
    return;
  }
  for (const name of readdirSync(path).sort()) {
    if (!MADE.has(name) && !name.endsWith('.tsbuildinfo')) addPath(hash, join(path, name));
  }
}
