import { readFileSync } from 'node:fs';
import * as lectern from 'lectern';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { temporaryFolder } from '../helpers/temporary-folder.js';

// Examples that write files do so here.
const folder = temporaryFolder();
const before = process.cwd();
beforeAll(() => process.chdir(folder));
afterAll(() => process.chdir(before));

const docs = new URL('../../docs/', import.meta.url);

/** Lines `expression // → value` of a page, each after the statements that come before it in its block. */
function examplesOf(page: string) {
  const blocks = [...readFileSync(new URL(page, docs), 'utf8').matchAll(/```ts\n([\s\S]*?)```/g)];
  return blocks.flatMap(([, block]) => {
    const lines = block.split('\n');
    return lines.flatMap((line, i) => {
      const [expression, value] = line.split(' // → ');
      if (value === undefined) return [];
      const before = lines.slice(0, i).filter((other) => !other.includes(' // → '));
      return [{ expression, value, program: `${before.join('\n')}\nreturn ${expression};` }];
    });
  });
}

describe.each(['autograd.md', 'data.md', 'datasets.md', 'io.md', 'tensors.md'])('the examples of docs/%s', (page) => {
  const examples = examplesOf(page);

  test.each(examples)('$expression is $value', ({ program, value }) => {
    const run = new Function(...Object.keys(lectern), program);
    const result: unknown = run(...Object.values(lectern));
    const plain = result instanceof lectern.Tensor ? result.toArray() : result;
    expect(JSON.stringify(plain)).toBe(value);
  });

  test('are found', () => {
    expect(examples.length).toBeGreaterThan(12);
  });
});
