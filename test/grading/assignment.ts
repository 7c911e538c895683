import { codeCell, type StoredCell } from '../helpers/notebook-file.js';

/** The teacher's version of a small assignment: three exercises, each a solution cell and a cell of tests. */
export const ASSIGNMENT: readonly StoredCell[] = [
  codeCell(`// Homework: a dot product, a rectifier, a classifier.
const tolerance = 1e-6;`),
  solution(
    'dot',
    `function dot(a: number[], b: number[]): number {
  // BEGIN SOLUTION
  return a.reduce((sum, x, i) => sum + x * b[i], 0);
  // END SOLUTION
}`,
  ),
  tests(
    'test-dot',
    2,
    `import assert from 'node:assert';
assert.equal(dot([1, 2], [3, 4]), 11);
// BEGIN HIDDEN TESTS
assert.equal(dot([], []), 0);
assert.equal(dot([1, 2, 3], [1, 0, -1]), -2);
// END HIDDEN TESTS`,
  ),
  solution(
    'rectify',
    `function rectify(x: Tensor): Tensor {
  // BEGIN SOLUTION
  return x.clamp({ min: 0 });
  // END SOLUTION
}`,
  ),
  tests(
    'test-rectify',
    3,
    `import assert from 'node:assert';
const rectified = rectify(tensor([-1, 0, 2]));
assert.deepEqual(rectified.toArray(), [0, 0, 2]);`,
  ),
  solution(
    'sign',
    `/** 'minus', 'zero' or 'plus'. */
function sign(x: number): string {
  // BEGIN SOLUTION
  return x < 0 ? 'minus' : x > 0 ? 'plus' : 'zero';
  // END SOLUTION
}`,
  ),
  tests(
    'test-sign',
    4,
    `const wanted: [number, string][] = [[-2, 'minus'], [0, 'zero'], [1, 'plus'], [1e-9, 'plus']];
// One point an answer: nbgrader takes the number that is the cell's value.
wanted.filter(([x, name]) => sign(x) === name).length`,
  ),
];

/** The points of each cell of tests. */
export const FULL = { 'test-dot': 2, 'test-rectify': 3, 'test-sign': 4 };

function solution(id: string, source: string): StoredCell {
  return graded(id, source, { grade: false, solution: true, locked: false });
}

function tests(id: string, points: number, source: string): StoredCell {
  return graded(id, source, { grade: true, solution: false, locked: true, points });
}

function graded(id: string, source: string, kind: Record<string, boolean | number>): StoredCell {
  return codeCell(source, { nbgrader: { schema_version: 3, grade_id: id, task: false, ...kind } });
}
