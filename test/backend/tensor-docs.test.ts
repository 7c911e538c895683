import { readFileSync } from 'node:fs';
import * as lectern from 'lectern';
import { describe, expect, test } from 'vitest';

const text = readFileSync(new URL('../../docs/tensors.md', import.meta.url), 'utf8');
const blocks = [...text.matchAll(/```ts\n([\s\S]*?)```/g)].map((match) => match[1]);

/** Lines `expression // → value`, each after the statements that come before it in its block. */
const examples = blocks.flatMap((block) => {
  const lines = block.split('\n');
  return lines.flatMap((line, i) => {
    const [expression, value] = line.split(' // → ');
    if (value === undefined) return [];
    const before = lines.slice(0, i).filter((other) => !other.includes(' // → '));
    return [{ expression, value, program: `${before.join('\n')}\nreturn ${expression};` }];
  });
});

describe('the examples of docs/tensors.md', () => {
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
