import { readFileSync } from 'node:fs';
import { inRoot } from './paths.mjs';
import { fingerprint, isFresh, writeStamp } from './stamp.mjs';
import { pipInstall, stampFile } from './venv.mjs';

const REQUIREMENTS = inRoot('requirements-test.txt');
const STAMP = stampFile('test-tools');

/** PyTorch and the other Python packages that only tests need. @type {import('./steps.mjs').Step} */
export const testTools = {
  name: 'Test tools',
  isDone: () => isFresh(STAMP, key()),
  async run() {
    await pipInstall(['-r', REQUIREMENTS, '-c', inRoot('requirements.txt')], 'Test tools');
    writeStamp(STAMP, key());
  },
};

function key() {
  return fingerprint({ texts: [readFileSync(REQUIREMENTS, 'utf8')] });
}
