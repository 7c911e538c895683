import { isInstantiated, isValuePosition, ts } from './compiler.js';
import { importStatements } from './imports.js';
import { helperNames } from './interop.js';
import type { References } from './references.js';

/** What the emit learns while it rewrites. */
export interface RewriteOptions {
  references: References;
  /** Name on `exports` for the value of the last expression. */
  resultName: string;
  /** The specifier to `require`, given the one in the cell. */
  specifier(text: string): string;
}

/**
 * Turns a checked cell into a script over `exports`, before types are erased.
 *
 * Every top-level name of a cell lives on `exports`, also for the cell itself: declarations stay (functions keep their
 * names, destructuring its form) and are followed by `exports.x = x`, and every use of `x` becomes `exports.x`. So all
 * cells see one variable, and a function declared again is used by the functions that were there before, as in a
 * Python notebook.
 */
export function rewriteCell(options: RewriteOptions): ts.TransformerFactory<ts.SourceFile> {
  return (context) => (file) => new Rewriter(context, options).file(file);
}

class Rewriter {
  readonly #context: ts.TransformationContext;
  readonly #factory: ts.NodeFactory;
  readonly #options: RewriteOptions;
  /** Classes, enums, namespaces and patterns whose own names mean the local binding while inside them. */
  readonly #local = new Set<ts.Symbol>();

  constructor(context: ts.TransformationContext, options: RewriteOptions) {
    this.#context = context;
    this.#factory = context.factory;
    this.#options = options;
  }

  file(file: ts.SourceFile): ts.SourceFile {
    const { factory } = this;
    const last = file.statements.findLast((statement) => !ts.isEmptyStatement(statement));
    const strict = factory.createExpressionStatement(factory.createStringLiteral('use strict', true));
    const functions = file.statements.filter(
      (statement): statement is ts.FunctionDeclaration & { name: ts.Identifier } =>
        ts.isFunctionDeclaration(statement) && statement.body !== undefined && statement.name !== undefined,
    );
    const body = file.statements.flatMap((statement) =>
      statement === last && ts.isExpressionStatement(statement)
        ? [this.#result(statement)]
        : many(this.#visit(statement)),
    );
    const hoisted = functions.map(({ name }) => this.#publish(name));
    return factory.updateSourceFile(file, [strict, ...hoisted, ...body] as ts.Statement[]);
  }

  get factory(): ts.NodeFactory {
    return this.#factory;
  }

  #visit = (node: ts.Node): ts.VisitResult<ts.Node | undefined> => {
    if (ts.isTypeNode(node) && !ts.isExpressionWithTypeArguments(node)) return node;
    if (ts.isIdentifier(node)) return this.#identifier(node);
    if (ts.isShorthandPropertyAssignment(node)) return this.#shorthand(node);
    if (ts.isCallExpression(node)) return this.#call(node);
    if (ts.isTaggedTemplateExpression(node)) return this.#tag(node);
    if (ts.isVariableStatement(node)) return this.#variables(node);
    if (ts.isForStatement(node)) return this.#forVar(node);
    if (ts.isForOfStatement(node) || ts.isForInStatement(node)) return this.#forEachVar(node);
    if (ts.isClassDeclaration(node) || ts.isEnumDeclaration(node) || ts.isModuleDeclaration(node)) {
      return this.#named(node);
    }
    const imported = importStatements(node, this.#options, this.#factory, (name) => this.#access(name));
    if (imported) return imported;
    if (ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)) return node;
    return this.#children(node);
  };

  #children<T extends ts.Node>(node: T): T {
    return ts.visitEachChild(node, this.#visit, this.#context);
  }

  #identifier(node: ts.Identifier): ts.Expression {
    if (!isValuePosition(node)) return node;
    const symbol = this.#options.references.shared(node);
    return symbol && !this.#local.has(symbol) ? this.#access(node) : node;
  }

  /** `{ x }` becomes `{ x: exports.x }`; as a target, `{ x = 1 }` becomes `{ x: exports.x = 1 }`. */
  #shorthand(node: ts.ShorthandPropertyAssignment): ts.ObjectLiteralElementLike {
    const symbol = this.#options.references.shared(node.name);
    if (!symbol || this.#local.has(symbol)) return this.#children(node);
    const access = this.#access(node.name);
    const initial = node.objectAssignmentInitializer;
    const value = initial
      ? this.#factory.createAssignment(access, ts.visitNode(initial, this.#visit) as ts.Expression)
      : access;
    return ts.setTextRange(this.#factory.createPropertyAssignment(node.name.text, value), node);
  }

  /** A function taken from `exports` is called without it as `this`, as it would be by its own name. */
  #call(node: ts.CallExpression): ts.Node {
    const dynamic = this.#dynamicImport(node);
    if (dynamic) return dynamic;
    const visited = this.#children(node);
    if (!ts.isIdentifier(node.expression) || visited.expression === node.expression) return visited;
    const callee = this.#detached(visited.expression);
    return this.#factory.updateCallExpression(visited, callee, visited.typeArguments, visited.arguments);
  }

  #tag(node: ts.TaggedTemplateExpression): ts.Node {
    const visited = this.#children(node);
    if (!ts.isIdentifier(node.tag) || visited.tag === node.tag) return visited;
    const tag = this.#detached(visited.tag);
    return this.#factory.updateTaggedTemplateExpression(visited, tag, visited.typeArguments, visited.template);
  }

  #detached(access: ts.Expression): ts.Expression {
    const { factory } = this;
    const comma = factory.createComma(factory.createNumericLiteral(0), access);
    return ts.setTextRange(factory.createParenthesizedExpression(comma), access);
  }

  /** `import(x)` becomes a `require` that rejects instead of throwing: a script has no loader of its own. */
  #dynamicImport(node: ts.CallExpression): ts.Node | undefined {
    if (node.expression.kind !== ts.SyntaxKind.ImportKeyword || node.arguments.length === 0) return undefined;
    const [argument] = node.arguments;
    const specifier = ts.isStringLiteralLike(argument)
      ? this.#factory.createStringLiteral(this.#options.specifier(argument.text), true)
      : (ts.visitNode(argument, this.#visit) as ts.Expression);
    const call = this.#factory.createCallExpression(this.#factory.createIdentifier(helperNames.load), undefined, [
      this.#factory.createIdentifier('require'),
      specifier,
    ]);
    return ts.setTextRange(call, node);
  }

  #variables(node: ts.VariableStatement): ts.VisitResult<ts.Node> {
    const { declarations, flags } = node.declarationList;
    const shared = declarations.some((declaration) => this.#sharedNames(declaration.name).length > 0);
    if (!shared) return this.#children(node);
    return declarations.flatMap((declaration) => this.#declaration(node, declaration, flags));
  }

  #declaration(node: ts.VariableStatement, declaration: ts.VariableDeclaration, flags: ts.NodeFlags): ts.Statement[] {
    const { factory } = this;
    const names = this.#sharedNames(declaration.name);
    const redeclaredVar = !(flags & ts.NodeFlags.BlockScoped) && !declaration.initializer && !isFirst(declaration);
    if (redeclaredVar) return [];
    const list = factory.createVariableDeclarationList([this.#pattern(declaration)], flags);
    const statement = ts.setTextRange(factory.createVariableStatement(undefined, list), node);
    return [statement, ...names.map((name) => this.#publish(name))];
  }

  /** A declaration whose initializer is rewritten, while defaults inside its own pattern still see the local names. */
  #pattern(declaration: ts.VariableDeclaration): ts.VariableDeclaration {
    const symbols = this.#sharedNames(declaration.name).flatMap((name) => this.#symbol(name) ?? []);
    const initializer = ts.visitNode(declaration.initializer, this.#visit) as ts.Expression | undefined;
    const name = this.#within(symbols, () => ts.visitNode(declaration.name, this.#visit) as ts.BindingName);
    return this.#factory.updateVariableDeclaration(declaration, name, undefined, undefined, initializer);
  }

  /** `for (var i = 0; …)`: the variable is the cell's, so its declaration moves before the loop's own parts. */
  #forVar(node: ts.ForStatement): ts.Node {
    const list = node.initializer;
    if (!list || !ts.isVariableDeclarationList(list)) return this.#children(node);
    const names = list.declarations.flatMap((declaration) => this.#sharedNames(declaration.name));
    if (names.length === 0) return this.#children(node);
    const { factory } = this;
    const steps = list.declarations.map(({ name, initializer }): ts.Expression => {
      const target = ts.isIdentifier(name) ? this.#access(name) : this.#assignable(name);
      const value = initializer ? (ts.visitNode(initializer, this.#visit) as ts.Expression) : factory.createVoidZero();
      return factory.createAssignment(target, value);
    });
    return factory.updateForStatement(
      node,
      steps.reduce((left, right) => factory.createComma(left, right)),
      ts.visitNode(node.condition, this.#visit) as ts.Expression | undefined,
      ts.visitNode(node.incrementor, this.#visit) as ts.Expression | undefined,
      ts.visitNode(node.statement, this.#visit) as ts.Statement,
    );
  }

  #forEachVar(node: ts.ForOfStatement | ts.ForInStatement): ts.Node {
    const list = node.initializer;
    if (!ts.isVariableDeclarationList(list)) return this.#children(node);
    const names = list.declarations.flatMap((declaration) => this.#sharedNames(declaration.name));
    const visited = this.#children(node);
    if (names.length === 0) return visited;
    const { factory } = this;
    const body = factory.createBlock([...names.map((name) => this.#publish(name)), visited.statement], true);
    return ts.isForOfStatement(visited)
      ? factory.updateForOfStatement(visited, visited.awaitModifier, visited.initializer, visited.expression, body)
      : factory.updateForInStatement(visited, visited.initializer, visited.expression, body);
  }

  /** The assignment target with the shape of a binding pattern. */
  #assignable(pattern: ts.BindingPattern): ts.Expression {
    const { factory } = this;
    const target = (element: ts.BindingElement): ts.Expression => {
      const to = ts.isIdentifier(element.name) ? this.#access(element.name) : this.#assignable(element.name);
      if (!element.initializer) return to;
      return factory.createAssignment(to, ts.visitNode(element.initializer, this.#visit) as ts.Expression);
    };
    if (ts.isArrayBindingPattern(pattern)) {
      return factory.createArrayLiteralExpression(
        pattern.elements.map((element) => {
          if (ts.isOmittedExpression(element)) return element;
          return element.dotDotDotToken ? factory.createSpreadElement(target(element)) : target(element);
        }),
      );
    }
    return factory.createObjectLiteralExpression(
      pattern.elements.map((element) => {
        if (element.dotDotDotToken) return factory.createSpreadAssignment(target(element));
        const key = element.propertyName ?? (element.name as ts.Identifier);
        return factory.createPropertyAssignment(ts.visitNode(key, this.#visit) as ts.PropertyName, target(element));
      }),
    );
  }

  #named(node: ts.ClassDeclaration | ts.EnumDeclaration | ts.ModuleDeclaration): ts.VisitResult<ts.Node> {
    const name = node.name && ts.isIdentifier(node.name) ? node.name : undefined;
    const symbol = name && this.#symbol(name);
    if (!name || !symbol || !this.#options.references.isShared(symbol)) return this.#children(node);
    const visited = this.#within([symbol], () => this.#children(node));
    if (ts.isModuleDeclaration(node) && !isInstantiated(node)) return visited;
    return [visited, this.#publish(name)];
  }

  #within<T>(symbols: ts.Symbol[], action: () => T): T {
    const added = symbols.filter((symbol) => !this.#local.has(symbol));
    for (const symbol of added) this.#local.add(symbol);
    try {
      return action();
    } finally {
      for (const symbol of added) this.#local.delete(symbol);
    }
  }

  #symbol(name: ts.Identifier): ts.Symbol | undefined {
    return this.#options.references.declared(name);
  }

  #sharedNames(name: ts.BindingName): ts.Identifier[] {
    if (!ts.isIdentifier(name)) {
      return name.elements.flatMap((element) =>
        ts.isOmittedExpression(element) ? [] : this.#sharedNames(element.name),
      );
    }
    const symbol = this.#symbol(name);
    return symbol && this.#options.references.isShared(symbol) ? [name] : [];
  }

  /** `exports.x`, mapped to where `x` stands. */
  #access(name: ts.Identifier): ts.PropertyAccessExpression {
    const { factory } = this;
    return ts.setTextRange(
      factory.createPropertyAccessExpression(factory.createIdentifier('exports'), name.text),
      name,
    );
  }

  #publish(name: ts.Identifier): ts.Statement {
    const { factory } = this;
    const target = factory.createPropertyAccessExpression(factory.createIdentifier('exports'), name.text);
    return factory.createExpressionStatement(factory.createAssignment(target, factory.createIdentifier(name.text)));
  }

  #result(statement: ts.ExpressionStatement): ts.Statement {
    const { factory } = this;
    const target = factory.createPropertyAccessExpression(
      factory.createIdentifier('exports'),
      this.#options.resultName,
    );
    const value = ts.visitNode(statement.expression, this.#visit) as ts.Expression;
    return ts.setTextRange(factory.createExpressionStatement(factory.createAssignment(target, value)), statement);
  }
}

function many(result: ts.VisitResult<ts.Node | undefined>): readonly ts.Node[] {
  if (result === undefined) return [];
  return Array.isArray(result) ? result : [result as ts.Node];
}

/** Whether no declaration of the same `var` stands before this one. */
function isFirst(declaration: ts.VariableDeclaration): boolean {
  const symbol = (declaration as unknown as { symbol?: ts.Symbol }).symbol;
  return symbol?.declarations?.[0] === declaration;
}
