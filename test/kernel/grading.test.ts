import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { frontEndBin } from '../../scripts/setup/front-ends.mjs';
import { VENV } from '../../scripts/setup/paths.mjs';
import { ASSIGNMENT } from '../grading/assignment.js';
import { cellsOf, NOISY_LIBRARY, SUBMISSIONS } from '../grading/submissions.js';
import { KERNEL_ENTRY } from '../helpers/kernel-client.js';
import { readNotebook, sourceOf, writeNotebook } from '../helpers/notebook-file.js';

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));
const POINTS = path('../grading/points.py');
const DOCS = path('../../docs/grading.md');

/** Seconds that a cell of a submission may take here. */
const CELL_LIMIT = 20;
const LONG = 480_000;

describe('nbgrader', () => {
  let course: string;
  let env: NodeJS.ProcessEnv;
  /** Points of each student's test cells, from the gradebook. */
  let grades: Record<string, Record<string, number | null>>;
  let log: string;

  beforeAll(() => {
    course = mkdtempSync(join(tmpdir(), 'lectern-course-'));
    const jupyter = [course, VENV].map((prefix) => join(prefix, 'share', 'jupyter'));
    env = { ...process.env, HOME: course, JUPYTER_PATH: jupyter.join(':') };
    env.JUPYTER_PREFER_ENV_PATH = '0';
    env.PATH = `${dirname(frontEndBin('nbgrader'))}:${env.PATH}`;
    execFileSync(process.execPath, [KERNEL_ENTRY, 'install', '--prefix', course, '--max-memory', '300']);
    const [config] = readFileSync(DOCS, 'utf8').match(/(?<=```python\n)[\s\S]*?(?=```)/)!;
    writeFileSync(join(course, 'nbgrader_config.py'), config);
    writeAssignment('source', 'homework', [...ASSIGNMENT]);
    nbgrader('generate_assignment', 'homework');
    for (const submission of SUBMISSIONS) {
      const { cells } = readNotebook(join(course, 'release/homework/homework.ipynb'));
      writeAssignment(join('submitted', submission.name), 'homework', cellsOf(submission, cells));
    }
    const limits = [`--Execute.timeout=${CELL_LIMIT}`, '--Execute.iopub_timeout=4'];
    log = nbgrader('autograde', 'homework', ...limits);
    const answer = run(frontEndBin('python'), [POINTS, join(course, 'gradebook.db'), 'homework']);
    grades = JSON.parse(answer.stdout);
  }, LONG);
  afterAll(() => rmSync(course, { recursive: true, force: true }));

  function writeAssignment(place: string, name: string, cells: Parameters<typeof writeNotebook>[1]) {
    const folder = join(course, place, name);
    mkdirSync(folder, { recursive: true });
    writeNotebook(join(folder, `${name}.ipynb`), cells);
    writeFileSync(join(folder, 'noisy.mjs'), NOISY_LIBRARY);
  }

  function run(program: string, args: string[]) {
    const answer = spawnSync(program, args, { cwd: course, env, encoding: 'utf8' });
    if (answer.status !== 0) throw new Error(`${program} ${args.join(' ')} failed:\n${answer.stderr}`);
    return answer;
  }

  function nbgrader(...args: string[]): string {
    const { stdout, stderr } = run(frontEndBin('nbgrader'), args);
    return stdout + stderr;
  }

  it('hands out an assignment without solutions and hidden tests', () => {
    const { cells } = readNotebook(join(course, 'release/homework/homework.ipynb'));
    const text = cells.map(sourceOf).join('\n');
    expect(cells).toHaveLength(ASSIGNMENT.length);
    expect(text.match(/^ *throw new Error\("Not implemented"\);$/gm)).toHaveLength(3);
    expect(text).toContain('dot([1, 2], [3, 4])');
    expect(text).not.toMatch(/SOLUTION|HIDDEN|reduce|dot\(\[\]/);
  });

  it('grades every submission', () => {
    expect(Object.keys(grades).sort()).toEqual(SUBMISSIONS.map(({ name }) => name).sort());
    expect(log).not.toMatch(/error processing|failed assignment/);
  });

  it.each(SUBMISSIONS)('gives the points that a teacher expects when $story', ({ name, points }) => {
    expect(grades[name]).toEqual(points);
  });

  it('writes feedback that shows why points were lost', { timeout: LONG }, () => {
    nbgrader('generate_feedback', 'homework');
    const feedback = (name: string) => readFileSync(join(course, 'feedback', name, 'homework/homework.html'), 'utf8');
    expect(feedback('blank')).toContain('Not implemented');
    expect(feedback('wrong')).toContain('is not assignable to type');
    expect(feedback('memory')).toContain('ran out of memory');
  });

  it("validates the teacher's notebook, and not the one that is handed out", { timeout: LONG }, () => {
    expect(nbgrader('validate', 'source/homework/homework.ipynb')).toContain('Success!');
    expect(nbgrader('validate', 'release/homework/homework.ipynb')).toMatch(/failed on 3 cell/i);
  });
});
