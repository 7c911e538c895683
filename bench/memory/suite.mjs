import { PROGRAMS, programOf } from '../eager/programs.mjs';
import { ours } from '../eager/worker.mjs';
import { summarize } from '../suite.mjs';

/** Steps before the first look, and between the first and the last. */
const WARM_UP = 50;
const STEPS = 1000;
const LOOKS = 10;

const MEGABYTE = 2 ** 20;

/** Growth of resident memory that the design allows, in megabytes. */
const TARGET = 64;

/** @type {import('../suite.mjs').Suite} */
export default {
  title: `Memory: growth over ${STEPS} eager training steps in one synchronous program, nothing disposed of`,
  async run({ nets, log }) {
    /** @type {import('../suite.mjs').Row[]} */
    const rows = [];
    for (const program of nets === undefined ? PROGRAMS : nets.map(programOf)) {
      log(`${program.name}`);
      rows.push(...(await watch(program)));
    }
    return { columns: ['lectern'], rows };
  },
};

/**
 * Growth since the first look, at each of the others.
 * @param {import('../eager/programs.mjs').Program} program
 * @returns {Promise<import('../suite.mjs').Row[]>}
 */
async function watch({ key, name }) {
  const worker = ours();
  try {
    await worker.ask({ program: key });
    await worker.train(WARM_UP);
    const before = await worker.ask({ memory: true });
    /** @type {{ tensors: number[], bytes: number[], resident: number[] }} */
    const growth = { tensors: [], bytes: [], resident: [] };
    for (let look = 0; look < LOOKS; look++) {
      await worker.train(STEPS / LOOKS);
      const now = await worker.ask({ memory: true });
      growth.tensors.push(now.tensors - before.tensors);
      growth.bytes.push((now.bytes - before.bytes) / MEGABYTE);
      growth.resident.push((now.resident - before.resident) / MEGABYTE);
    }
    const last = (/** @type {number[]} */ values) => ({ lectern: summarize(values.slice(-1)) });
    return [
      { what: `${name}: resident memory`, unit: 'MB', target: TARGET, values: last(growth.resident) },
      { what: '  highest on the way', unit: 'MB', target: TARGET, values: { lectern: highest(growth.resident) } },
      { what: '  live tensors', unit: '', target: 0, values: last(growth.tensors) },
      { what: '  their bytes', unit: 'MB', target: 0, values: last(growth.bytes) },
    ];
  } finally {
    worker.close();
  }
}

/** @param {number[]} values */
function highest(values) {
  return summarize([Math.max(...values)]);
}
