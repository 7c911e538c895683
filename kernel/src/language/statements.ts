import { ts } from './compiler.js';
import type { MagicLine } from './magic-lines.js';

/** A magic in its place, with the statements that it runs. */
export interface MagicStatement {
  line: MagicLine;
  /** The empty block that stands for it. */
  anchor: ts.Statement;
  items: CellItem[];
}

/** What a cell is a list of. */
export type CellItem = ts.Statement | MagicStatement;

export function isMagic(item: CellItem): item is MagicStatement {
  return 'line' in item;
}

/** The statements and magics of a cell in their order. */
export function cellItems(file: ts.SourceFile, magics: readonly MagicLine[]): CellItem[] {
  const lines = new Map(magics.map((line) => [line.at, line]));
  const take = (statements: ts.Statement[]): CellItem[] => {
    const items: CellItem[] = [];
    for (let statement = statements.shift(); statement; statement = statements.shift()) {
      const line = ts.isBlock(statement) ? lines.get(statement.getStart(file)) : undefined;
      if (!line) items.push(statement);
      else items.push({ line, anchor: statement, items: take(takesCode(line) ? within(statements, line.end) : []) });
    }
    return items;
  };
  const within = (statements: ts.Statement[], end: number): ts.Statement[] => {
    const beyond = statements.findIndex((statement) => statement.getStart(file) >= end);
    return statements.splice(0, beyond < 0 ? statements.length : beyond);
  };
  return take([...file.statements]);
}

function takesCode({ magic }: MagicLine): boolean {
  return magic.kind === 'code' || magic.kind === 'repeat';
}

/** The expression statement at the end of a cell, whose value is shown. */
export function resultOf(items: readonly CellItem[]): ts.ExpressionStatement | undefined {
  const last = items.findLast((item) => isMagic(item) || !ts.isEmptyStatement(item));
  if (!last) return undefined;
  if (isMagic(last)) return last.line.magic.kind === 'code' ? resultOf(last.items) : undefined;
  return ts.isExpressionStatement(last) ? last : undefined;
}

/** Whether an item has to be waited for; `loadsLater` tells which packages cannot be had at once. */
export function awaits(item: CellItem, loadsLater: (specifier: string) => boolean): boolean {
  if (!isMagic(item)) return importsLater(item, loadsLater) || awaitsOutsideFunctions(item);
  return !takesCode(item.line) || item.items.some((inner) => awaits(inner, loadsLater));
}

function importsLater(statement: ts.Statement, loadsLater: (specifier: string) => boolean): boolean {
  if (!ts.isImportDeclaration(statement) || !ts.isStringLiteral(statement.moduleSpecifier)) return false;
  return !isTypeOnly(statement) && loadsLater(statement.moduleSpecifier.text);
}

/** `import type …`. */
export function isTypeOnly({ importClause }: ts.ImportDeclaration): boolean {
  return importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword;
}

function awaitsOutsideFunctions(node: ts.Node): boolean {
  if (ts.isFunctionLike(node) || ts.isClassStaticBlockDeclaration(node) || ts.isTypeNode(node)) return false;
  if (ts.isAwaitExpression(node)) return true;
  if (ts.isForOfStatement(node) && node.awaitModifier) return true;
  if (ts.isVariableDeclarationList(node) && (node.flags & ts.NodeFlags.AwaitUsing) === ts.NodeFlags.AwaitUsing)
    return true;
  return ts.forEachChild(node, awaitsOutsideFunctions) ?? false;
}
