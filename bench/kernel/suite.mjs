import { spawn } from 'node:child_process';
import { inRoot, venvBin } from '../../scripts/setup/paths.mjs';
import { summarize } from '../suite.mjs';
import { KERNELS, prepareKernels, specName } from './kernels.mjs';

const ROUNDS = 3;

/** The rows of the table by measurement; times in ms. @type {Record<string, { what: string, target?: number }>} */
const ROWS = {
  start: { what: 'process start to the end of a first cell', target: 1500 },
  'first tensor': { what: 'first tensor, which starts the backend' },
  '1 + 1': { what: '1 + 1, request to idle', target: 25 },
  typed: { what: 'cell with types, request to idle' },
  lectern: { what: "cell with lectern's types, request to idle", target: 80 },
  flood: { what: '5,000 printed lines, all before idle', target: 150 },
  'interrupt loop': { what: 'interrupt of an endless loop, state kept', target: 200 },
  'interrupt await': { what: 'interrupt of a pending await, state kept', target: 200 },
  'control while busy': { what: 'control reply while a cell computes', target: 50 },
  'heartbeat while busy': { what: 'heartbeat while a cell computes', target: 50 },
};

/** @type {import('../suite.mjs').Suite} */
export default {
  title: 'Kernel: beside tslab, Deno and ipykernel, one client, ms',
  async run({ rounds = ROUNDS, log }) {
    const kernels = Object.keys(KERNELS);
    return { columns: kernels, rows: await measure(kernels, rounds, log) };
  },
};

/**
 * Measures kernels, in a process of the Python client.
 * @param {string[]} kernels Names in {@link KERNELS}. @param {number} rounds @param {(text: string) => void} log
 * @returns {Promise<import('../suite.mjs').Row[]>}
 */
export async function measure(kernels, rounds, log) {
  const env = await prepareKernels(kernels);
  const results = await runClient(kernels, rounds, env, log);
  return Object.entries(ROWS).map(([name, { what, target }]) => {
    const found = kernels.flatMap((kernel) => {
      const values = results[name]?.[specName(kernel)];
      return values ? [[kernel, summed(values)]] : [];
    });
    return { what, unit: 'ms', target, values: Object.fromEntries(found) };
  });
}

/**
 * What the client measured.
 * @param {string[]} kernels @param {number} rounds @param {NodeJS.ProcessEnv} env @param {(text: string) => void} log
 * @returns {Promise<Record<string, Record<string, (number | string)[]>>>} seconds or failures, by measurement and kernel
 */
async function runClient(kernels, rounds, env, log) {
  const cells = Object.fromEntries(kernels.map((kernel) => [specName(kernel), KERNELS[kernel].cells]));
  const client = spawn(venvBin('python'), [inRoot('bench', 'kernel', 'measure.py'), String(rounds)], {
    env,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  client.stdin.end(JSON.stringify(cells));
  let output = '';
  let complaints = '';
  client.stdout.on('data', (text) => {
    output += text;
  });
  client.stderr.on('data', (text) => {
    complaints += text;
    log(String(text).trimEnd());
  });
  const status = await new Promise((resolve) => client.once('close', resolve));
  if (status !== 0) throw new Error(`bench kernel: the client failed\n${complaints}`);
  return JSON.parse(output);
}

/** A failure in any round is told; else seconds become ms. @param {(number | string)[]} values */
function summed(values) {
  const failure = values.find((value) => typeof value === 'string');
  if (typeof failure === 'string') return { failure };
  return summarize(values.map((value) => Number(value) * 1000));
}
