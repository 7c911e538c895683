/** A failure that the person at the keyboard can mend: one line that says what is wrong and what to do. */
export class SetupError extends Error {
  /** @param {string} problem @param {string} [fix] */
  constructor(problem, fix) {
    super(fix === undefined ? problem : `${problem}; ${fix}`);
    this.name = 'SetupError';
  }
}

/** @type {[RegExp, string, string][]} What programs print, what it means, what mends it. */
const KNOWN = [
  [
    /ENOSPC|No space left on device|Disk quota exceeded/i,
    'no space left on the disk',
    'free some (about 4 GB are needed)',
  ],
  [
    /EAI_AGAIN|ENOTFOUND|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|network request to .* failed|NewConnectionError|name resolution|Name or service not known|Network is unreachable|Cannot connect to proxy|Connection to .* timed out/i,
    'no network, or the package registry does not answer',
    'check the connection and run the same command again',
  ],
  [/EACCES|EPERM|Permission denied/i, 'a file may not be written', 'check who owns the repository folder'],
  [
    /npm ci. can only install packages when/,
    'the lock file and a package.json do not agree',
    'run npm install and commit package-lock.json',
  ],
  [/ENOENT.*spawn|spawn .*ENOENT/i, 'a program is missing', 'see the log for its name'],
];

/** Whether the output of a program says that no registry could be reached. @param {string} output */
export function isNetworkFailure(output) {
  return KNOWN[1][0].test(output);
}

/** Whether the output of a program says that the disk is full. @param {string} output */
export function isDiskFull(output) {
  return KNOWN[0][0].test(output);
}

/**
 * Turns what a failed program printed into one clear line.
 * @param {string} what The step or program that failed.
 * @param {string} output
 * @param {string} log Where the whole output is.
 * @returns {SetupError}
 */
export function explain(what, output, log) {
  for (const [pattern, problem, fix] of KNOWN) {
    if (pattern.test(output)) return new SetupError(`${what}: ${problem}`, `${fix} (log: ${log})`);
  }
  const lines = output
    .trimEnd()
    .split('\n')
    .filter((line) => line.trim() !== '');
  const telling =
    lines.find((line) => /\berror\b/i.test(line) && !/npm error code/.test(line)) ?? lines.at(-1) ?? 'no output';
  return new SetupError(`${what}: failed, ${telling.trim()}`, `the whole log is in ${log}`);
}
