import { existsSync } from 'node:fs';
import { inRoot } from '../setup/paths.mjs';
import { compiler } from './public-names.mjs';

/** The committed report. */
export const REPORT = inRoot('docs', 'api', 'lectern.api.md');

const ENTRY = inRoot('lib', 'dist', 'index.d.ts');

const HEADER = `# Public names of \`lectern\`

Written by \`npm run api\` from the built declarations; a test fails when it is stale. Review every change of this file.
`;

/** @typedef {import('../../kernel/node_modules/typescript/lib/typescript.js').Symbol} ApiSymbol */

/**
 * The report of the built library: every public name with its declaration, namespaces unfolded.
 * @returns {string}
 */
export function apiReport() {
  if (!existsSync(ENTRY)) throw new Error(`api report: ${ENTRY} is missing; npm run build makes it`);
  const ts = compiler;
  const options = { skipLibCheck: true, types: [], target: ts.ScriptTarget.ES2022, lib: ['lib.es2022.d.ts'] };
  const resolution = { module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext };
  const program = ts.createProgram([ENTRY], { ...options, ...resolution });
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(ENTRY);
  const entry = source && checker.getSymbolAtLocation(source);
  if (entry === undefined) throw new Error(`api report: ${ENTRY} exports nothing`);
  const printer = ts.createPrinter({ removeComments: true });

  /**
   * Plain names first, then each namespace under a heading.
   * @param {ApiSymbol} module @param {string} prefix @returns {string[]}
   */
  const unfold = (module, prefix) => {
    /** @type {string[]} */
    const names = [];
    /** @type {string[]} */
    const namespaces = [];
    for (const symbol of checker.getExportsOfModule(module).sort(byName)) {
      const target = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
      const name = prefix + symbol.name;
      if (!target.declarations?.some((declaration) => ts.isSourceFile(declaration))) names.push(describe(name, target));
      else namespaces.push(`\n## ${name}\n`, ...unfold(target, `${name}.`));
    }
    return [...names, ...namespaces];
  };

  const published = new Set(
    checker
      .getExportsOfModule(entry)
      .flatMap((symbol) =>
        symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol).declarations : symbol.declarations,
      ),
  );

  /**
   * A class with the parts of the tensor's class that it is built on, which are no public names themselves.
   * @param {import('../../kernel/node_modules/typescript/lib/typescript.js').Declaration} declaration
   * @returns {import('../../kernel/node_modules/typescript/lib/typescript.js').Declaration[]}
   */
  const withBases = (declaration) => {
    if (!ts.isClassDeclaration(declaration)) return [declaration];
    const bases = (declaration.heritageClauses ?? [])
      .filter((clause) => clause.token === ts.SyntaxKind.ExtendsKeyword)
      .flatMap((clause) => checker.getTypeAtLocation(clause.types[0].expression).symbol?.declarations ?? []);
    const ours = bases.filter(
      (base) => base.getSourceFile().fileName.includes('/lib/dist/tensor/') && !published.has(base),
    );
    return [declaration, ...ours.flatMap(withBases)];
  };

  /** @param {string} name @param {ApiSymbol} symbol */
  const describe = (name, symbol) => {
    const texts = (symbol.declarations ?? []).flatMap(withBases).map((declaration) => {
      // `const` names carry their type one level up, in the statement.
      const node = ts.isVariableDeclaration(declaration) ? declaration.parent.parent : declaration;
      return printer.printNode(ts.EmitHint.Unspecified, node, declaration.getSourceFile());
    });
    const code = texts
      .join('\n')
      .split('\n')
      .filter((line) => !/^\s*(private|protected|#)/.test(line));
    return `\n### ${name}\n\n\`\`\`ts\n${code.join('\n')}\n\`\`\`\n`;
  };

  return HEADER + unfold(entry, '').join('');
}

/** @param {ApiSymbol} a @param {ApiSymbol} b */
function byName(a, b) {
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
}
