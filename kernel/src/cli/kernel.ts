import { readConnectionFile } from '../protocol/connection.js';
import { Sockets } from '../protocol/sockets.js';
import { Dispatcher } from '../session/dispatcher.js';
import { serveInspection } from '../session/inspection.js';
import { Kernel } from '../session/kernel.js';
import { serveDiagnostics } from '../session/live-diagnostics.js';
import type { Command } from './arguments.js';
import { startLanguage } from './languages.js';

const PARENT_CHECK = 1000;

/** Runs a kernel until it is shut down or the server that started it is gone. */
export async function runKernel(options: Extract<Command, { command: 'kernel' }>, version: string): Promise<void> {
  const { preload, maxMemory } = options;
  const cwd = process.cwd();
  const sockets = await Sockets.bind(readConnectionFile(options.connectionFile));
  const { language, languageInfo } = await startLanguage(options.language, cwd, preload);
  const kernel = new Kernel({
    sockets,
    language,
    languageInfo,
    runner: { cwd, preload, maxMemory },
    version,
    exit: () => process.exit(0),
  });
  serveDiagnostics(kernel.comms, language);
  serveInspection(kernel);
  const dispatcher = new Dispatcher(kernel);
  sockets.listen((channel, message) => dispatcher.receive(channel, message));
  // An error here is a fault of the kernel; the user's session must not pay for it.
  for (const event of ['uncaughtException', 'unhandledRejection']) process.on(event, (error) => console.error(error));
  process.on('SIGINT', () => kernel.interrupt());
  process.on('SIGTERM', () => void kernel.shutDown());
  leaveWithParent(kernel);
}

/** Jupyter says through this variable that the kernel shall not outlive the server. */
function leaveWithParent(kernel: Kernel): void {
  if (!process.env.JPY_PARENT_PID) return;
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) void kernel.shutDown();
  }, PARENT_CHECK).unref();
}
