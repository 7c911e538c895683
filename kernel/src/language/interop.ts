/** Functions that a script may need: bridges between CommonJS and ES modules, and the call of a magic. Their names are not ones that a cell would use. */
export const helperNames = {
  default: '$importDefault',
  namespace: '$importNamespace',
  load: '$importLater',
  magic: '$magic',
} as const;

const { default: toDefault, namespace: toNamespace, load, magic } = helperNames;

/** The default export of an ES module, or of one compiled from it; else the whole `module.exports`. */
const defaultHelper = `function ${toDefault}(module) { return module?.__esModule ? module.default : module; }`;

/** All exports, with such a default among them. */
const namespaceHelper =
  `function ${toNamespace}(module) { return module?.__esModule || module?.[Symbol.toStringTag] === 'Module' ` +
  '? module : { ...module, default: module }; }';

/**
 * The same as a promise. It also loads what `require` cannot: an ES module that awaits at its top, a package that is
 * for `import` only. `require.importModule` is the runner's `import()` from the notebook's folder.
 */
const loadHelper =
  `async function ${load}(require, id) { try { return ${toNamespace}(require(id)); } catch (error) { ` +
  "if (!['ERR_REQUIRE_ASYNC_MODULE', 'ERR_PACKAGE_PATH_NOT_EXPORTED'].includes(error?.code)) throw error; " +
  'return require.importModule(id); } }';

/** Hands a magic to the runner. */
const magicHelper = `function ${magic}(...call) { return globalThis[Symbol.for('lectern.magic')](...call); }`;

/** The script with the helpers that it calls; they stand at its end, so that no line of the cell moves. */
export function withHelpers(js: string): string {
  let result = js;
  if (js.includes(load + '(')) result += '\n' + loadHelper;
  if (js.includes(toDefault + '(')) result += '\n' + defaultHelper;
  if (result.includes(toNamespace + '(')) result += '\n' + namespaceHelper;
  if (js.includes(magic + '(')) result += '\n' + magicHelper;
  return result;
}
