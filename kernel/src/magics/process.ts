import { type ChildProcess, spawn } from 'node:child_process';
import { StringDecoder } from 'node:string_decoder';
import type { MagicContext } from './magic.js';

/** How long, in ms, a process may take to leave after the cell was interrupted. */
const PATIENCE = 2000;

/** A command ended badly. */
export class CommandError extends Error {
  override name = 'CommandError';
}

/** Runs a program, prints what it prints while it runs, and throws when its exit code is not 0. */
export async function runProcess(
  context: MagicContext,
  program: string,
  args: string[],
  { label, cwd }: { label: string; cwd: string },
): Promise<void> {
  // A group of its own, so that an interrupt reaches what the program has started in its turn.
  const child = spawn(program, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  for (const name of ['stdout', 'stderr'] as const) {
    const decoder = new StringDecoder('utf8');
    child[name].on('data', (chunk: Buffer) => context.print(decoder.write(chunk), name));
  }
  context.atCellEnd(() => stop(child));
  const [code, signal] = await new Promise<[number | null, string | null]>((resolve, reject) => {
    child.once('error', (error) => reject(new CommandError(`${label}: could not be started`, { cause: error })));
    child.once('close', (...end) => resolve(end));
  });
  if (signal) throw new CommandError(`${label}: was stopped by ${signal}`);
  if (code !== 0) throw new CommandError(`${label}: ended with exit code ${code}`);
}

function stop(child: ChildProcess): void {
  const kill = (signal: NodeJS.Signals) => {
    if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
    process.kill(-child.pid, signal);
  };
  kill('SIGTERM');
  setTimeout(() => kill('SIGKILL'), PATIENCE).unref();
}
