import { localsOf, ts } from './compiler.js';
import { withHelpers } from './interop.js';
import type { MagicLine } from './magic-lines.js';
import type { Project, Snapshot } from './project.js';
import type { References } from './references.js';
import { isPath } from './resolution.js';
import { rewriteCell } from './rewrite.js';
import { awaits, cellItems, resultOf } from './statements.js';

/** A cell as a script. */
export interface Script {
  js: string;
  map: string;
  lastExpression?: string;
  async: boolean;
}

/** Emits a cell that has no errors. */
export function emitCell(
  project: Project,
  snapshot: Snapshot,
  references: References,
  magics: readonly MagicLine[],
): Script {
  const { program, cell } = snapshot;
  const items = cellItems(cell, magics);
  const loadsLater = (specifier: string) => project.loadsLater(specifier);
  const resultName = freeName(project, cell);
  let js = '';
  let map = '';
  const write: ts.WriteFileCallback = (file, text) => {
    if (file.endsWith('.map')) map = text;
    else js = text;
  };
  const specifier = (text: string) => (isPath(text) ? (localSource(project, text, cell.fileName) ?? text) : text);
  program.emit(cell, write, undefined, false, {
    before: [rewriteCell({ references, resultName, specifier, loadsLater, items })],
    after: [withoutExports],
  });
  return {
    js: withHelpers(js.replace(/\n\/\/# sourceMappingURL=.*\s*$/, '')),
    map,
    ...(resultOf(items) ? { lastExpression: resultName } : {}),
    async: items.some((item) => awaits(item, loadsLater)),
  };
}

/** The path of the local TypeScript file that a specifier means; undefined if it means anything else. */
export function localSource(project: Project, specifier: string, fromFile: string): string | undefined {
  const resolved = project.resolver.resolve(specifier, fromFile);
  if (!resolved || resolved.isExternalLibraryImport || !/\.[cm]?tsx?$/.test(resolved.resolvedFileName))
    return undefined;
  return /\.d\.[cm]?ts$/.test(resolved.resolvedFileName) ? undefined : resolved.resolvedFileName;
}

/** The compiler ends a module without imports and exports by `export {}`, which is no script. */
const withoutExports: ts.TransformerFactory<ts.SourceFile> = (context) => (file) =>
  context.factory.updateSourceFile(
    file,
    file.statements.filter((statement) => !ts.isExportDeclaration(statement)),
  );

function freeName(project: Project, cell: ts.SourceFile): string {
  let name = '$last';
  while (localsOf(cell).has(name as ts.__String) || project.isDeclared(name)) name = '$' + name;
  return name;
}
