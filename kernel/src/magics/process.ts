import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
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
  const child = spawn(program, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
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

/** Stops the program and what it has started in its turn. */
function stop(child: ChildProcess): void {
  const { pid } = child;
  const isOver = () => child.exitCode !== null || child.signalCode !== null;
  if (pid === undefined || isOver()) return;
  for (const one of [pid, ...descendants(pid)]) {
    try {
      process.kill(one, 'SIGTERM');
    } catch {
      // It has just ended.
    }
  }
  setTimeout(() => isOver() || child.kill('SIGKILL'), PATIENCE).unref();
}

function descendants(root: number): number[] {
  const table = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' });
  const pairs = table
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number));
  const below = (pid: number): number[] =>
    pairs.filter(([, parent]) => parent === pid).flatMap(([child]) => [child, ...below(child)]);
  return below(root);
}
