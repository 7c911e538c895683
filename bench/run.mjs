import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { build } from '../scripts/setup/all.mjs';
import { inRoot } from '../scripts/setup/paths.mjs';
import { SetupError } from '../scripts/setup/setup-error.mjs';
import { main } from '../scripts/setup/steps.mjs';
import { formatTable } from './table.mjs';
import { KINDS } from './views/kinds.mjs';

// `npm run bench -- <suite> … [--json FILE] [--rounds N] [--net NAME]… [--kind NAME]…`: measures beside competitors; without a suite, all.
await main(async () => {
  const { suites, json, rounds, nets, kinds } = parse(process.argv.slice(2));
  await build();
  /** @type {import('./suite.mjs').Report[]} */
  const reports = [];
  for (const name of suites) {
    /** @type {{ default: import('./suite.mjs').Suite }} */
    const { default: suite } = await import(`./${name}/suite.mjs`);
    process.stdout.write(`\n${suite.title}\n`);
    const log = (/** @type {string} */ text) => process.stderr.write(`${text}\n`);
    const { columns, rows } = await suite.run({ rounds, nets, kinds, log });
    reports.push({ suite: name, title: suite.title, columns, rows });
    process.stdout.write(`\n${formatTable(columns, rows)}\n`);
  }
  const machine = { cpu: cpus()[0]?.model ?? 'unknown', cores: cpus().length, node: process.version };
  if (json) writeFileSync(json, `${JSON.stringify({ date: new Date().toISOString(), machine, reports }, null, 2)}\n`);
});

/** @param {string[]} args */
function parse(args) {
  const { values, positionals } = readOptions(args);
  const known = readdirSync(inRoot('bench')).filter((name) => existsSync(inRoot('bench', name, 'suite.mjs')));
  const unknown = positionals.find((name) => !known.includes(name));
  if (unknown) throw new SetupError(`npm run bench: expected ${known.join(', ')}, got ${unknown}`);
  const rounds = values.rounds === undefined ? undefined : Number(values.rounds);
  if (rounds !== undefined && !(Number.isInteger(rounds) && rounds > 0)) {
    throw new SetupError(`npm run bench: --rounds expects a whole number, got ${values.rounds}`);
  }
  const nets = readdirSync(inRoot('bench', 'eager', 'nets')).map((file) => file.replace('.mjs', ''));
  checkNames('--net', nets, values.net);
  const kinds = KINDS.map(({ name }) => name);
  checkNames('--kind', kinds, values.kind);
  return {
    suites: positionals.length > 0 ? positionals : known,
    json: values.json,
    rounds,
    nets: values.net,
    kinds: values.kind,
  };
}

/** @param {string} option @param {string[]} known @param {string[]} [given] */
function checkNames(option, known, given = []) {
  const stranger = given.find((name) => !known.includes(name));
  if (stranger) throw new SetupError(`npm run bench: ${option} expects one of ${known.join('; ')}, got ${stranger}`);
}

/** @param {string[]} args */
function readOptions(args) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        json: { type: 'string' },
        rounds: { type: 'string' },
        net: { type: 'string', multiple: true },
        kind: { type: 'string', multiple: true },
      },
    });
  } catch (error) {
    throw new SetupError(`npm run bench: ${/** @type {Error} */ (error).message.split('. ')[0]}`);
  }
}
