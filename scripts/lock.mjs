import { readFileSync, writeFileSync } from 'node:fs';
import { missingPlatforms, platformEntry } from './report/lock.mjs';
import { inRoot } from './setup/paths.mjs';

// `npm run lock`: after `npm install` on a registry that holds binaries for some platforms only, adds the others' to the
// lock file. Without them `npm ci` refuses the lock file on every other machine.
const file = inRoot('package-lock.json');
const lock = JSON.parse(readFileSync(file, 'utf8'));
for (const { name, version, parent } of missingPlatforms(lock.packages)) {
  lock.packages[`node_modules/${name}`] = platformEntry(name, version, parent);
  process.stdout.write(`added ${name}@${version}\n`);
}
const entries = Object.entries(lock.packages).sort(([a], [b]) => a.localeCompare(b, 'en'));
writeFileSync(file, `${JSON.stringify({ ...lock, packages: Object.fromEntries(entries) }, null, 2)}\n`);
