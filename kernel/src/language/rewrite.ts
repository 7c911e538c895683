import { ts } from './compiler.js';
import { functionNames, rewriteNamed, rewriteVariables } from './declarations.js';
import { rewriteCall, rewriteIdentifier, rewriteShorthand, rewriteTag } from './expressions.js';
import { rewriteImport, rewriteImportEquals } from './imports.js';
import { rewriteFor, rewriteForEach } from './loops.js';
import { rewriteMagic } from './magic-calls.js';
import { type RewriteOptions, Rewriting, type Rewritten } from './rewriting.js';
import { type CellItem, isMagic, resultOf } from './statements.js';

/**
 * Turns a checked cell into a script over `exports`, before types are erased.
 *
 * Every top-level name of a cell lives on `exports`, also for the cell itself: declarations stay (functions keep their
 * names, destructuring its form) and are followed by `exports.x = x`, and every use of `x` becomes `exports.x`. So all
 * cells see one variable, and a function declared again is used by the functions that were there before, as in a
 * Python notebook.
 */
export function rewriteCell(options: RewriteOptions): ts.TransformerFactory<ts.SourceFile> {
  return (context) => (file) => rewriteFile(new Rewriting(context, options, rewriteNode), file);
}

type Rule = (rewriting: Rewriting, node: never) => Rewritten;

const keep: Rule = (_, node) => node;

const rules = new Map<ts.SyntaxKind, Rule>([
  [ts.SyntaxKind.Identifier, rewriteIdentifier],
  [ts.SyntaxKind.ShorthandPropertyAssignment, rewriteShorthand],
  [ts.SyntaxKind.CallExpression, rewriteCall],
  [ts.SyntaxKind.TaggedTemplateExpression, rewriteTag],
  [ts.SyntaxKind.VariableStatement, rewriteVariables],
  [ts.SyntaxKind.ForStatement, rewriteFor],
  [ts.SyntaxKind.ForOfStatement, rewriteForEach],
  [ts.SyntaxKind.ForInStatement, rewriteForEach],
  [ts.SyntaxKind.ClassDeclaration, rewriteNamed],
  [ts.SyntaxKind.EnumDeclaration, rewriteNamed],
  [ts.SyntaxKind.ModuleDeclaration, rewriteNamed],
  [ts.SyntaxKind.ImportDeclaration, rewriteImport],
  [ts.SyntaxKind.ImportEqualsDeclaration, rewriteImportEquals],
  [ts.SyntaxKind.InterfaceDeclaration, keep],
  [ts.SyntaxKind.TypeAliasDeclaration, keep],
]);

function rewriteNode(rewriting: Rewriting, node: ts.Node): Rewritten {
  if (ts.isTypeNode(node) && !ts.isExpressionWithTypeArguments(node)) return node;
  const rule = rules.get(node.kind);
  return rule ? rule(rewriting, node as never) : rewriting.children(node);
}

function rewriteFile(rewriting: Rewriting, file: ts.SourceFile): ts.SourceFile {
  const { factory, options } = rewriting;
  const strict = factory.createExpressionStatement(factory.createStringLiteral('use strict', true));
  return factory.updateSourceFile(file, [strict, ...rewriteItems(rewriting, options.items, resultOf(options.items))]);
}

/** Statements of one block: its functions come first, because they exist before its first statement runs. */
function rewriteItems(
  rewriting: Rewriting,
  items: readonly CellItem[],
  result: ts.Statement | undefined,
): ts.Statement[] {
  const hoisted = functionNames(items).map((name) => rewriting.publish(name));
  const body = items.flatMap((item) => {
    if (isMagic(item)) return rewriteMagic(rewriting, item, (inner) => rewriteItems(rewriting, inner, result));
    if (item === result) return keepResult(rewriting, item as ts.ExpressionStatement);
    return (rewriting.visit(item) as ts.Statement | ts.Statement[] | undefined) ?? [];
  });
  return [...hoisted, ...body];
}

/** The last expression is kept under a name of its own. */
function keepResult(rewriting: Rewriting, statement: ts.ExpressionStatement): ts.Statement {
  const { factory, options } = rewriting;
  const value = rewriting.one(statement.expression);
  const assignment = factory.createAssignment(rewriting.onExports(options.resultName), value);
  return ts.setTextRange(factory.createExpressionStatement(assignment), statement);
}
