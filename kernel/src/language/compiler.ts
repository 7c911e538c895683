// Required, not imported: Node would first search the ten megabytes of a CommonJS file for its exports.
import ts = require('typescript');

/** The compiler, in its last version that has an API in JavaScript. Every other file takes it from here, so that changing it is one line. */
export { ts };

interface Internals {
  isExpressionNode(node: ts.Node): boolean;
  getModuleInstanceState(node: ts.ModuleDeclaration): number;
  SymbolDisplay: { getSymbolKind(checker: ts.TypeChecker, symbol: ts.Symbol, location: ts.Node): string };
}

const internals = ts as unknown as Internals;

/** Whether the node stands where a value is computed (not a type, a declared name, a property name or a label). */
export function isValuePosition(node: ts.Node): boolean {
  return internals.isExpressionNode(node);
}

/** Whether the namespace leaves an object at run time (one that holds only types does not). */
export function isInstantiated(node: ts.ModuleDeclaration): boolean {
  return internals.getModuleInstanceState(node) !== 0;
}

/** What a symbol is, in the compiler's words for completions: `function`, `class`, `const`, … */
export function kindOf(checker: ts.TypeChecker, symbol: ts.Symbol, location: ts.Node): string {
  return internals.SymbolDisplay.getSymbolKind(checker, symbol, location);
}

/** Names declared at the top level of a bound file. */
export function localsOf(file: ts.SourceFile): ReadonlyMap<ts.__String, ts.Symbol> {
  return (file as unknown as { locals?: Map<ts.__String, ts.Symbol> }).locals ?? new Map();
}

/**
 * Makes `outer` the scope around `file`: a name not declared in `file` is looked up there next. The checker walks
 * `parent` links and does not mind that one leads from file to file.
 */
export function nestIn(file: ts.SourceFile, outer: ts.SourceFile | undefined): void {
  (file as unknown as { parent: ts.Node | undefined }).parent = outer;
}

/** Whether the file changes types outside itself (`declare global`, `declare module 'x'`). */
export function augmentsOthers(file: ts.SourceFile): boolean {
  return ((file as unknown as { moduleAugmentations?: unknown[] }).moduleAugmentations ?? []).length > 0;
}
