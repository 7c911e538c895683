import { ts } from './compiler.js';
import type { References } from './references.js';
import type { CellItem } from './statements.js';

/** What the rewriting of one cell is given. */
export interface RewriteOptions {
  references: References;
  /** Name on `exports` for the value of the last expression. */
  resultName: string;
  /** The specifier to `require`, given the one in the cell. */
  specifier(text: string): string;
  /** Whether a package is an ES module, which may have to be waited for. */
  loadsLater(specifier: string): boolean;
  items: readonly CellItem[];
}

/** What takes the place of a node: one, several, or none. */
export type Rewritten = ts.VisitResult<ts.Node | undefined>;

type Rewrite = (rewriting: Rewriting, node: ts.Node) => Rewritten;

/** The rewriting of one cell under way: what its rules share, and the nodes that they build. */
export class Rewriting {
  readonly options: RewriteOptions;
  readonly factory: ts.NodeFactory;
  readonly #context: ts.TransformationContext;
  readonly #rewrite: Rewrite;
  /** Classes, enums, namespaces and patterns whose own names mean the local binding while inside them. */
  readonly #local = new Set<ts.Symbol>();

  constructor(context: ts.TransformationContext, options: RewriteOptions, rewrite: Rewrite) {
    this.options = options;
    this.factory = context.factory;
    this.#context = context;
    this.#rewrite = rewrite;
  }

  /** Rewrites a node by the rule for its kind. */
  visit = (node: ts.Node): Rewritten => this.#rewrite(this, node);

  /** Rewrites what stands below a node. */
  children<T extends ts.Node>(node: T): T {
    return ts.visitEachChild(node, this.visit, this.#context);
  }

  /** Rewrites a node that becomes one node of the same sort. */
  one<T extends ts.Node | undefined>(node: T): T {
    return ts.visitNode(node, this.visit) as T;
  }

  /** The symbol of a name in value position, if at this place it lives on `exports`. */
  shared(name: ts.Identifier): ts.Symbol | undefined {
    const symbol = this.options.references.shared(name);
    return symbol && !this.#local.has(symbol) ? symbol : undefined;
  }

  /** The symbol that a declared name introduces, if it lives on `exports`. */
  declared(name: ts.Identifier): ts.Symbol | undefined {
    const symbol = this.options.references.declared(name);
    return symbol && this.options.references.isShared(symbol) ? symbol : undefined;
  }

  /** The names in a binding that live on `exports`. */
  declaredNames(name: ts.BindingName): ts.Identifier[] {
    if (ts.isIdentifier(name)) return this.declared(name) ? [name] : [];
    return name.elements.flatMap((element) =>
      ts.isOmittedExpression(element) ? [] : this.declaredNames(element.name),
    );
  }

  /** Runs `action` while these names mean their local bindings. */
  within<T>(names: ts.Identifier[], action: () => T): T {
    const symbols = names.flatMap((name) => this.declared(name) ?? []);
    for (const symbol of symbols) this.#local.add(symbol);
    try {
      return action();
    } finally {
      for (const symbol of symbols) this.#local.delete(symbol);
    }
  }

  /** `exports.x`, mapped to where `x` stands. */
  access(name: ts.Identifier): ts.PropertyAccessExpression {
    return ts.setTextRange(this.onExports(name.text), name);
  }

  /** `exports.x = x;`, which belongs to no place in the cell. */
  publish(name: ts.Identifier): ts.Statement {
    const { factory } = this;
    const assignment = factory.createAssignment(this.onExports(name.text), factory.createIdentifier(name.text));
    return factory.createExpressionStatement(assignment);
  }

  /** `exports.name`. */
  onExports(name: string): ts.PropertyAccessExpression {
    return this.factory.createPropertyAccessExpression(this.factory.createIdentifier('exports'), name);
  }

  /** `name(…args)` of a function that the runner or the script itself provides. */
  callOf(name: string, ...args: ts.Expression[]): ts.Expression {
    return this.factory.createCallExpression(this.factory.createIdentifier(name), undefined, args);
  }
}
