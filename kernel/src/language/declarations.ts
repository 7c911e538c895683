import { isInstantiated, ts } from './compiler.js';
import type { Rewriting, Rewritten } from './rewriting.js';
import { type CellItem, isMagic } from './statements.js';

/** Each declaration becomes a statement of its own, followed by `exports.x = x` for each of its names. */
export function rewriteVariables(rewriting: Rewriting, node: ts.VariableStatement): Rewritten {
  const { declarations, flags } = node.declarationList;
  const shared = declarations.some(({ name }) => rewriting.declaredNames(name).length > 0);
  return shared
    ? declarations.flatMap((declaration) => variable(rewriting, node, declaration, flags))
    : rewriting.children(node);
}

function variable(
  rewriting: Rewriting,
  node: ts.VariableStatement,
  declaration: ts.VariableDeclaration,
  flags: ts.NodeFlags,
): ts.Statement[] {
  const isVar = !(flags & ts.NodeFlags.BlockScoped);
  // `var x = 1; var x;` leaves x at 1, so the second one must not publish the empty local variable.
  if (isVar && !declaration.initializer && !isFirst(declaration)) return [];
  const { factory } = rewriting;
  const names = rewriting.declaredNames(declaration.name);
  const initializer = rewriting.one(declaration.initializer);
  const name = rewriting.within(names, () => rewriting.one(declaration.name));
  const updated = factory.updateVariableDeclaration(declaration, name, undefined, undefined, initializer);
  const list = factory.createVariableDeclarationList([updated], flags);
  const statement = ts.setTextRange(factory.createVariableStatement(undefined, list), node);
  return [statement, ...names.map((local) => rewriting.publish(local))];
}

function isFirst(declaration: ts.VariableDeclaration): boolean {
  const { symbol } = declaration as unknown as { symbol?: ts.Symbol };
  return symbol?.declarations?.[0] === declaration;
}

/** Classes, enums and namespaces stay as they are, with their own names local inside, and are published after. */
export function rewriteNamed(
  rewriting: Rewriting,
  node: ts.ClassDeclaration | ts.EnumDeclaration | ts.ModuleDeclaration,
): Rewritten {
  const name = node.name && ts.isIdentifier(node.name) ? node.name : undefined;
  if (!name || !rewriting.declared(name)) return rewriting.children(node);
  const visited = rewriting.within([name], () => rewriting.children(node));
  const leavesValue = !ts.isModuleDeclaration(node) || isInstantiated(node);
  return leavesValue ? [visited, rewriting.publish(name)] : visited;
}

/** The names of the functions among the statements: they exist before the first statement runs. */
export function functionNames(items: readonly CellItem[]): ts.Identifier[] {
  return items.flatMap((item) =>
    !isMagic(item) && ts.isFunctionDeclaration(item) && item.body && item.name ? [item.name] : [],
  );
}
