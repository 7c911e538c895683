import { ts } from './compiler.js';
import { localSource } from './emit.js';
import { moduleOptions } from './options.js';
import type { Project, Snapshot } from './project.js';

/** Local `.ts` files that a cell imports, directly or through each other. */
export function importedFiles(project: Project, { program, cell }: Snapshot): ts.SourceFile[] {
  const found = new Set<ts.SourceFile>();
  const follow = (file: ts.SourceFile): void => {
    for (const { fileName } of ts.preProcessFile(file.text, true, false).importedFiles) {
      const path = localSource(project, fileName, file.fileName);
      const source = path === undefined ? undefined : program.getSourceFile(path);
      if (!source || found.has(source)) continue;
      found.add(source);
      follow(source);
    }
  };
  follow(cell);
  return [...found];
}

/** Converts local files to CommonJS once a version; a file's path is the specifier under which the others know it. */
export class ModuleConverter {
  readonly #converted = new WeakMap<ts.SourceFile, string>();
  readonly #project: Project;

  constructor(project: Project) {
    this.#project = project;
  }

  convert(files: ts.SourceFile[]): Record<string, string> {
    return Object.fromEntries(files.map((file) => [file.fileName, this.#text(file)]));
  }

  #text(file: ts.SourceFile): string {
    const known = this.#converted.get(file);
    if (known !== undefined) return known;
    const { outputText } = ts.transpileModule(file.text, {
      fileName: file.fileName,
      compilerOptions: moduleOptions,
      transformers: { before: [absoluteSpecifiers(this.#project, file.fileName)] },
    });
    this.#converted.set(file, outputText);
    return outputText;
  }
}

/** Names local TypeScript files by their path in `import`, `export … from` and `import()`. */
function absoluteSpecifiers(project: Project, fromFile: string): ts.TransformerFactory<ts.SourceFile> {
  return (context) => {
    const visit = (node: ts.Node): ts.Node => {
      if (ts.isStringLiteral(node) && isSpecifier(node)) {
        const path = localSource(project, node.text, fromFile);
        return path === undefined ? node : context.factory.createStringLiteral(path, true);
      }
      return ts.visitEachChild(node, visit, context);
    };
    return (file) => ts.visitEachChild(file, visit, context);
  };
}

function isSpecifier(node: ts.StringLiteral): boolean {
  const { parent } = node;
  if (ts.isCallExpression(parent)) return parent.expression.kind === ts.SyntaxKind.ImportKeyword;
  return ts.isImportDeclaration(parent) || ts.isExportDeclaration(parent) || ts.isExternalModuleReference(parent);
}
