import { ts } from './compiler.js';
import { helperNames } from './interop.js';
import type { Rewriting, Rewritten } from './rewriting.js';

/**
 * Each imported name that is a value is put on `exports`, whether the cell uses it or not, because a later cell may.
 * Every name has a `require` of its own: that keeps the names of the script to those of the cell.
 */
export function rewriteImport(rewriting: Rewriting, node: ts.ImportDeclaration): Rewritten {
  const clause = node.importClause;
  const module = () => required(rewriting, node.moduleSpecifier);
  if (!clause && laterSpecifier(rewriting, node.moduleSpecifier))
    return ts.setTextRange(rewriting.factory.createExpressionStatement(awaited(rewriting, node)), node);
  if (!clause) return ts.setTextRange(rewriting.factory.createExpressionStatement(module()), node);
  if (clause.isTypeOnly) return [];
  if (laterSpecifier(rewriting, node.moduleSpecifier)) return importLater(rewriting, node, clause);
  const statements: ts.Statement[] = [];
  const add = (name: ts.Identifier, value: ts.Expression) => {
    if (rewriting.options.references.isValue(name)) statements.push(put(rewriting, name, value, node));
  };
  if (clause.name) add(clause.name, rewriting.callOf(helperNames.default, module()));
  const bindings = clause.namedBindings;
  if (bindings && ts.isNamespaceImport(bindings)) {
    add(bindings.name, rewriting.callOf(helperNames.namespace, module()));
  }
  if (bindings && ts.isNamedImports(bindings)) {
    for (const { isTypeOnly, propertyName, name } of bindings.elements) {
      const imported = (propertyName ?? name).text;
      if (isTypeOnly) continue;
      if (imported === 'default') add(name, rewriting.callOf(helperNames.default, module()));
      else add(name, rewriting.factory.createPropertyAccessExpression(module(), imported));
    }
  }
  return statements;
}

/** The same for an ES module: it is a namespace, and may have to be waited for. */
function importLater(rewriting: Rewriting, node: ts.ImportDeclaration, clause: ts.ImportClause): ts.Statement[] {
  const statements: ts.Statement[] = [];
  const add = (name: ts.Identifier, member: string | undefined) => {
    if (!rewriting.options.references.isValue(name)) return;
    const module = awaited(rewriting, node);
    const value = member === undefined ? module : rewriting.factory.createPropertyAccessExpression(module, member);
    statements.push(put(rewriting, name, value, node));
  };
  if (clause.name) add(clause.name, 'default');
  const bindings = clause.namedBindings;
  if (bindings && ts.isNamespaceImport(bindings)) add(bindings.name, undefined);
  if (bindings && ts.isNamedImports(bindings)) {
    for (const { isTypeOnly, propertyName, name } of bindings.elements)
      if (!isTypeOnly) add(name, (propertyName ?? name).text);
  }
  return statements;
}

function awaited(rewriting: Rewriting, node: ts.ImportDeclaration): ts.Expression {
  const { factory } = rewriting;
  const load = rewriting.callOf(helperNames.load, factory.createIdentifier('require'), node.moduleSpecifier);
  return factory.createAwaitExpression(load);
}

function laterSpecifier({ options }: Rewriting, specifier: ts.Expression): boolean {
  return ts.isStringLiteral(specifier) && options.loadsLater(specifier.text);
}

/** `import x = require('x')` and `import X = A.B`. */
export function rewriteImportEquals(rewriting: Rewriting, node: ts.ImportEqualsDeclaration): Rewritten {
  if (node.isTypeOnly || !rewriting.options.references.isValue(node.name)) return [];
  const { moduleReference } = node;
  const value = ts.isExternalModuleReference(moduleReference)
    ? required(rewriting, moduleReference.expression)
    : entity(rewriting, moduleReference);
  return put(rewriting, node.name, value, node);
}

function put(rewriting: Rewriting, name: ts.Identifier, value: ts.Expression, range: ts.Node): ts.Statement {
  const assignment = rewriting.factory.createAssignment(rewriting.access(name), value);
  return ts.setTextRange(rewriting.factory.createExpressionStatement(assignment), range);
}

function required(rewriting: Rewriting, specifier: ts.Expression): ts.Expression {
  const text = ts.isStringLiteralLike(specifier) ? rewriting.options.specifier(specifier.text) : '';
  return rewriting.callOf('require', ts.setTextRange(rewriting.factory.createStringLiteral(text, true), specifier));
}

function entity(rewriting: Rewriting, name: ts.EntityName): ts.Expression {
  if (ts.isIdentifier(name)) return rewriting.shared(name) ? rewriting.access(name) : name;
  return rewriting.factory.createPropertyAccessExpression(entity(rewriting, name.left), name.right.text);
}
