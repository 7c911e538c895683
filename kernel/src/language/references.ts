import { localsOf, ts } from './compiler.js';
import type { Snapshot } from './project.js';

/** Tells which names of a cell live on `exports` at run time, and which earlier cells it mentions. */
export class References {
  readonly #snapshot: Snapshot;

  constructor(snapshot: Snapshot) {
    this.#snapshot = snapshot;
  }

  /** The symbol that an identifier in value position means, if it is a top-level name of this or an earlier cell. */
  shared(node: ts.Identifier): ts.Symbol | undefined {
    const symbol = this.#symbolOf(node);
    return symbol && this.isShared(symbol) ? symbol : undefined;
  }

  /** The symbol that a declared name introduces. */
  declared(name: ts.Identifier): ts.Symbol | undefined {
    return this.#snapshot.checker.getSymbolAtLocation(name);
  }

  /** Whether a symbol is a top-level run-time name of this cell, an earlier one or the preload. */
  isShared(symbol: ts.Symbol): boolean {
    const { cell, outer } = this.#snapshot;
    return (
      symbol.declarations?.some((declaration) => {
        const file = declaration.getSourceFile();
        if (file !== cell && !outer.has(file)) return false;
        return localsOf(file).get(symbol.escapedName) === symbol && !isAmbient(declaration);
      }) ?? false
    );
  }

  /** Whether an imported or aliased name stands for a value, and not only for a type. */
  isValue(name: ts.Identifier): boolean {
    const { checker } = this.#snapshot;
    const symbol = checker.getSymbolAtLocation(name);
    if (!symbol) return false;
    const target = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
    return (target.flags & ts.SymbolFlags.Value) !== 0;
  }

  /** Earlier cells whose names occur anywhere in the cell, types included. */
  usedFiles(): Set<string> {
    const { checker, cell, outer } = this.#snapshot;
    const used = new Set<string>();
    const visit = (node: ts.Node): void => {
      if (ts.isIdentifier(node) && !isMemberName(node)) {
        const symbol = ts.isShorthandPropertyAssignment(node.parent)
          ? checker.getShorthandAssignmentValueSymbol(node.parent)
          : checker.getSymbolAtLocation(node);
        for (const declaration of symbol?.declarations ?? []) {
          const file = declaration.getSourceFile();
          if (outer.has(file)) used.add(file.fileName);
        }
      }
      ts.forEachChild(node, visit);
    };
    ts.forEachChild(cell, visit);
    return used;
  }

  #symbolOf(node: ts.Identifier): ts.Symbol | undefined {
    const { checker } = this.#snapshot;
    return ts.isShorthandPropertyAssignment(node.parent) && node.parent.name === node
      ? checker.getShorthandAssignmentValueSymbol(node.parent)
      : checker.getSymbolAtLocation(node);
  }
}

/** `declare const x` promises a global that something else defines; it is not on `exports`. */
function isAmbient(declaration: ts.Declaration): boolean {
  if (declaration.getSourceFile().isDeclarationFile) return false;
  return (ts.getCombinedModifierFlags(declaration) & ts.ModifierFlags.Ambient) !== 0;
}

function isMemberName(node: ts.Identifier): boolean {
  return ts.isPropertyAccessExpression(node.parent) && node.parent.name === node;
}
