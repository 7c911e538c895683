import type { Arrow, LayeredOptions } from 'lectern/layered';
import { button, select } from '../shell/controls.js';
import { element } from '../shell/dom.js';
import { readTheme, type Theme } from '../theme/theme.js';
import { Diagram } from './diagram.js';
import type { Box } from './drawing.js';
import { Folding } from './folding.js';

/** A graph with modules, and how its nodes and closed modules look. */
export interface DiagramSource {
  groups: readonly (readonly string[])[];
  arrows: readonly Arrow[];
  /** Of a single node, or of a closed module with everything in it. */
  box(members: readonly number[], module: string | null, theme: Theme): Box;
  /** Words that the search looks into. */
  words(node: number): string;
}

/** What the reader is at: single nodes, or a closed module. */
export interface DiagramPlace {
  members: readonly number[];
  module: string | null;
}

/** A diagram with what explores it: zoom, modules that open and close, a search for names. */
export class DiagramPanel {
  readonly diagram: Diagram;
  readonly tools = element('div', { class: 'lectern-Group' });
  private source: DiagramSource | undefined;
  private folding: Folding | undefined;
  private items: readonly DiagramPlace[] = [];
  private itemOf: readonly number[] = [];
  private direction: LayeredOptions['direction'] | undefined;
  private readonly depth = select('modules', 'How deep modules are open', (value) => {
    this.folding?.close(Number(value));
    this.layOut();
  });
  private readonly closer = button('Close module', 'Join everything in the module around the chosen box (C)', () =>
    this.closeModule(),
  );
  private readonly search = element('input', {
    type: 'search',
    class: 'lectern-Find',
    'aria-label': 'Find a name',
    placeholder: 'Find a name',
  });

  constructor(
    kind: string,
    private readonly calls: {
      at(place: DiagramPlace | undefined, text: string | undefined): void;
      open(place: DiagramPlace): void;
    },
    private readonly directionFor: (width: number) => LayeredOptions['direction'],
  ) {
    this.diagram = new Diagram(kind, {
      pointed: (box) => this.calls.at(box === undefined ? undefined : this.items[box], this.spoken(box)),
      opened: (box) => this.open(box),
    });
    this.diagram.sheet.node.addEventListener('keydown', (event) => {
      if (event.key.toLowerCase() === 'c' && !event.ctrlKey && !event.metaKey && !event.altKey) this.closeModule();
    });
    let next = 0;
    this.search.addEventListener('input', () => {
      next = 0;
      this.find(0);
    });
    this.search.addEventListener('keydown', (event) => {
      if (event.key === 'Enter') this.find(++next);
    });
    const zoom = element(
      'div',
      { class: 'lectern-Group', role: 'group', 'aria-label': 'Zoom' },
      button('−', 'Smaller', () => this.diagram.sheet.zoom(0.8)),
      button('+', 'Larger', () => this.diagram.sheet.zoom(1.25)),
      button('Fit', 'Show everything', () => this.diagram.sheet.fit()),
    );
    this.tools.append(zoom, this.depth.node, this.closer, this.search);
  }

  /** Shows another graph. */
  set(source: DiagramSource): void {
    this.source = source;
    this.folding = new Folding(source.groups, source.arrows);
    this.closer.hidden = this.folding.modules.length === 0;
    this.direction = undefined;
    this.search.value = '';
    this.resized();
  }

  /** Lays out anew when the room asks for the other direction; else only draws. */
  resized(): void {
    const { node } = this.diagram.sheet;
    if (!this.source || node.clientWidth === 0) return;
    const direction = this.directionFor(node.clientWidth);
    if (direction !== this.direction) {
      this.direction = direction;
      this.layOut();
    } else {
      this.diagram.resized(readTheme(node));
    }
  }

  picture(format: 'png' | 'svg'): Promise<string> {
    return this.diagram.picture(format);
  }

  dispose(): void {
    this.diagram.dispose();
  }

  private layOut(keep?: number): void {
    const { source, folding, direction } = this;
    if (!source || !folding || !direction) return;
    const theme = readTheme(this.diagram.sheet.node);
    const { items, arrows, itemOf } = folding.shown();
    this.items = items;
    this.itemOf = itemOf;
    const boxes = items.map(({ module, members }) => source.box(members, module, theme));
    this.diagram.set(boxes, arrows, direction, theme);
    const choices = Array.from({ length: folding.depth + 1 }, (_, depth) => ({
      value: String(depth),
      text: depth === folding.depth ? 'all open' : depth === 0 ? 'all closed' : `${depth} deep`,
    }));
    const { level } = folding;
    const own = { value: 'own', text: 'some open', disabled: true };
    this.depth.set(level === undefined ? [...choices, own] : choices, level === undefined ? 'own' : String(level));
    this.depth.node.hidden = folding.depth === 0;
    if (keep !== undefined) this.diagram.point(itemOf[keep]);
    else this.calls.at(undefined, undefined);
  }

  private open(box: number): void {
    const place = this.items[box];
    if (place.module === null) {
      this.calls.open(place);
      return;
    }
    this.folding?.open(place.module);
    this.layOut(place.members[0]);
  }

  private closeModule(): void {
    const { at } = this.diagram;
    const node = at === undefined ? undefined : this.items[at].members[0];
    if (node !== undefined && this.folding?.closeAround(node)) this.layOut(node);
  }

  private find(which: number): void {
    const { source } = this;
    const wanted = this.search.value.trim().toLowerCase();
    const found =
      source && wanted
        ? source.groups.flatMap((_, i) => (source.words(i).toLowerCase().includes(wanted) ? [i] : []))
        : [];
    if (found.length === 0) {
      this.diagram.mark(new Set());
      this.calls.at(undefined, wanted ? `Nothing is called “${wanted}”.` : undefined);
      return;
    }
    const node = found[which % found.length];
    if (this.items[this.itemOf[node]].module !== null) {
      this.folding?.reveal(node);
      this.layOut();
    }
    this.diagram.mark(new Set(found.map((i) => this.itemOf[i])));
    this.diagram.point(this.itemOf[node]);
    const text = this.spoken(this.itemOf[node]);
    this.calls.at(this.items[this.itemOf[node]], `${(which % found.length) + 1} of ${found.length}: ${text}`);
  }

  private spoken(box: number | undefined): string | undefined {
    const { source } = this;
    if (box === undefined || !source) return undefined;
    const { members, module } = this.items[box];
    return source.box(members, module, readTheme(this.diagram.sheet.node)).label;
  }
}
