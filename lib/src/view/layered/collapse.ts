import type { Arrow } from './layered.js';

/** What is seen of a graph whose modules are open or closed: single nodes, and closed modules with what is in them. */
export interface Collapsed {
  items: { /** Dotted path of a closed module; of a single node `null`. */ module: string | null; members: number[] }[];
  /** Arrows between the items, each once. */
  arrows: Arrow[];
  /** Which item each node is in. */
  itemOf: number[];
}

/** Joins the nodes of each closed module into one item; items stand in the order of their first nodes. */
export function collapsed(
  groups: readonly (readonly string[])[],
  arrows: readonly Arrow[],
  closed: (module: string) => boolean,
): Collapsed {
  const items: Collapsed['items'] = [];
  const places = new Map<string, number>();
  const itemOf = groups.map((group, node) => {
    const module = outermost(group, closed);
    const known = module === null ? undefined : places.get(module);
    if (known !== undefined) {
      items[known].members.push(node);
      return known;
    }
    if (module !== null) places.set(module, items.length);
    items.push({ module, members: [node] });
    return items.length - 1;
  });
  const joined = new Map<string, Arrow>();
  for (const [from, to] of arrows) {
    const [a, b] = [itemOf[from], itemOf[to]];
    if (a !== b) joined.set(`${a} ${b}`, [a, b]);
  }
  return { items, arrows: [...joined.values()], itemOf };
}

/** Every module path, outer ones first. */
export function modulesOf(groups: readonly (readonly string[])[]): string[] {
  const paths = new Set<string>();
  for (const group of groups) group.forEach((_, depth) => void paths.add(pathOf(group, depth)));
  return [...paths];
}

/** How deep modules may be open so that at most `most` items are seen; every depth if all nodes are few enough. */
export function depthFor(groups: readonly (readonly string[])[], arrows: readonly Arrow[], most: number): number {
  const deepest = Math.max(0, ...groups.map((group) => group.length));
  for (let depth = deepest; depth > 0; depth--) {
    if (collapsed(groups, arrows, closedBelow(depth)).items.length <= most) return depth;
  }
  return 0;
}

/** Says that the modules deeper than `depth` are closed: 0 closes the outermost ones. */
export function closedBelow(depth: number): (module: string) => boolean {
  return (module) => module.split('.').length > depth;
}

function outermost(group: readonly string[], closed: (module: string) => boolean): string | null {
  for (let depth = 0; depth < group.length; depth++) {
    const path = pathOf(group, depth);
    if (closed(path)) return path;
  }
  return null;
}

function pathOf(group: readonly string[], depth: number): string {
  return group.slice(0, depth + 1).join('.');
}
