import type { Magic } from '../magics/magic.js';
import { nearNames } from '../magics/near.js';
import { findMagic, MAGICS } from '../magics/table.js';
import { ts } from './compiler.js';

/** A magic of a cell. In the text that is compiled, an empty block `{}` stands in its place. */
export interface MagicLine {
  /** Offset of the magic and of its block. */
  at: number;
  /** `%time`, `%%html`, `!`. */
  written: string;
  magic: Magic;
  argument: string;
  /** The lines below a cell magic. */
  body: string;
  /** Where the code ends that belongs to the magic: its line, or the cell. */
  end: number;
}

/** A magic that cannot be: what to say, and where. */
export interface MagicProblem {
  at: number;
  written: string;
  message: string;
}

/** A cell's text without its magics, of the same length and lines. */
export interface MagicSplit {
  text: string;
  magics: MagicLine[];
  problems: MagicProblem[];
}

interface Candidate {
  at: number;
  written: string;
  /** Start and end of what follows the name. */
  rest: number;
  end: number;
}

const LINE = /^[^\S\r\n]*(%%?[A-Za-z]\w*|!(?=[^\s=!(]))([^\r\n]*)/gm;
const OPTIONS = /^(?:\s*-[nr]\s*\d+(?=\s))*/;

/**
 * Finds the magics of a cell and puts `{}` for each: unlike `;` it never ends the statement before it. A line is one if it begins with `%name` or `!command` where a
 * statement may begin; inside a template, a comment or an expression it is what TypeScript takes it for.
 */
export function splitMagics(code: string): MagicSplit {
  const candidates = [...code.matchAll(LINE)].map((match): Candidate => {
    const at = match.index + match[0].length - match[1].length - match[2].length;
    return { at, written: match[1], rest: at + match[1].length, end: match.index + match[0].length };
  });
  const split: MagicSplit = { text: code, magics: [], problems: [] };
  const [first] = candidates;
  if (!first) return split;
  if (first.written.startsWith('%%') && code.slice(0, first.at).trim() === '') {
    const magic = findMagic(first.written.slice(2));
    if (magic?.kind === 'cell') return rawCell(code, first, magic);
  }
  return withLines(code, candidates);
}

/** The whole cell is text for the magic. */
function rawCell(code: string, { at, written, rest, end }: Candidate, magic: Magic): MagicSplit {
  const body = code.slice(end).replace(/^(?:\r\n|\r|\n)/, '');
  const text = `${blank(code.slice(0, at))}{}${blank(code.slice(at + 2))}`;
  const line = { at, written, magic, argument: code.slice(rest, end).trim(), body, end: code.length };
  return { text, magics: [line], problems: [] };
}

function withLines(code: string, candidates: Candidate[]): MagicSplit {
  const texts = candidates.map((candidate) => replaced(code, candidate));
  const draft = spliced(code, candidates, texts);
  const file = ts.createSourceFile('cell.ts', draft, ts.ScriptTarget.Latest, false);
  const begins = new Set(file.statements.filter(ts.isBlock).map((statement) => statement.getStart(file)));
  const found = candidates.filter(({ at }) => begins.has(at));
  const split: MagicSplit = { text: code, magics: [], problems: [] };
  const taken: Candidate[] = [];
  for (const candidate of found) {
    const line = lineOf(code, candidate);
    if (typeof line !== 'string') split.magics.push(line);
    // `a` with `%b` on the next line is a remainder, if there is nothing wrong with it.
    else if (isTypeScript(code)) continue;
    else split.problems.push({ at: candidate.at, written: candidate.written, message: line });
    taken.push(candidate);
  }
  split.text = spliced(
    code,
    taken,
    taken.map((candidate) => replaced(code, candidate)),
  );
  return split;
}

/** The magic of a line, or what is wrong with it. */
function lineOf(code: string, { at, written, rest, end }: Candidate): MagicLine | string {
  const magic = findMagic(nameOf(written));
  const argument = code.slice(rest, end).trim();
  if (!magic) return unknown(written);
  const whole = written.startsWith('%%');
  const isFirst = code.slice(0, at).trim() === '';
  if (magic.kind === 'cell') return `expected as %%${magic.name} on the first line of a cell, got ${written}`;
  if (!takesCode(magic)) return whole ? `expected with one %, got ${written}` : line(argument);
  if (whole && !isFirst)
    return 'expected on the first line of a cell, got a later one; %time and %timeit take one line';
  const options = OPTIONS.exec(code.slice(rest, end))?.[0] ?? '';
  if (!whole && code.slice(rest + options.length, end).trim() === '') return 'expected a statement, got nothing';
  return line(options.trim());

  function line(text: string): MagicLine {
    return { at, written, magic: magic as Magic, argument: text, body: '', end: whole ? code.length : end };
  }
}

function unknown(written: string): string {
  const near = nearNames(
    nameOf(written),
    MAGICS.map(({ name }) => name),
  ).map((name) => (findMagic(name)?.kind === 'cell' ? `%%${name}` : `%${name}`));
  const hint = near.length > 0 ? `did you mean ${near.join(' or ')}?` : '%lsmagic lists them';
  return `expected a magic that exists, got none of that name; ${hint}`;
}

/** `{}` and blanks for a magic's line, but for the code in it. */
function replaced(code: string, { written, at, rest, end }: Candidate): string {
  const magic = findMagic(nameOf(written));
  const options = magic && takesCode(magic) ? (OPTIONS.exec(code.slice(rest, end))?.[0] ?? '') : code.slice(rest, end);
  const gone = rest + options.length;
  return `{}${blank(code.slice(at + 2, gone))}${code.slice(gone, end)}`;
}

function spliced(code: string, candidates: Candidate[], texts: string[]): string {
  let result = code;
  for (const [index, { at, end }] of candidates.entries())
    result = result.slice(0, at) + texts[index] + result.slice(end);
  return result;
}

function takesCode({ kind }: Magic): boolean {
  return kind === 'code' || kind === 'repeat';
}

function nameOf(written: string): string {
  return written.replace(/^%+/, '');
}

function isTypeScript(code: string): boolean {
  const file = ts.createSourceFile('cell.ts', code, ts.ScriptTarget.Latest, false);
  return (file as unknown as { parseDiagnostics: unknown[] }).parseDiagnostics.length === 0;
}

function blank(text: string): string {
  return text.replace(/[^\r\n]/g, ' ');
}
