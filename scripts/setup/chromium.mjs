import { attempt, findProgram } from './process.mjs';

/** Chromium for the browser tests; installed where that needs no password. @type {import('./steps.mjs').Step} */
export const chromium = {
  name: 'Chromium',
  isDone: () => findChromium() !== undefined,
  async run() {
    const fix =
      'the browser tests will fail; install Chromium (Debian: apt-get install chromium) or name it in CHROMIUM';
    if (findProgram('apt-get') === undefined || process.getuid?.() !== 0) return `it is not installed; ${fix}`;
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    await attempt('apt-get', ['update', '-q'], { log: 'apt-get update', env });
    const { ok, logFile } = await attempt('apt-get', ['install', '-y', '-q', 'chromium'], { log: 'Chromium', env });
    if (!ok) return `apt-get could not install it (log: ${logFile}); ${fix}`;
  },
};

/** The path of a Chromium or Chrome: `CHROMIUM`, or the first on the search path. @returns {string | undefined} */
export function findChromium() {
  const named = process.env.CHROMIUM;
  return findProgram(
    ...(named ? [named] : []),
    'chromium',
    'chromium-browser',
    'google-chrome',
    'google-chrome-stable',
  );
}
