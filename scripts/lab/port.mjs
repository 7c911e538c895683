import { createServer } from 'node:net';
import { SetupError } from '../setup/setup-error.mjs';

/** JupyterLab's own default. */
const FIRST = 8888;
const TRIES = 50;

/**
 * The port to add to the options: the first free one from 8888 if they name none. A named one must be free.
 * @param {string[]} options Options of `jupyter lab`.
 * @returns {Promise<number | undefined>} `undefined`: the options name one.
 * @throws {SetupError} if the port is taken or is no port
 */
export async function choosePort(options) {
  const host = optionValue(options, 'ip') ?? 'localhost';
  const asked = optionValue(options, 'port');
  if (asked === undefined) {
    for (let port = FIRST; port < FIRST + TRIES; port++) if (await isFree(port, host)) return port;
    throw new SetupError(`npm start: ports ${FIRST} to ${FIRST + TRIES - 1} are all in use`, 'npm start -- --port N');
  }
  const port = Number(asked);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new SetupError(`npm start: expected a port from 0 to 65535, got ${asked}`, 'npm start -- --port 8899');
  }
  if (port !== 0 && !(await isFree(port, host))) {
    throw new SetupError(
      `npm start: port ${port} is in use`,
      `stop what uses it, or take another: npm start -- --port ${port + 1}`,
    );
  }
  return undefined;
}

/** The value of `--name value` or `--name=value` or `--ServerApp.name=value`. @param {string[]} options @param {string} name */
function optionValue(options, name) {
  for (const [index, option] of options.entries()) {
    const match = option.match(`^--(?:ServerApp\\.)?${name}(?:=(.*))?$`);
    if (match) return match[1] ?? options[index + 1] ?? '';
  }
  return undefined;
}

/** @param {number} port @param {string} host @returns {Promise<boolean>} */
function isFree(port, host) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });
}
