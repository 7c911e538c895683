import { type StoredCell, sourceOf } from '../helpers/notebook-file.js';
import { FULL } from './assignment.js';

/** What a student hands in, and what a teacher would give for it. */
export interface Submission {
  /** As the gradebook calls the student. */
  name: string;
  /** What the student did to the released cells, in words. */
  story: string;
  answers: Partial<Record<'dot' | 'rectify' | 'sign', string>>;
  /** Changes beyond answers. */
  edit?: (cells: StoredCell[]) => StoredCell[];
  points: Record<keyof typeof FULL, number>;
}

const RIGHT = {
  dot: 'function dot(a: number[], b: number[]) { return a.map((x, i) => x * b[i]).reduce((x, y) => x + y, 0); }',
  rectify: 'const rectify = (x: Tensor) => x.relu();',
  sign: "function sign(x: number) { return ['minus', 'zero', 'plus'][Math.sign(x) + 1]; }",
};

const NOTHING = { 'test-dot': 0, 'test-rectify': 0, 'test-sign': 0 };
const WITHOUT_RECTIFY = { ...FULL, 'test-rectify': 0 };

export const SUBMISSIONS: readonly Submission[] = [
  { name: 'right', story: 'every answer is right', answers: RIGHT, points: FULL },
  { name: 'blank', story: 'nothing is answered', answers: {}, points: NOTHING },
  {
    name: 'wrong',
    story: 'every answer is wrong, one only in the hidden tests, one in its types',
    answers: {
      dot: 'function dot(a: number[], b: number[]) { return a[0] * b[0] + a[1] * b[1]; }',
      rectify: 'function rectify(x: Tensor): Tensor { return x.toArray(); }',
      sign: "function sign(x: number) { return 'positive'; }",
    },
    points: NOTHING,
  },
  {
    name: 'partial',
    story: 'half of one exercise is right',
    answers: { ...RIGHT, sign: "function sign(x: number) { return x < 0 ? 'minus' : x >= 1 ? 'plus' : 'none'; }" },
    points: { ...FULL, 'test-sign': 2 },
  },
  {
    name: 'editor',
    story: 'a cell of tests is deleted, another one emptied to hide a wrong answer',
    answers: { ...RIGHT, rectify: 'const rectify = (x: Tensor) => x;' },
    edit: (cells) => {
      const kept = cells.filter((cell) => idOf(cell) !== 'test-dot');
      return kept.map((cell) => (idOf(cell) === 'test-rectify' ? { ...cell, source: '3' } : cell));
    },
    points: WITHOUT_RECTIFY,
  },
  {
    name: 'loop',
    story: 'an answer never ends',
    answers: { ...RIGHT, rectify: 'function rectify(x: Tensor): Tensor { while (true) {} }' },
    points: WITHOUT_RECTIFY,
  },
  {
    name: 'await',
    story: 'a cell waits for a promise that nobody keeps',
    answers: { ...RIGHT, rectify: 'const rectify: (x: Tensor) => Tensor = await new Promise(() => {});' },
    points: WITHOUT_RECTIFY,
  },
  {
    name: 'memory',
    story: 'an answer fills the memory',
    answers: {
      ...RIGHT,
      rectify: `function rectify(x: Tensor): Tensor {
  const all: number[][] = [];
  while (true) all.push(new Array(100_000).fill(0.5));
}`,
    },
    points: WITHOUT_RECTIFY,
  },
  {
    name: 'exit',
    story: 'an answer ends the process',
    answers: { ...RIGHT, rectify: 'function rectify(x: Tensor): Tensor { process.exit(0); }' },
    points: WITHOUT_RECTIFY,
  },
  {
    name: 'stderr',
    story: 'right answers use a library that writes to stderr',
    answers: {
      ...RIGHT,
      sign: `import { nameOf } from './noisy.mjs';\nconst sign = (x: number): string => nameOf(x);`,
    },
    points: FULL,
  },
];

/** A library of the kind that warns whenever it is used. */
export const NOISY_LIBRARY = `
process.emitWarning('nameOf is old', 'DeprecationWarning');
export function nameOf(x) {
  console.error('nameOf: called with', x);
  process.stderr.write('nameOf: done\\n');
  return x < 0 ? 'minus' : x > 0 ? 'plus' : 'zero';
}
`;

/** The cells that a student hands in. @param released as the student got them */
export function cellsOf({ answers, edit }: Submission, released: StoredCell[]): StoredCell[] {
  const answered = released.map((cell) => {
    const answer = answers[idOf(cell) as keyof typeof answers];
    return { ...cell, source: answer ?? sourceOf(cell) };
  });
  return edit ? edit(answered) : answered;
}

function idOf({ metadata }: StoredCell): string {
  return (metadata.nbgrader as { grade_id: string } | undefined)?.grade_id ?? '';
}
