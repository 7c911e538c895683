import { ask } from './process.mjs';
import { SetupError } from './setup-error.mjs';

/** Python versions for which TensorFlow 2.21 has wheels: these are taken first. */
const PREFERRED = ['3.10', '3.11', '3.12', '3.13'];

const PROBE = `import sys, importlib.util as u
print('%d.%d' % sys.version_info[:2], sys.executable, bool(u.find_spec('venv') and u.find_spec('ensurepip')), sep='\\t')`;

/**
 * @typedef {object} Python
 * @property {string} version `major.minor`
 * @property {string} path
 * @property {boolean} venv Whether it can make environments (Debian ships that apart).
 */

/**
 * The Python to make the environment with: `LECTERN_PYTHON`, or the first that TensorFlow has wheels for, or any that
 * is new enough.
 * @returns {Python}
 * @throws {SetupError} if there is none, or none is new enough
 */
export function findPython() {
  const chosen = process.env.LECTERN_PYTHON;
  const names = chosen ? [chosen] : ['python3', ...PREFERRED.map((version) => `python${version}`).reverse(), 'python'];
  /** @type {Python[]} */
  const found = [];
  for (const name of names) {
    const answer = ask(name, ['-c', PROBE]);
    if (answer === undefined) continue;
    const [version, path, venv] = answer.split('\t');
    const python = { version, path, venv: venv === 'True' };
    if (PREFERRED.includes(version) && python.venv) return python;
    found.push(python);
  }
  const python = found.find(({ version }) => isNewEnough(version));
  if (python !== undefined) return python;
  if (found.length === 0) {
    const problem = chosen
      ? `LECTERN_PYTHON: expected a Python program, got ${chosen}`
      : 'Python: no python3 was found';
    throw new SetupError(problem, 'install Python 3.10 or newer (Debian: apt-get install python3 python3-venv)');
  }
  throw new SetupError(
    `Python: version 3.10 or newer is needed, ${found[0].path} is ${found[0].version}`,
    'install a newer one, or name it in LECTERN_PYTHON',
  );
}

/** @param {string} version */
function isNewEnough(version) {
  const [major, minor] = version.split('.').map(Number);
  return major === 3 && minor >= 10;
}
