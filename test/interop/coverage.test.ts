import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { type PublicName, publicNames } from '../../scripts/report/public-names.mjs';
import { commentExamples } from '../helpers/examples.js';
import { repositoryFiles } from '../helpers/sources.js';
import { FAMILIES } from './ops/all.js';

const root = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
/** Written by `npm run coverage:ops`, never committed. */
const REPORT = root('.out/coverage-ops.md');

/** Names that PyTorch has no numbers for: how a net is put together, looked at or kept. */
const WITHOUT_NUMBERS = [
  /^nn\.(Identity|Loss|Module(Dict|List|Summary)?|Parameter(List)?|Sequential|summary)$/,
  /^nn\.utils\.(Parametrization|registerParametrization|rnn\.PackedSequence)$/,
  /^optim\.(EarlyStopping|Optimizer|lrRangeTest|lrScheduler\.LRScheduler)$/,
  /^Tensor\.(dispose|equal|numel|read|size|toArray|toString)$/,
];

interface Row extends PublicName {
  /** What is compared with PyTorch on random cases, or `''`. */
  compared: string;
  /** Test files that name it. */
  files: string[];
}

const sources = repositoryFiles()
  .filter((path) => /^test\/(backend|interop|plain|kernel)\/.*\.ts$/.test(path) && !path.includes('coverage'))
  .map((path) => ({ path, text: readFileSync(root(path), 'utf8').replace(/^\s*(\/\/|\*|\/\*\*).*$/gm, '') }));
const specs = Object.values(FAMILIES).flat();
const WORDS = ['values', 'values, gradients', 'values, gradients, second gradients'];

/**
 * How code names it: a method behind a dot, others with their last namespace or plainly called. A function of `F` is
 * also what the layer or loss of its name calls.
 */
function mention({ name, kind }: PublicName): RegExp {
  const last = name.split('.').at(-1)!;
  const space = name.split('.').slice(0, -1).at(-1);
  if (kind === 'method') return new RegExp(`\\.${last}\\(`);
  if (space === undefined || kind === 'class') {
    // Some tests take the classes for 1, 2 and 3 dimensions by their common part.
    const family = last.replace(/[123]d$/, '');
    return new RegExp(`(?<![\\w$])(${last}(?![\\w$])|${family}${family === last ? '(?![\\w$])' : "(?=\\$\\{|:|')"})`);
  }
  const layer = [...last].map((c) => `[${c.toLowerCase()}${c.toUpperCase()}]`).join('');
  const plain = `(?<![\\w$])${space}\\.${last}(?![\\w$])|(?<![\\w$.])${last}\\(|['.]${last}'`;
  return new RegExp(space === 'F' ? `${plain}|nn\\.${layer}(Loss|[123]d)?(?![\\w$])` : plain);
}

function rowOf(entry: PublicName): Row {
  const last = entry.name.split('.').at(-1)!;
  const own = specs.filter((it) => it.covers === last && /^(F\.|Tensor\.|linalg\.|fft\.)|^[^.]+$/.test(entry.name));
  const pattern = mention(entry);
  const examples = commentExamples(entry.comment).length > 0 ? ['test/backend/doc-examples.test.ts'] : [];
  const named = sources.filter(({ text }) => pattern.test(text)).map(({ path }) => path);
  const files = [...named, ...examples];
  const order = Math.max(...own.map((it) => it.order));
  const compared =
    own.length > 0
      ? `${WORDS[order]}; ${own.length} × 20 cases`
      : files.some((path) => path.startsWith('test/interop/'))
        ? 'in a test of its own'
        : '';
  return { ...entry, compared, files };
}

describe('coverage of the public names', () => {
  const rows = publicNames()
    .filter(({ name, kind }) => kind !== 'type' && kind !== 'value' && !name.startsWith('nn.init.'))
    .map(rowOf);

  test('every name is tested, and a table says how', () => {
    const table = rows.map(({ name, compared, files }) => {
      const where = files.filter((path) => compared === '' || path.startsWith('test/interop/')).slice(0, 2);
      return `| \`${name}\` | ${compared || '—'} | ${where.join(', ')} |`;
    });
    const count = rows.filter(({ compared }) => compared !== '').length;
    const head = `${count} of ${rows.length} public names are compared with PyTorch or the format's own library.`;
    mkdirSync(dirname(REPORT), { recursive: true });
    writeFileSync(REPORT, `${head}\n\n| name | compared | tests |\n|---|---|---|\n${table.join('\n')}\n`);
    expect(rows.filter(({ compared, files }) => compared === '' && files.length === 0).map(({ name }) => name)).toEqual(
      [],
    );
  });

  test('every operation, layer, loss, optimiser and schedule is compared with PyTorch', () => {
    const open = rows.filter(
      ({ name, compared }) =>
        compared === '' &&
        /^(F|nn|optim|linalg|fft|Tensor)\./.test(name) &&
        !WITHOUT_NUMBERS.some((pattern) => pattern.test(name)),
    );
    expect(open.map(({ name }) => name)).toEqual([]);
  });
});
