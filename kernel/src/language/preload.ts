import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ts } from './compiler.js';

/**
 * Text of the scope around the first cell: one import of the public names of a package.
 *
 * @param specifier how the package is imported
 * @param typesFile its declaration file, from which the names are read
 * @param only keeps these names
 */
export function preloadText(specifier: string, typesFile: string, only?: string[]): string {
  const names = [...publicNames(typesFile)].filter((name) => name !== 'default' && (!only || only.includes(name)));
  return `import { ${names.sort().join(', ')} } from ${JSON.stringify(specifier)};\nexport {};\n`;
}

/** Names that a declaration file exports, types included; `export *` is followed through relative paths. */
export function publicNames(typesFile: string, seen = new Set<string>()): Set<string> {
  const names = new Set<string>();
  if (seen.has(typesFile)) return names;
  seen.add(typesFile);
  const file = ts.createSourceFile(typesFile, readFileSync(typesFile, 'utf8'), ts.ScriptTarget.Latest, true);
  for (const statement of file.statements) {
    if (ts.isExportDeclaration(statement)) {
      for (const name of exportedNames(statement, seen)) names.add(name);
    } else if (isExported(statement)) {
      for (const name of declaredNames(statement)) names.add(name);
    }
  }
  return names;
}

function exportedNames(statement: ts.ExportDeclaration, seen: Set<string>): Iterable<string> {
  const clause = statement.exportClause;
  if (clause && ts.isNamespaceExport(clause)) return [clause.name.text];
  if (clause) return clause.elements.map((element) => element.name.text);
  const from = statement.moduleSpecifier;
  if (!from || !ts.isStringLiteral(from) || !from.text.startsWith('.')) return [];
  const path = join(dirname(statement.getSourceFile().fileName), from.text.replace(/(\.d)?\.[cm]?[jt]s$/, ''));
  const target = [`${path}.d.ts`, join(path, 'index.d.ts')].find((candidate) => ts.sys.fileExists(candidate));
  return target ? publicNames(target, seen) : [];
}

function isExported(statement: ts.Statement): boolean {
  const modifiers = ts.canHaveModifiers(statement) ? ts.getModifiers(statement) : undefined;
  return modifiers?.some((modifier) => modifier.kind === ts.SyntaxKind.ExportKeyword) ?? false;
}

function declaredNames(statement: ts.Statement): string[] {
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.flatMap(({ name }) => (ts.isIdentifier(name) ? [name.text] : []));
  }
  const { name } = statement as ts.Statement & { name?: ts.Node };
  return name && ts.isIdentifier(name) ? [name.text] : [];
}
