import { backend, manualSeed } from 'lectern';
import { summarize } from '../suite.mjs';
import { PROGRAMS } from './programs.mjs';
import { Torch } from './torch.mjs';

const ROUNDS = 15;
const STEPS = 40;

/** Losses that differ by more show that not the same was computed: a part of the loss, and one of the first loss. */
const TOLERANCE = { relative: 1e-3, first: 1e-6 };

/** @type {import('../suite.mjs').Suite} */
export default {
  title: 'Eager training steps: beside PyTorch, from the same weights, ms a step',
  async run({ rounds = ROUNDS, log }) {
    await backend.use('auto');
    const torch = new Torch();
    /** @type {import('../suite.mjs').Row[]} */
    const rows = [];
    try {
      for (const program of PROGRAMS) rows.push(...(await compare(program, torch, rounds, log)));
    } finally {
      torch.close();
    }
    return { columns: ['lectern', 'PyTorch'], rows };
  },
};

/**
 * Trains in alternating blocks, so that noise of the machine hits both.
 * @param {import('./programs.mjs').Program} program @param {Torch} torch @param {number} rounds
 * @param {(text: string) => void} log
 * @returns {Promise<import('../suite.mjs').Row[]>}
 */
async function compare({ name, create, torch: script }, torch, rounds, log) {
  manualSeed(1);
  const { net, data, step } = create();
  const { torch: version, device, threads } = await torch.prepare(script, net.stateDict({ layout: 'torch' }), data);
  log(`${name}: ${backend}; PyTorch ${version}, ${device}, threads: ${threads}`);
  /** @type {number[]} */
  const ours = [];
  /** @type {number[]} */
  const theirs = [];
  /** @type {number | undefined} */
  let first;
  // The first round warms both up.
  for (let round = 0; round <= rounds; round++) {
    const mine = train(step);
    const other = await torch.train(STEPS);
    first ??= other.loss;
    const allowed = TOLERANCE.relative * Math.abs(other.loss) + TOLERANCE.first * Math.abs(first);
    if (!(Math.abs(mine.loss - other.loss) <= allowed)) {
      throw new Error(
        `bench eager: expected the same loss of ${name} in round ${round}, got ${mine.loss} and ${other.loss}`,
      );
    }
    log(`  round ${round}: loss ${mine.loss.toPrecision(6)} and ${other.loss.toPrecision(6)}`);
    if (round === 0) continue;
    ours.push((mine.seconds * 1000) / STEPS);
    theirs.push((other.seconds * 1000) / STEPS);
  }
  const ratios = ours.map((value, index) => value / theirs[index]);
  return [
    { what: name, unit: 'ms', values: { lectern: summarize(ours), PyTorch: summarize(theirs) } },
    { what: `${name}, ratio`, unit: '', target: 2, values: { lectern: summarize(ratios) } },
  ];
}

/** @param {() => import('lectern').Tensor} step */
function train(step) {
  const begin = performance.now();
  let loss = step();
  for (let i = 1; i < STEPS; i++) loss = step();
  const value = loss.item();
  return { loss: value, seconds: (performance.now() - begin) / 1000 };
}
