import { isValuePosition, ts } from './compiler.js';
import { helperNames } from './interop.js';
import type { Rewriting } from './rewriting.js';

/** `x` becomes `exports.x`. */
export function rewriteIdentifier(rewriting: Rewriting, node: ts.Identifier): ts.Node {
  return isValuePosition(node) && rewriting.shared(node) ? rewriting.access(node) : node;
}

/** `{ x }` becomes `{ x: exports.x }`; as a target, `{ x = 1 }` becomes `{ x: exports.x = 1 }`. */
export function rewriteShorthand(rewriting: Rewriting, node: ts.ShorthandPropertyAssignment): ts.Node {
  if (!rewriting.shared(node.name)) return rewriting.children(node);
  const { factory } = rewriting;
  const access = rewriting.access(node.name);
  const initial = rewriting.one(node.objectAssignmentInitializer);
  const value = initial ? factory.createAssignment(access, initial) : access;
  return ts.setTextRange(factory.createPropertyAssignment(node.name.text, value), node);
}

/** A function taken from `exports` is called without it as `this`, as it would be by its own name. */
export function rewriteCall(rewriting: Rewriting, node: ts.CallExpression): ts.Node {
  if (node.expression.kind === ts.SyntaxKind.ImportKeyword) return dynamicImport(rewriting, node);
  const visited = rewriting.children(node);
  if (!ts.isIdentifier(node.expression) || visited.expression === node.expression) return visited;
  const callee = detached(rewriting, visited.expression, node.expression);
  return rewriting.factory.updateCallExpression(visited, callee, visited.typeArguments, visited.arguments);
}

/** The same for the function of a tagged template. */
export function rewriteTag(rewriting: Rewriting, node: ts.TaggedTemplateExpression): ts.Node {
  const visited = rewriting.children(node);
  if (!ts.isIdentifier(node.tag) || visited.tag === node.tag) return visited;
  const tag = detached(rewriting, visited.tag, node.tag);
  return rewriting.factory.updateTaggedTemplateExpression(visited, tag, visited.typeArguments, visited.template);
}

function detached({ factory }: Rewriting, access: ts.Expression, name: ts.Identifier): ts.Expression {
  const comma = factory.createComma(factory.createNumericLiteral(0), access);
  const callee = factory.createParenthesizedExpression(comma);
  // V8 reports a call behind its callee if that is in parentheses; so their end, too, leads to where the name begins.
  const start = { pos: name.getStart(), end: name.getStart() };
  for (const node of [access, callee]) ts.setSourceMapRange(node, start);
  return ts.setTextRange(callee, access);
}

/** `import(x)` goes through `require` first, so that a module is the same however it is imported. */
function dynamicImport(rewriting: Rewriting, node: ts.CallExpression): ts.Node {
  const [argument] = node.arguments;
  if (!argument) return node;
  const specifier = ts.isStringLiteralLike(argument)
    ? rewriting.factory.createStringLiteral(rewriting.options.specifier(argument.text), true)
    : rewriting.one(argument);
  const require = rewriting.factory.createIdentifier('require');
  return ts.setTextRange(rewriting.callOf(helperNames.load, require, specifier), node);
}
