import { ts } from './compiler.js';

/** Whether the function around each offset of a JavaScript text would catch what is thrown there, by a `try` of its own. */
export function catchesAt(text: string, offsets: number[]): boolean[] {
  const file = ts.createSourceFile('script.js', text, ts.ScriptTarget.Latest, true, ts.ScriptKind.JS);
  return offsets.map((offset) => isInTry(innermost(file, offset)));
}

function innermost(file: ts.SourceFile, offset: number): ts.Node {
  const holds = (node: ts.Node) => node.getStart(file) <= offset && offset < node.end;
  const within = (node: ts.Node): ts.Node =>
    ts.forEachChild(node, (child) => (holds(child) ? within(child) : undefined)) ?? node;
  return within(file);
}

function isInTry(start: ts.Node): boolean {
  for (let node = start; node.parent && !ts.isFunctionLike(node); node = node.parent) {
    const { parent } = node;
    if (ts.isTryStatement(parent) && parent.tryBlock === node && parent.catchClause) return true;
  }
  return false;
}
