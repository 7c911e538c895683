import { type Arrow, type Collapsed, closedBelow, collapsed, depthFor, modulesOf } from 'lectern/layered';

/** More boxes than this are joined by module when a diagram is first shown. */
const MOST_AT_FIRST = 45;

/** Which modules of a graph are open, and what is seen of it then. */
export class Folding {
  readonly modules: readonly string[];
  private closed = new Set<string>();

  constructor(
    private readonly groups: readonly (readonly string[])[],
    private readonly arrows: readonly Arrow[],
  ) {
    this.modules = modulesOf(groups);
    this.close(depthFor(groups, arrows, MOST_AT_FIRST));
  }

  /** How many modules lie within each other. */
  get depth(): number {
    return Math.max(0, ...this.groups.map((group) => group.length));
  }

  /** Closes the modules deeper than `depth` and opens the others. */
  close(depth: number): void {
    this.closed = new Set(this.modules.filter(closedBelow(depth)));
  }

  /** The depth that {@link close} would have been given, or `undefined` when modules were opened one by one. */
  get level(): number | undefined {
    for (let depth = 0; depth <= this.depth; depth++) {
      const below = this.modules.filter(closedBelow(depth));
      if (below.length === this.closed.size && below.every((module) => this.closed.has(module))) return depth;
    }
    return undefined;
  }

  open(module: string): void {
    this.closed.delete(module);
  }

  /** Closes the innermost open module around a node; returns whether there is one. */
  closeAround(node: number): boolean {
    const paths = this.groups[node].map((_, depth, all) => all.slice(0, depth + 1).join('.'));
    const inner = paths.reverse().find((path) => !this.closed.has(path));
    if (inner === undefined) return false;
    this.closed.add(inner);
    return true;
  }

  /** Opens every module around a node. */
  reveal(node: number): void {
    this.groups[node].forEach((_, depth, all) => void this.closed.delete(all.slice(0, depth + 1).join('.')));
  }

  shown(): Collapsed {
    return collapsed(this.groups, this.arrows, (module) => this.closed.has(module));
  }
}
