import { SetupError } from './setup-error.mjs';

/**
 * One idempotent piece of the set-up.
 * @typedef {object} Step
 * @property {string} name What is shown, e.g. `TensorFlow addon`.
 * @property {() => boolean | Promise<boolean>} isDone A cheap check; true: nothing to do.
 * @property {() => void | string | Promise<void | string>} run Does the work. A returned text is why the step was left
 *   out and what happens instead; set-up goes on.
 */

/**
 * Runs steps in order and shows each on a line: `[3/7] TensorFlow addon … 8.1 s`.
 * @param {Step[]} steps
 * @throws {SetupError} one line with the fix
 */
export async function runSteps(steps) {
  for (const [index, step] of steps.entries()) {
    await runStep(step, `[${index + 1}/${steps.length}] ${step.name} …`);
  }
}

/** @param {Step} step @param {string} label */
async function runStep(step, label) {
  const start = performance.now();
  const seconds = () => ((performance.now() - start) / 1000).toFixed(1);
  if (await step.isDone()) {
    process.stdout.write(`${label} up to date\n`);
    return;
  }
  const live = process.stdout.isTTY;
  process.stdout.write(live ? label : `${label} `);
  const ticker = live && setInterval(() => process.stdout.write(`\r${label} ${Math.round(Number(seconds()))} s`), 1000);
  const rewind = live ? `\r${label} ` : '';
  try {
    const leftOut = await step.run();
    process.stdout.write(`${rewind}${leftOut === undefined ? `${seconds()} s` : `left out: ${leftOut}`}\n`);
  } catch (error) {
    process.stdout.write(`${rewind}failed\n`);
    throw error;
  } finally {
    if (ticker) clearInterval(ticker);
  }
}

/**
 * Runs a script's body; a {@link SetupError} becomes one line on stderr and exit status 1.
 * @param {() => Promise<void>} body
 */
export async function main(body) {
  try {
    await body();
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}
