import * as lectern from 'lectern';
import { expect } from 'vitest';
import { compiler as ts } from '../../scripts/report/public-names.mjs';

/** What stands between an expression and the value that it is said to have. */
const ARROW = ' // → ';

/** A block of code to run, in which lines may say `expression // → value`. */
export interface Example {
  /** First line with a value, or else the first line, for the name of a test. */
  title: string;
  code: string;
}

/** Examples of a doc comment: lines that are indented by four. */
export function commentExamples(comment: string): Example[] {
  const blocks = comment.split(/\n(?! {4}|\s*\n)/).map((part) => part.split('\n').filter((line) => /^ {4}/.test(line)));
  return blocks.flatMap((lines) => asExample(lines.map((line) => line.slice(4)).join('\n')));
}

/** Examples of a Markdown page: its blocks of TypeScript. */
export function pageExamples(page: string): Example[] {
  return [...page.matchAll(/```ts\n([\s\S]*?)```/g)].flatMap(([, code]) => asExample(code).filter(says));
}

/** Runs an example with every public name in scope, as a cell would, and compares what it says with what it gets. */
export async function runExample({ code }: Example): Promise<void> {
  const lines = code.split('\n').map((line) => {
    const [expression, value] = line.split(ARROW);
    return value === undefined ? line : `same(await (${expression.replace(/;$/, '')}), ${JSON.stringify(value)});`;
  });
  const program = `(async () => {\n${lines.join('\n')}\n})`;
  const options = { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext, alwaysStrict: false };
  const script = ts.transpileModule(program, { compilerOptions: options }).outputText;
  const run = new Function(...Object.keys(lectern), 'same', `return ${script}`);
  await run(...Object.values(lectern), same)();
}

function asExample(code: string): Example[] {
  const lines = code.split('\n').map((line) => line.trim());
  const title = lines.find((line) => line.includes(ARROW)) ?? lines.find((line) => line !== '');
  return title === undefined ? [] : [{ title, code }];
}

/** Pages also show programs that stand for themselves; those are run by notebooks. */
function says({ code }: Example): boolean {
  return code.includes(ARROW);
}

/** The value is written as JSON; its numbers may be rounded to the digits that are shown. */
function same(got: unknown, written: string): void {
  const plain: unknown = got instanceof lectern.Tensor ? got.toArray() : got;
  const rounded = JSON.stringify(plain, (_, value) => (typeof value === 'number' ? shown(value, written) : value));
  expect(JSON.parse(rounded ?? 'null')).toEqual(JSON.parse(written));
}

/** Rounded to as many decimals as the written numbers have at most; −0 is 0. */
function shown(value: number, written: string): number {
  const decimals = Math.max(0, ...[...written.matchAll(/\.(\d+)/g)].map(([, digits]) => digits.length));
  return Number(value.toFixed(Math.max(decimals, 4))) + 0;
}
