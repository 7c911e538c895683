import { describe, expect, it } from 'vitest';
import { murmur2 } from '../../kernel/dist/debug/murmur2.js';
import { PositionMap } from '../../kernel/dist/debug/position-map.js';

describe('the name of a cell', () => {
  it.each([
    ['', 0, 0],
    ['', 0x9747b28c, 275646681],
    ['a', 0x9747b28c, 2731586172],
    ['ab', 0x9747b28c, 316155434],
    ['abc', 0x9747b28c, 479470107],
    ['abcd', 0, 646393889],
    ['const é = "→ 😀";\nlet x = 1;', 0x9747b28c, 3827730069],
  ])('of %j with seed %i is the hash that JupyterLab computes', (text, seed, hash) => {
    expect(murmur2(text, seed)).toBe(hash);
  });
});

describe('a position map', () => {
  // Generated lines: 0 was added, 1 is source line 3, 2 was added, 3 is source line 0 from column 4 on.
  const map = new PositionMap(JSON.stringify({ version: 3, sources: ['cell 1'], mappings: ';AAGA,IAAI;;AAHA' }));

  it('leads from the script to the source, and nowhere for code that was added', () => {
    expect(map.original({ line: 1, column: 0 })).toEqual({ line: 3, column: 0 });
    expect(map.original({ line: 1, column: 3 })).toEqual({ line: 3, column: 0 });
    expect(map.original({ line: 1, column: 9 })).toEqual({ line: 3, column: 4 });
    expect(map.original({ line: 0, column: 0 })).toBeUndefined();
    expect(map.original({ line: 7, column: 0 })).toBeUndefined();
  });

  it('leads from a line of the source to the first code of that line or of the next that has code', () => {
    expect(map.generated(3)).toEqual({ line: 1, column: 0 });
    expect(map.generated(0)).toEqual({ line: 3, column: 0 });
    expect(map.generated(1)).toEqual({ line: 1, column: 0 });
    expect(map.generated(4)).toBeUndefined();
  });
});
