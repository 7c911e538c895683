import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { inRoot, venvBin, venvEnv } from '../setup/paths.mjs';
import { SetupError } from '../setup/setup-error.mjs';
import { choosePort } from './port.mjs';

/** The notebook that is opened first. */
const FIRST_NOTEBOOK = '00-start-here.ipynb';

/** How long JupyterLab may take to close its kernels before it is ended, in milliseconds. */
const PATIENCE = 10_000;

/**
 * Serves JupyterLab on `notebooks/` until it is stopped (Ctrl-C), and prints the address. Of its log only warnings and
 * errors are shown, all of it with `--debug`.
 * @param {string[]} options Passed on to `jupyter lab`.
 * @throws {SetupError} if the port is taken or JupyterLab does not start
 */
export async function startLab(options) {
  const port = await choosePort(options);
  const root = inRoot('notebooks');
  mkdirSync(root, { recursive: true });
  const args = [`--ServerApp.root_dir=${root}`, `--LabApp.default_url=/lab/tree/${FIRST_NOTEBOOK}`];
  args.push('--ServerApp.port_retries=0', ...(port === undefined ? [] : [`--ServerApp.port=${port}`]));
  // JupyterLab refuses to run as root without being told; in a container there is often nobody else.
  if (process.getuid?.() === 0) args.push('--allow-root');
  // A process group of its own: a Ctrl-C then reaches only this script, which stops the server in order.
  const child = spawn(venvBin('jupyter-lab'), [...args, ...options], {
    env: venvEnv(),
    detached: true,
    stdio: ['ignore', 'inherit', 'pipe'],
  });
  const log = watchLog(child, options.includes('--debug'));
  const stopping = stopOnSignals(child);
  const { code, signal } = await ended(child);
  if (!log.addressSeen && !stopping.asked) {
    process.stderr.write(log.lines.join('\n') + '\n');
    throw new SetupError(
      `npm start: JupyterLab did not start, it ended with ${signal ?? `status ${code}`}`,
      'see its log above',
    );
  }
  process.exitCode = code ?? 0;
}

/** @param {import('node:child_process').ChildProcess} child @param {boolean} all */
function watchLog(child, all) {
  const log = { addressSeen: false, lines: /** @type {string[]} */ ([]) };
  const stderr = /** @type {import('node:stream').Readable} */ (child.stderr);
  createInterface({ input: stderr }).on('line', (line) => {
    const address = log.addressSeen ? undefined : line.match(/https?:\/\/\S+\/lab\S*/)?.[0];
    if (address !== undefined) {
      log.addressSeen = true;
      process.stdout.write(`\nLectern is open at ${address}\nStop it with Ctrl-C.\n`);
    }
    if (all || (log.addressSeen && /^\[[WE] /.test(line))) {
      process.stderr.write(`${line}\n`);
    } else if (!log.addressSeen) {
      log.lines.push(line);
    }
  });
  return log;
}

/** First signal: close the kernels and end. Second, or no end after a while: end at once. @param {import('node:child_process').ChildProcess} child */
function stopOnSignals(child) {
  const stopping = { asked: false };
  const stop = () => {
    if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
    if (stopping.asked) {
      process.kill(-child.pid, 'SIGKILL');
      return;
    }
    stopping.asked = true;
    process.stdout.write('\nStopping JupyterLab and its kernels.\n');
    child.kill('SIGTERM');
    setTimeout(stop, PATIENCE).unref();
  };
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) process.on(signal, stop);
  return stopping;
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @returns {Promise<{ code: number | null, signal: NodeJS.Signals | null }>}
 */
function ended(child) {
  return new Promise((resolve, reject) => {
    child.once('error', (error) => {
      reject(
        new SetupError(
          `npm start: JupyterLab could not be run, ${error.message}`,
          'delete .venv and run npm start again',
        ),
      );
    });
    child.once('close', (code, signal) => resolve({ code, signal }));
  });
}
