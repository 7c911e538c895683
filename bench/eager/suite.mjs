import { summarize } from '../suite.mjs';
import { PROGRAMS, programOf } from './programs.mjs';
import { layers, ours, torch } from './worker.mjs';

/** Blocks of each program, after one that warms up; their steps are more than 200 in all. */
const ROUNDS = 40;
const STEPS = 200;

/** Losses that differ by more show that not the same was computed: a part of the loss, and one of the first loss. */
const TOLERANCE = { relative: 1e-3, first: 1e-6 };

/** @type {import('../suite.mjs').Suite} */
export default {
  title: 'Eager training steps: beside PyTorch and tfjs-layers, from the same weights, ms a step',
  async run({ rounds, nets, log }) {
    /** @type {import('../suite.mjs').Row[]} */
    const rows = [];
    const programs = nets === undefined ? PROGRAMS : nets.map(programOf);
    for (const program of programs) rows.push(...(await compare(program, rounds, log)));
    return { columns: ['lectern', 'PyTorch', 'tfjs-layers'], rows };
  },
};

/**
 * Trains in alternating blocks, each side in a process of its own, so that noise of the machine hits all.
 * @param {import('./programs.mjs').Program} program @param {number | undefined} rounds
 * @param {(text: string) => void} log
 * @returns {Promise<import('../suite.mjs').Row[]>}
 */
async function compare(program, rounds = Math.min(ROUNDS, Math.ceil(STEPS / program.steps)), log) {
  const { key, name, steps } = program;
  const workers = { lectern: ours(), PyTorch: torch(), ...(program.layers && { 'tfjs-layers': layers() }) };
  try {
    const { backend, weights, data } = await workers.lectern.ask({ program: key });
    const about = await workers.PyTorch.ask({ script: program.torch, weights, data, trial: steps });
    await workers['tfjs-layers']?.ask({ program: key, weights, data });
    log(`${name}: ${backend}; PyTorch ${about.torch}, ${about.device}, threads: ${about.threads}`);
    /** @type {Record<string, number[]>} */
    const times = Object.fromEntries(Object.keys(workers).map((column) => [column, []]));
    const worst = { difference: 0, first: Number.NaN };
    for (let round = 0; round <= rounds; round++) {
      /** @type {Record<string, number>} */
      const losses = {};
      for (const [column, worker] of Object.entries(workers)) {
        const { loss, seconds } = await worker.train(steps);
        losses[column] = loss;
        if (round > 0) times[column].push((seconds * 1000) / steps);
      }
      checkLoss(name, round, losses, worst);
    }
    log(`  ${(rounds + 1) * steps} steps, losses equal to ${worst.difference.toExponential(1)} of PyTorch's`);
    return rowsOf(name, times);
  } finally {
    for (const worker of Object.values(workers)) worker.close();
  }
}

/**
 * tfjs-layers adds the two biases of an LSTM up into one, which learns at half the speed: its loss is not compared.
 * @param {string} name @param {number} round @param {Record<string, number>} losses
 * @param {{ difference: number, first: number }} worst
 */
function checkLoss(name, round, { lectern, PyTorch }, worst) {
  if (round === 0) worst.first = PyTorch;
  const difference = Math.abs(lectern - PyTorch);
  if (!(difference <= TOLERANCE.relative * Math.abs(PyTorch) + TOLERANCE.first * Math.abs(worst.first))) {
    throw new Error(`bench eager: expected the same loss of ${name} in round ${round}, got ${lectern} and ${PyTorch}`);
  }
  worst.difference = Math.max(worst.difference, difference / Math.abs(PyTorch));
}

/** @param {string} name @param {Record<string, number[]>} times @returns {import('../suite.mjs').Row[]} */
function rowsOf(name, times) {
  const rows = [{ what: name, unit: 'ms', values: mapValues(times, summarize) }];
  for (const [column, target, label] of /** @type {const} */ ([
    ['PyTorch', 2, 'ratio to PyTorch'],
    ['tfjs-layers', 0.5, 'ratio to tfjs-layers'],
  ])) {
    const theirs = times[column];
    if (theirs === undefined) continue;
    const ratios = times.lectern.map((value, index) => value / theirs[index]);
    rows.push(
      /** @type {import('../suite.mjs').Row} */ ({
        what: `  ${label}`,
        unit: '',
        target,
        values: { lectern: summarize(ratios) },
      }),
    );
  }
  return rows;
}

/** @template A, B @param {Record<string, A>} record @param {(value: A) => B} map @returns {Record<string, B>} */
function mapValues(record, map) {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}
