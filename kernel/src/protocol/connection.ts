import { readFileSync } from 'node:fs';

/** The connection file that a Jupyter client writes for a kernel. */
export interface ConnectionInfo {
  transport: 'tcp' | 'ipc';
  ip: string;
  shell_port: number;
  iopub_port: number;
  stdin_port: number;
  control_port: number;
  hb_port: number;
  key: string;
  signature_scheme: string;
}

/**
 * Reads and checks a connection file.
 *
 * @throws Error when the file is missing, is not JSON, or lacks a port
 */
export function readConnectionFile(path: string): ConnectionInfo {
  const info = JSON.parse(readFileSync(path, 'utf8')) as Partial<ConnectionInfo>;
  for (const name of ['shell_port', 'iopub_port', 'stdin_port', 'control_port', 'hb_port'] as const) {
    if (typeof info[name] !== 'number')
      throw new Error(`connection file ${path}: expected a number for ${name}, got ${JSON.stringify(info[name])}`);
  }
  const scheme = info.signature_scheme ?? 'hmac-sha256';
  if (!scheme.startsWith('hmac-'))
    throw new Error(`connection file ${path}: expected a signature scheme hmac-…, got ${JSON.stringify(scheme)}`);
  return { transport: 'tcp', ip: '127.0.0.1', key: '', ...info, signature_scheme: scheme } as ConnectionInfo;
}

/** The ZeroMQ address of one port of a connection. */
export function addressOf(info: ConnectionInfo, port: number): string {
  return info.transport === 'ipc' ? `ipc://${info.ip}-${port}` : `tcp://${info.ip}:${port}`;
}
