import { SetupError } from './setup-error.mjs';

/** The oldest Node.js that can `require` ES modules without a flag. */
const OLDEST = [20, 19];

/** @throws {SetupError} if this Node.js is too old. */
export function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1])) {
    throw new SetupError(
      `Node.js: version ${OLDEST.join('.')} or newer is needed, this is ${process.versions.node}`,
      'install the current LTS release from nodejs.org or your package manager',
    );
  }
}
