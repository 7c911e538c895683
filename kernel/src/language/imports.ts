import { ts } from './compiler.js';
import { helperNames } from './interop.js';
import type { RewriteOptions } from './rewrite.js';

/**
 * The statements for an import: each name that is a value is put on `exports`, whether the cell uses it or not, because
 * a later cell may. Undefined if the node is no import.
 */
export function importStatements(
  node: ts.Node,
  options: RewriteOptions,
  factory: ts.NodeFactory,
  target: (name: ts.Identifier) => ts.Expression,
): ts.Statement[] | undefined {
  const put = (name: ts.Identifier, value: ts.Expression, range: ts.Node) =>
    ts.setTextRange(factory.createExpressionStatement(factory.createAssignment(target(name), value)), range);

  if (ts.isImportEqualsDeclaration(node)) {
    if (node.isTypeOnly || !options.references.isValue(node.name)) return [];
    const { moduleReference } = node;
    if (!ts.isExternalModuleReference(moduleReference))
      return [put(node.name, entity(moduleReference, options, target, factory), node)];
    return [put(node.name, required(moduleReference.expression), node)];
  }
  if (!ts.isImportDeclaration(node)) return undefined;

  const module = () => required(node.moduleSpecifier);
  const clause = node.importClause;
  if (!clause) return [ts.setTextRange(factory.createExpressionStatement(module()), node)];
  if (clause.isTypeOnly) return [];
  const statements: ts.Statement[] = [];
  const add = (name: ts.Identifier, value: ts.Expression) => {
    if (options.references.isValue(name)) statements.push(put(name, value, node));
  };
  if (clause.name) add(clause.name, helper(helperNames.default, module()));
  const bindings = clause.namedBindings;
  if (bindings && ts.isNamespaceImport(bindings)) add(bindings.name, helper(helperNames.namespace, module()));
  if (bindings && ts.isNamedImports(bindings)) {
    for (const { isTypeOnly, propertyName, name } of bindings.elements) {
      if (isTypeOnly) continue;
      const imported = (propertyName ?? name).text;
      const isDefault = imported === 'default';
      add(
        name,
        isDefault ? helper(helperNames.default, module()) : factory.createPropertyAccessExpression(module(), imported),
      );
    }
  }
  return statements;

  function required(specifier: ts.Expression): ts.Expression {
    const text = ts.isStringLiteralLike(specifier) ? options.specifier(specifier.text) : '';
    const literal = ts.setTextRange(factory.createStringLiteral(text, true), specifier);
    return factory.createCallExpression(factory.createIdentifier('require'), undefined, [literal]);
  }

  function helper(name: string, argument: ts.Expression): ts.Expression {
    return factory.createCallExpression(factory.createIdentifier(name), undefined, [argument]);
  }
}

/** The value of `A.B` in `import X = A.B`. */
function entity(
  name: ts.EntityName,
  options: RewriteOptions,
  target: (name: ts.Identifier) => ts.Expression,
  factory: ts.NodeFactory,
): ts.Expression {
  if (ts.isQualifiedName(name)) {
    return factory.createPropertyAccessExpression(entity(name.left, options, target, factory), name.right.text);
  }
  return options.references.shared(name) ? target(name) : name;
}
