import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { cpus, freemem, totalmem } from 'node:os';
import { promisify } from 'node:util';

const run = promisify(execFile);
const KIB = 1024;

interface Reading {
  /** Resident memory in bytes. */
  memory: number;
  /** Seconds of processor time since the process began. */
  seconds: number;
}

/** Measures what the processes of a kernel use. Shares of processor time are those since the last measurement. */
export class Usage {
  private last: { time: number; seconds: Map<number, number>; host: { busy: number; all: number } } | undefined;

  /** @param pids front process and runner */
  async measure(pids: number[]): Promise<Record<string, unknown>> {
    const readings = new Map(await Promise.all(pids.map(async (pid) => [pid, await read(pid)] as const)));
    const time = performance.now() / 1000;
    const host = hostTimes();
    const seconds = new Map([...readings].map(([pid, reading]) => [pid, reading.seconds]));
    const before = this.last;
    this.last = { time, seconds, host };
    const used = [...seconds].reduce((sum, [pid, now]) => sum + now - (before?.seconds.get(pid) ?? now), 0);
    const elapsed = before ? time - before.time : 0;
    const ticks = before ? host.all - before.host.all : 0;
    const [total, free] = [totalmem(), freemem()];
    return {
      kernel_cpu: elapsed > 0 ? round((100 * used) / elapsed) : 0,
      kernel_memory: [...readings.values()].reduce((sum, { memory }) => sum + memory, 0),
      cpu_count: cpus().length,
      host_cpu_percent: before && ticks > 0 ? round((100 * (host.busy - before.host.busy)) / ticks) : 0,
      host_virtual_memory: {
        total,
        available: free,
        percent: round((100 * (total - free)) / total),
        used: total - free,
        free,
      },
    };
  }
}

/** Linux tells through files; elsewhere `ps` does. A process that is gone uses nothing. */
async function read(pid: number): Promise<Reading> {
  try {
    return process.platform === 'linux' ? await readProc(pid) : await readPs(pid);
  } catch {
    return { memory: 0, seconds: 0 };
  }
}

async function readProc(pid: number): Promise<Reading> {
  const [status, stat] = await Promise.all([
    readFile(`/proc/${pid}/status`, 'utf8'),
    readFile(`/proc/${pid}/stat`, 'utf8'),
  ]);
  // The command's name is in parentheses and may hold anything, also spaces.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const ticksPerSecond = 100;
  const memory = Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0) * KIB;
  return { memory, seconds: (Number(fields[11]) + Number(fields[12])) / ticksPerSecond };
}

async function readPs(pid: number): Promise<Reading> {
  const { stdout } = await run('ps', ['-o', 'rss=,time=', '-p', String(pid)]);
  const [rss, time = '0'] = stdout.trim().split(/\s+/);
  const seconds = time.split(/[-:]/).reduce((sum, part) => sum * 60 + Number(part), 0);
  return { memory: Number(rss) * KIB, seconds };
}

function hostTimes(): { busy: number; all: number } {
  let busy = 0;
  let all = 0;
  for (const { times } of cpus()) {
    const sum = times.user + times.nice + times.sys + times.irq + times.idle;
    all += sum;
    busy += sum - times.idle;
  }
  return { busy, all };
}

function round(percent: number): number {
  return Math.round(percent * 10) / 10;
}
