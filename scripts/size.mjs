import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { ROOT } from './setup/paths.mjs';

/** The longest that a source file may be, in lines. */
const LIMIT = 400;

const SOURCE = /\.(ts|tsx|mjs|js|py|css|cc)$/;

// `npm run size`: lines by folder; fails when a file is over the limit.
const git = spawnSync('git', ['ls-files', '-co', '--exclude-standard', '-z'], { cwd: ROOT, encoding: 'utf8' });
const files = git.stdout.split('\0').filter((path) => SOURCE.test(path) && existsSync(`${ROOT}/${path}`));
const sizes = files.map((path) => ({ path, lines: readFileSync(`${ROOT}/${path}`, 'utf8').split('\n').length - 1 }));

/** @type {Map<string, { files: number, lines: number, longest: number }>} */
const folders = new Map();
for (const { path, lines } of sizes) {
  const parts = path.split('/').slice(0, -1);
  const folder = parts.slice(0, parts[1] === 'src' ? 3 : 2).join('/') || '.';
  const entry = folders.get(folder) ?? { files: 0, lines: 0, longest: 0 };
  folders.set(folder, {
    files: entry.files + 1,
    lines: entry.lines + lines,
    longest: Math.max(entry.longest, lines),
  });
}

/** @param {string} name @param {string | number} count @param {string | number} lines @param {string | number} longest */
const row = (name, count, lines, longest) =>
  console.log(name.padEnd(28) + String(count).padStart(7) + String(lines).padStart(9) + String(longest).padStart(9));
row('folder', 'files', 'lines', 'longest');
for (const [name, entry] of [...folders].sort(([a], [b]) => a.localeCompare(b))) {
  row(name, entry.files, entry.lines, entry.longest);
}
const total = sizes.reduce((sum, { lines }) => sum + lines, 0);
row('all', sizes.length, total, Math.max(...sizes.map(({ lines }) => lines)));

for (const { path, lines } of sizes.filter((file) => file.lines > LIMIT)) {
  console.log(`${path}: at most ${LIMIT} lines, it has ${lines}; split it by concept`);
  process.exitCode = 1;
}
