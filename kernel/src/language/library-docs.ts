import { dirname } from 'node:path';
import { ts } from './compiler.js';

/**
 * Parsing the doc comments of `@types/node` takes four fifths of the time to parse it, and a kernel that starts needs
 * none of them, nor those of the compiler's own library. So they are muted, to plain comments of the same length, and
 * read again when someone asks.
 */
export function muteLibraryDocs(fileName: string, text: string): string {
  return isLibrary(fileName) ? text.replaceAll('/**', '/* ') : text;
}

/** The doc comment of the muted declaration that `position` in `file` lies in, as text; empty if it has none. */
export function libraryDocs(file: ts.SourceFile, position: number): string {
  if (!isLibrary(file.fileName)) return '';
  let node: ts.Node | undefined = file;
  const enclosing: ts.Node[] = [];
  while (node) {
    enclosing.push(node);
    node = ts.forEachChild(node, (child) => (child.pos <= position && position < child.end ? child : undefined));
  }
  const declared = enclosing.reverse().find((candidate) => isDocumented(candidate));
  const comment = declared && ts.getLeadingCommentRanges(file.text, declared.pos)?.at(-1);
  return comment ? documentation(file.text.slice(comment.pos, comment.end)) : '';
}

const compilerLibrary = dirname(ts.getDefaultLibFilePath({}));

function isLibrary(fileName: string): boolean {
  return fileName.includes('/@types/node/') || dirname(fileName) === compilerLibrary;
}

function isDocumented(node: ts.Node): boolean {
  return (ts.isStatement(node) && !ts.isBlock(node)) || ts.isClassElement(node) || ts.isTypeElement(node);
}

function documentation(comment: string): string {
  const text = comment.replace('/* ', '/**') + '\nlet x;';
  const [statement] = ts.createSourceFile('docs.ts', text, ts.ScriptTarget.Latest, true).statements;
  const doc = statement.getChildren().find(ts.isJSDoc);
  return ts.getTextOfJSDocComment(doc?.comment) ?? '';
}
