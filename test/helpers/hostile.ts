/** Ends scripts, loads a picture that is not there, makes links and turns the reading direction. */
const HOSTILE = '\u202E</script><img src=x onerror="window.taken = true"><a href="javascript:alert(1)">x</a><b>%{x}';

/**
 * Copies of `data`, each with one text made hostile: the first that stands under its name, in every object that has one.
 * Texts that are packed numbers or choices make a view refuse the data, which is right too.
 */
export function withHostileTexts(data: unknown): unknown[] {
  const names = new Set<string>();
  walk(data, (parent, key) => {
    if (typeof parent[key] === 'string' || isTexts(parent[key])) names.add(key);
  });
  return [...names].map((name) => {
    const copy = structuredClone(data) as { id?: string };
    // Live views of one identity share what the newest of them shows.
    if (copy.id !== undefined) copy.id = `hostile ${name}`;
    walk(copy, (parent, key) => {
      if (key !== name) return;
      const value = parent[key];
      if (typeof value === 'string') parent[key] = HOSTILE;
      else if (isTexts(value)) parent[key] = value.map((_, i) => `${HOSTILE}${i}`);
    });
    return copy;
  });
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.length > 0 && value.every((one) => typeof one === 'string');
}

function walk(value: unknown, visit: (parent: Record<string, unknown>, key: string) => void): void {
  if (typeof value !== 'object' || value === null) return;
  for (const key of Object.keys(value)) {
    if (!Array.isArray(value)) visit(value as Record<string, unknown>, key);
    walk((value as Record<string, unknown>)[key], visit);
  }
}
