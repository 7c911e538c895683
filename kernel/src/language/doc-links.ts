/** `{@link name | text}` becomes `text`. */
export function plainLinks(documentation: string): string {
  return documentation.replace(
    /\{@link(?:code|plain)?\s+([^\s|}]+)\s*\|?\s*([^}]*)\}/g,
    (_, name: string, text: string) => text.trim() || name,
  );
}
