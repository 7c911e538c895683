import { ts } from './compiler.js';
import { plainLinks } from './doc-links.js';
import type { Inspection } from './language.js';
import { libraryDocs } from './library-docs.js';
import type { Project, Snapshot } from './project.js';

/**
 * What stands at `offset`: its signature and its documentation; with detail 1, also the tags of its doc comment. Where
 * nothing stands there, but inside the brackets of a call, the function called.
 */
export function inspectCell(
  project: Project,
  { program, cell }: Snapshot,
  offset: number,
  detail: 0 | 1,
): Inspection | undefined {
  const at = (position: number) => project.service.getQuickInfoAtPosition(project.cellFile, position);
  const info = at(offset) ?? (offset > 0 ? at(offset - 1) : undefined) ?? atCallee();
  if (!info) return undefined;
  const signature = withoutAlias(ts.displayPartsToString(info.displayParts));
  const documentation = plainLinks(
    ts.displayPartsToString(info.documentation) || docsOfDefinition(info.textSpan.start),
  );
  const tags = detail === 1 ? (info.tags ?? []).map(tagLine) : [];
  const markdown = [
    '```typescript\n' + signature + '\n```',
    documentation,
    tags.map(({ name, text }) => `- *@${name}* ${text}`.trimEnd()).join('\n'),
  ];
  const text = [signature, documentation, tags.map(({ name, text }) => `@${name} ${text}`.trimEnd()).join('\n')];
  return { text: paragraphs(text), markdown: paragraphs(markdown) };

  function docsOfDefinition(position: number): string {
    const [definition] = project.service.getDefinitionAtPosition(project.cellFile, position) ?? [];
    const file = definition && program.getSourceFile(definition.fileName);
    return file ? libraryDocs(file, definition.textSpan.start) : '';
  }

  function atCallee(): ts.QuickInfo | undefined {
    const help = project.service.getSignatureHelpItems(project.cellFile, offset, undefined);
    if (!help) return undefined;
    const before = cell.text.slice(0, help.applicableSpan.start).replace(/\s*\(\s*$/, '');
    return before ? at(before.length - 1) : undefined;
  }
}

/** Every preloaded name is an import; saying so each time hides what it is. */
function withoutAlias(signature: string): string {
  if (!signature.startsWith('(alias) ')) return signature;
  const plain = signature.slice('(alias) '.length).replace(/\nimport [^\n]*$/, '');
  return /^[\w$]+[(<]/.test(plain) ? `function ${plain}` : plain;
}

function tagLine(tag: ts.JSDocTagInfo): { name: string; text: string } {
  return { name: tag.name, text: plainLinks(ts.displayPartsToString(tag.text)) };
}

function paragraphs(parts: string[]): string {
  return parts.filter((part) => part !== '').join('\n\n');
}
