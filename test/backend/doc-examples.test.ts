import { readdirSync, readFileSync } from 'node:fs';
import { manualSeed } from 'lectern';
import { afterAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { publicNames } from '../../scripts/report/public-names.mjs';
import { commentExamples, pageExamples, runExample } from '../helpers/examples.js';
import { temporaryFolder } from '../helpers/temporary-folder.js';

const DOCS = new URL('../../docs/', import.meta.url);

/** Run elsewhere: with the built library in other processes, with a server for downloads, with files of other programs. */
const ELSEWHERE = /^(search|datasets\.(cifar10|fashionMnist|mnist)|io\.(loadTfjsLayers|loadTorch))$/;

const names = publicNames().map((entry) => ({
  ...entry,
  examples: ELSEWHERE.test(entry.name) ? [] : commentExamples(entry.comment),
}));
const pages = readdirSync(DOCS)
  // Those of training.md build on each other; a test runs them as the cells of a kernel.
  .filter((name) => name.endsWith('.md') && name !== 'training.md')
  .map((name) => ({ name, examples: pageExamples(readFileSync(new URL(name, DOCS), 'utf8')) }))
  .filter(({ examples }) => examples.length > 0);

// Examples write files with plain names, and views print without a notebook.
const before = process.cwd();
process.chdir(temporaryFolder());
afterAll(() => process.chdir(before));
beforeEach(() => {
  manualSeed(1);
  vi.spyOn(console, 'log').mockImplementation(() => undefined);
});

describe('the examples of doc comments hold', () => {
  const examples = names.flatMap(({ name, examples }) => examples.map((example) => ({ name, ...example })));
  test.each(examples)('$name: $title', async (example) => {
    await runExample(example);
  });
});

describe.each(pages)('the examples of docs/$name hold', ({ examples }) => {
  test.each(examples)('$title', async (example) => {
    await runExample(example);
  });
});

describe('every public name', () => {
  test('says what it is', () => {
    const silent = names.filter(({ kind, comment }) => kind !== 'type' && comment === '');
    expect(silent.map(({ name }) => name)).toEqual([]);
  });

  test('that is called stands in an example that is run', () => {
    const code = [...names, ...pages].flatMap(({ examples }) => examples.map((example) => example.code)).join('\n');
    const missing = names.filter(({ name, kind, examples }) => {
      if (kind === 'type' || kind === 'value' || /Error$/.test(name) || ELSEWHERE.test(name)) return false;
      // A tensor's operation by its last part, as it hangs on some tensor.
      // A tensor's operation by its last part, as it hangs on some tensor.
      const called = (name.startsWith('Tensor.') ? name.slice('Tensor'.length) : name).replaceAll('.', '\\.');
      return examples.length === 0 && !new RegExp(`(?<![\\w$])${called}\\b`).test(code);
    });
    expect(missing.map(({ name }) => name)).toEqual([]);
  });
});
