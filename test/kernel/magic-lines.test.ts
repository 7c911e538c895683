import { describe, expect, it } from 'vitest';
import { splitMagics } from '../../kernel/dist/language/magic-lines.js';
import { formatDuration } from '../../kernel/dist/magics/duration.js';
import { nearNames } from '../../kernel/dist/magics/near.js';

describe('the magics in a text', () => {
  it('become blocks and blanks, so that no character moves', () => {
    const code = 'f()\r\n  %timeit -n 3 g(1)\r\n!ls -l | wc\r\n%who';
    const { text, magics, problems } = splitMagics(code);
    expect(text).toBe('f()\r\n  {}           g(1)\r\n{}         \r\n{}  ');
    expect(magics.map(({ at, written, argument }) => [at, written, argument])).toEqual([
      [7, '%timeit', '-n 3'],
      [26, '!', 'ls -l | wc'],
      [39, '%who', ''],
    ]);
    expect(problems).toEqual([]);
  });

  it('are none inside of statements, templates and comments', () => {
    for (const code of ['f(\n%who\n)', 'x = `\n%who`', '/*\n!ls\n*/', 'if (a) {\n%who\n}', '!(a)', '!= 3', '1 %who'])
      expect(splitMagics(code)).toEqual({ text: code, magics: [], problems: [] });
  });

  it('take the rest of the cell as it is after a cell magic', () => {
    const { text, magics } = splitMagics('\n%%file -a x.txt\n%who\n`');
    expect(text).toBe('\n{}             \n    \n ');
    expect(magics).toMatchObject([{ written: '%%file', argument: '-a x.txt', body: '%who\n`', end: 23 }]);
  });

  it.each([
    ['%%who', 'expected with one %, got %%who'],
    ['%html', 'expected as %%html on the first line of a cell, got %html'],
    ['1;\n%%html', 'expected as %%html on the first line of a cell, got %%html'],
    ['1;\n%%time', 'expected on the first line of a cell, got a later one; %time and %timeit take one line'],
    ['%timeit -n 3 ', 'expected a statement, got nothing'],
    ['%markdwon', 'expected a magic that exists, got none of that name; did you mean %%markdown?'],
  ])('are refused in %j', (code, message) => {
    expect(splitMagics(code).problems.map((problem) => problem.message)).toEqual([message]);
  });
});

describe('durations', () => {
  it.each([
    [0.00000123, '1.23 ns'],
    [0.0123, '12.3 µs'],
    [4.567, '4.57 ms'],
    [123.4, '123 ms'],
    [1500, '1.50 s'],
    [200_400, '3 min 20 s'],
  ])('of %d ms read %s', (milliseconds, text) => {
    expect(formatDuration(milliseconds)).toBe(text);
  });
});

describe('near names', () => {
  it('are those that a slip of the keys leads to, nearest first', () => {
    const names = ['time', 'timeit', 'memory', 'html', 'who'];
    expect(nearNames('tmie', names)).toEqual(['time']);
    expect(nearNames('tim', names)).toEqual(['time', 'timeit']);
    expect(nearNames('Memroy', names)).toEqual(['memory']);
    expect(nearNames('xyz', names)).toEqual([]);
  });
});
