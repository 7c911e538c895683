import { ts } from './compiler.js';
import { helperNames } from './interop.js';
import type { Rewriting } from './rewriting.js';
import { awaits, type CellItem, type MagicStatement } from './statements.js';

/**
 * A magic becomes a call of the runner's function for it, which is awaited; the statements that it runs become a
 * function, and then nothing is awaited unless they do.
 */
export function rewriteMagic(
  rewriting: Rewriting,
  statement: MagicStatement,
  block: (items: readonly CellItem[]) => ts.Statement[],
): ts.Statement {
  const { factory, options } = rewriting;
  const { line, anchor, items } = statement;
  const isAsync = awaits(statement, options.loadsLater);
  const { kind, name } = line.magic;
  const texts = [name, line.argument, line.body].map((text) => factory.createStringLiteral(text, true));
  const runsCode = kind === 'code' || kind === 'repeat';
  const code = runsCode ? [functionOf(rewriting, block(items), isAsync)] : [];
  const call = ts.setTextRange(rewriting.callOf(helperNames.magic, ...texts, ...code), anchor);
  const value = isAsync ? ts.setTextRange(factory.createAwaitExpression(call), anchor) : call;
  return ts.setTextRange(factory.createExpressionStatement(value), anchor);
}

function functionOf({ factory }: Rewriting, statements: ts.Statement[], isAsync: boolean): ts.Expression {
  const modifiers = isAsync ? [factory.createModifier(ts.SyntaxKind.AsyncKeyword)] : undefined;
  const body = factory.createBlock(statements, true);
  return factory.createArrowFunction(modifiers, undefined, [], undefined, undefined, body);
}
