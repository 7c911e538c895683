import { kindOf, ts } from './compiler.js';
import { importStatements } from './complete-import.js';
import { plainLinks } from './doc-links.js';
import type { Completion, CompletionMatch } from './language.js';
import type { Project, Snapshot } from './project.js';

/** More matches than this are listed without their types: nobody reads them all, and each costs time. */
const typedMatches = 150;

const options: ts.GetCompletionsAtPositionOptions = {
  includeSymbol: true,
  includeCompletionsForImportStatements: true,
  includeAutomaticOptionalChainCompletions: true,
  // Without it there are neither of these.
  includeCompletionsWithInsertText: true,
};

/** The names that may stand at `offset`, which start with what is typed there already. */
export function completeCell(project: Project, snapshot: Snapshot, offset: number): Completion {
  const { cell } = snapshot;
  const found = project.service.getCompletionsAtPosition(project.cellFile, offset, options);
  const start = prefixStart(cell, offset);
  const prefix = cell.text.slice(start, offset);
  const imports = importStatements(found?.entries ?? [], prefix);
  if (imports) return imports;
  const entries = (found?.entries ?? []).filter((entry) => isWanted(entry, prefix));
  entries.sort((a, b) => compare(a.sortText, b.sortText) || compare(a.name, b.name));
  // Members of what may be undefined: all or none are written with `?.`, which takes the place of the dot.
  const dot = entries[0]?.insertText?.startsWith('?.') ? entries[0].replacementSpan : undefined;
  const describe = entries.length <= typedMatches;
  const matches = entries.map((entry): CompletionMatch => {
    const symbol = entry.symbol && target(snapshot.checker, entry.symbol);
    const signature = describe && symbol ? signatureOf(snapshot, symbol) : undefined;
    const documentation = describe && symbol ? documentationOf(snapshot, symbol) : '';
    const kind = entry.kind === 'alias' && symbol ? kindOf(snapshot.checker, symbol, cell) : entry.kind;
    return {
      text: dot ? `?.${entry.name}` : entry.name,
      kind,
      ...(signature ? { signature } : {}),
      ...(documentation ? { documentation } : {}),
    };
  });
  const valuePath = untypedValue(snapshot, offset);
  return { start: dot?.start ?? start, end: offset, matches, ...(valuePath ? { valuePath } : {}) };
}

/** What would be written in another form (`this.x`, `['a b']`) is none of the names; but `?.x` is. */
function isWanted({ name, insertText }: ts.CompletionEntry, prefix: string): boolean {
  if (insertText !== undefined && insertText.replace(/^\?\./, '') !== name) return false;
  return name.startsWith(prefix) && (prefix.startsWith('__') || !name.startsWith('__'));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Start of the name that ends at `offset`; inside a string, of its text. */
function prefixStart(cell: ts.SourceFile, offset: number): number {
  const string = stringAround(cell, offset);
  if (string) return string.getStart(cell) + 1;
  return offset - (/[\p{ID_Continue}$\u200c\u200d]*$/u.exec(cell.text.slice(0, offset))?.[0].length ?? 0);
}

function stringAround(cell: ts.SourceFile, offset: number): ts.Node | undefined {
  const visit = (node: ts.Node): ts.Node | undefined => {
    if (offset <= node.getStart(cell) || offset > node.end) return undefined;
    return ts.isStringLiteralLike(node) ? node : ts.forEachChild(node, visit);
  };
  return ts.forEachChild(cell, visit);
}

/** The names of `a.b` before the dot at `offset`, if its type is `any` and each of them is a plain name. */
function untypedValue({ checker, cell }: Snapshot, offset: number): string[] | undefined {
  const visit = (node: ts.Node): ts.PropertyAccessExpression | undefined => {
    if (offset <= node.pos || offset > node.end) return undefined;
    const inner = ts.forEachChild(node, visit);
    return inner ?? (ts.isPropertyAccessExpression(node) && offset > node.expression.end ? node : undefined);
  };
  const access = ts.forEachChild(cell, visit);
  if (!access || !(checker.getTypeAtLocation(access.expression).flags & ts.TypeFlags.Any)) return undefined;
  return namesOf(access.expression);
}

function namesOf(node: ts.Expression): string[] | undefined {
  if (ts.isIdentifier(node)) return [node.text];
  const outer =
    ts.isPropertyAccessExpression(node) && ts.isIdentifier(node.name) ? namesOf(node.expression) : undefined;
  return outer && [...outer, (node as ts.PropertyAccessExpression).name.text];
}

/** What an imported name stands for. */
function target(checker: ts.TypeChecker, symbol: ts.Symbol): ts.Symbol {
  return symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
}

const typeFormat = ts.TypeFormatFlags.UseAliasDefinedOutsideCurrentScope | ts.TypeFormatFlags.NoTruncation;

function documentationOf({ checker }: Snapshot, symbol: ts.Symbol): string {
  return plainLinks(ts.displayPartsToString(symbol.getDocumentationComment(checker)));
}

/** `(x: number): number` of what can be called, the type of what cannot. */
function signatureOf({ checker, cell }: Snapshot, symbol: ts.Symbol): string | undefined {
  if (!(symbol.flags & ts.SymbolFlags.Value)) return undefined;
  const type = checker.getTypeOfSymbolAtLocation(symbol, cell);
  const calls = type.getCallSignatures();
  const [call, ...overloads] = calls.length ? calls : type.getConstructSignatures();
  if (!call) return symbol.flags & ts.SymbolFlags.Module ? undefined : checker.typeToString(type, cell, typeFormat);
  const more = overloads.length ? ` (+${overloads.length} overload${overloads.length > 1 ? 's' : ''})` : '';
  return checker.signatureToString(call, cell, typeFormat) + more;
}
