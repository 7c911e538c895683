import { ts } from './compiler.js';
import type { Rewriting } from './rewriting.js';

/** `for (var i = 0; …)`: the variable is the cell's, so its declaration becomes an assignment to `exports`. */
export function rewriteFor(rewriting: Rewriting, node: ts.ForStatement): ts.Node {
  const list = node.initializer;
  if (!list || !ts.isVariableDeclarationList(list) || sharedNames(rewriting, list).length === 0) {
    return rewriting.children(node);
  }
  const { factory } = rewriting;
  const assignments = list.declarations.map(({ name, initializer }): ts.Expression => {
    const value = rewriting.one(initializer) ?? factory.createVoidZero();
    return factory.createAssignment(target(rewriting, name), value);
  });
  return factory.updateForStatement(
    node,
    assignments.reduce((left, right) => factory.createComma(left, right)),
    rewriting.one(node.condition),
    rewriting.one(node.incrementor),
    rewriting.one(node.statement),
  );
}

/** `for (var x of …)`: each turn begins by publishing its variable. */
export function rewriteForEach(rewriting: Rewriting, node: ts.ForOfStatement | ts.ForInStatement): ts.Node {
  const list = node.initializer;
  const names = ts.isVariableDeclarationList(list) ? sharedNames(rewriting, list) : [];
  const visited = rewriting.children(node);
  if (names.length === 0) return visited;
  const { factory } = rewriting;
  const body = factory.createBlock([...names.map((name) => rewriting.publish(name)), visited.statement], true);
  return ts.isForOfStatement(visited)
    ? factory.updateForOfStatement(visited, visited.awaitModifier, visited.initializer, visited.expression, body)
    : factory.updateForInStatement(visited, visited.initializer, visited.expression, body);
}

function sharedNames(rewriting: Rewriting, list: ts.VariableDeclarationList): ts.Identifier[] {
  return list.declarations.flatMap(({ name }) => rewriting.declaredNames(name));
}

/** The assignment target with the shape of a binding. */
function target(rewriting: Rewriting, binding: ts.BindingName): ts.Expression {
  const { factory } = rewriting;
  if (ts.isIdentifier(binding)) return rewriting.access(binding);
  if (ts.isArrayBindingPattern(binding)) {
    return factory.createArrayLiteralExpression(
      binding.elements.map((element) => {
        if (ts.isOmittedExpression(element)) return element;
        const to = withDefault(rewriting, element);
        return element.dotDotDotToken ? factory.createSpreadElement(to) : to;
      }),
    );
  }
  return factory.createObjectLiteralExpression(
    binding.elements.map((element) => {
      const to = withDefault(rewriting, element);
      if (element.dotDotDotToken) return factory.createSpreadAssignment(to);
      const key = rewriting.one(element.propertyName) ?? (element.name as ts.Identifier).text;
      return factory.createPropertyAssignment(key, to);
    }),
  );
}

function withDefault(rewriting: Rewriting, element: ts.BindingElement): ts.Expression {
  const to = target(rewriting, element.name);
  const initial = rewriting.one(element.initializer);
  return initial ? rewriting.factory.createAssignment(to, initial) : to;
}
