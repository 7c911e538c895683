import { createRequire } from 'node:module';
import { inRoot } from '../setup/paths.mjs';

/**
 * @typedef {typeof import('../../kernel/node_modules/typescript/lib/typescript.js')} Compiler
 * @typedef {import('../../kernel/node_modules/typescript/lib/typescript.js').Symbol} ApiSymbol
 */

/**
 * @typedef {object} PublicName
 * @property {string} name As one types it in a cell, e.g. `optim.SGD`, `Tensor.relu`.
 * @property {'class' | 'function' | 'value' | 'method' | 'type'} kind
 * @property {string} comment What its doc comment says, without tags.
 */

/** The compiler of the project has no JavaScript API; the one that the kernel runs cells with has. */
export const compiler = /** @type {Compiler} */ (createRequire(inRoot('kernel/package.json'))('typescript'));

/**
 * Every public name of the library's sources, namespaces unfolded, with the operations of a tensor as `Tensor.name`.
 * `nn.functional` is left out, as it is `F`.
 * @returns {PublicName[]}
 */
export function publicNames() {
  const ts = compiler;
  const entry = inRoot('lib', 'src', 'index.ts');
  const program = ts.createProgram([entry], {
    skipLibCheck: true,
    strict: true,
    types: [],
    target: ts.ScriptTarget.ES2022,
    lib: ['lib.es2023.d.ts', 'lib.dom.d.ts'],
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
  });
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(entry);
  const root = source && checker.getSymbolAtLocation(source);
  if (root === undefined) throw new Error(`public names: ${entry} exports nothing`);

  /** @param {ApiSymbol} symbol */
  const commentOf = (symbol) => ts.displayPartsToString(symbol.getDocumentationComment(checker));

  /** @param {ApiSymbol} symbol @returns {PublicName['kind']} */
  const kindOf = ({ flags }) => {
    if (flags & ts.SymbolFlags.Class) return 'class';
    if (flags & ts.SymbolFlags.Function) return 'function';
    return flags & ts.SymbolFlags.Value ? 'value' : 'type';
  };

  /** @param {ApiSymbol} symbol @returns {PublicName[]} */
  const membersOf = (symbol) =>
    checker
      .getPropertiesOfType(checker.getDeclaredTypeOfSymbol(symbol))
      .filter(({ name, declarations }) => !name.startsWith('__') && declarations?.some(isPublicMember))
      .map((member) => ({ name: `${symbol.name}.${member.name}`, kind: 'method', comment: commentOf(member) }));

  /** @param {import('../../kernel/node_modules/typescript/lib/typescript.js').Declaration} declaration */
  const isPublicMember = (declaration) =>
    ts.isMethodDeclaration(declaration) &&
    ts.isIdentifier(declaration.name) &&
    !(ts.getCombinedModifierFlags(declaration) & ts.ModifierFlags.NonPublicAccessibilityModifier) &&
    !ts.getJSDocTags(declaration).some((tag) => tag.tagName.text === 'internal');

  /** @param {ApiSymbol} symbol Named in an `export type`. */
  const isTypeOnly = ({ declarations = [] }) =>
    declarations.some((it) => ts.isExportSpecifier(it) && (it.isTypeOnly || it.parent.parent.isTypeOnly));

  /** @param {ApiSymbol} module @param {string} prefix @returns {PublicName[]} */
  const unfold = (module, prefix) =>
    checker.getExportsOfModule(module).flatMap((symbol) => {
      const target = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
      const name = prefix + symbol.name;
      if (target.declarations?.some((declaration) => ts.isSourceFile(declaration))) {
        return name === 'nn.functional' ? [] : unfold(target, `${name}.`);
      }
      /** @type {PublicName} */
      const own = { name, kind: isTypeOnly(symbol) ? 'type' : kindOf(target), comment: commentOf(target) };
      return name === 'Tensor' ? [own, ...membersOf(target)] : [own];
    });

  return unfold(root, '');
}
