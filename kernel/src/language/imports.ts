import { ts } from './compiler.js';
import type { RewriteOptions } from './rewrite.js';

/** Functions at the end of a script that bridge CommonJS and ES modules. Their names are not ones a cell would use. */
export const helperNames = { default: '$importDefault', namespace: '$importNamespace', load: '$importLater' } as const;

/**
 * What each helper is: the default export of an ES module (or one compiled from it) and else the whole
 * `module.exports`; all exports with such a default; the same later, as a promise that rejects where `require` throws.
 */
const helpers: Record<string, string> = {
  [helperNames.default]: '(module) { return module?.__esModule ? module.default : module; }',
  [helperNames.namespace]:
    "(module) { return module?.__esModule || module?.[Symbol.toStringTag] === 'Module' ? module : " +
    '{ ...module, default: module }; }',
  [helperNames.load]: `(require, id) { return new Promise((done) => done(${helperNames.namespace}(require(id)))); }`,
};

/** The script with the helpers that it calls; they stand at its end, so that no line of the cell moves. */
export function withHelpers(js: string): string {
  const called = [helperNames.load, helperNames.default, helperNames.namespace].filter(
    (name) => js.includes(name + '(') || (name === helperNames.namespace && js.includes(helperNames.load + '(')),
  );
  return js + called.map((name) => `\nfunction ${name}${helpers[name]}`).join('');
}

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
