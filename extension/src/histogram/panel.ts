import type { LayerData } from '../protocol/decode-histogram.js';
import { dataTable } from '../shell/data-table.js';
import { element } from '../shell/dom.js';
import { onKeys } from '../shell/keys.js';
import { Readout } from '../shell/readout.js';
import { Surface } from '../shell/surface.js';
import { short } from '../tensor/format.js';
import type { Theme } from '../theme/theme.js';
import { binAt, type Drawing, drawLayer, frameOf } from './drawing.js';
import { binEdges, type Extent, extentOf, type LayerModel, layerModel } from './model.js';
import { binText, type Fact, factsOf, longestBin, longestFacts } from './words.js';

const HEIGHT = 190;
const HINT = 'Point at a bin, or use the arrow keys.';

/** One layer: its name and statistics, its histogram, the bin under the cursor in words. */
export class LayerPanel {
  readonly node: HTMLElement;
  private model: LayerModel;
  private readonly surface = new Surface('histogram');
  private readonly facts = element('span', { class: 'lectern-Facts' });
  /** Unseen facts as long as those of other steps, in the same place. */
  private readonly factRoom = element('span', { class: 'lectern-Facts', 'aria-hidden': 'true' });
  private readonly readout = new Readout(HINT, '');
  private readonly tableBox = element('div');
  private readonly undo: (() => void)[];
  private cursor: number | undefined;
  private row: number;
  private tabled: unknown[] = [];
  private shown: Extent | undefined;
  private redraw: () => void = () => {};
  private painted: (context: CanvasRenderingContext2D, width: number, height: number) => void = () => {};

  /** `grows` says that more snapshots may come; `turn` is called when the keyboard asks for an earlier or later one. */
  constructor(
    layer: LayerData,
    private readonly color: number,
    private readonly grows: boolean,
    turn: (by: number) => void,
  ) {
    this.model = layerModel(layer);
    this.row = layer.snapshots.length - 1;
    const name = element('strong', { class: 'lectern-Title' }, layer.name);
    const shape = element('span', { class: 'lectern-Fact' }, `[${layer.shape.join(', ')}]`);
    const facts = element('span', { class: 'lectern-FactRoom' }, this.factRoom, this.facts);
    const head = element('figcaption', { class: 'lectern-Header' }, name, shape, facts);
    this.node = element(
      'figure',
      { class: 'lectern-Panel' },
      head,
      this.surface.node,
      this.readout.node,
      this.tableBox,
    );
    this.reserve();
    const steps = layer.snapshots.length > 1 ? ' Up and down change the step.' : '';
    this.surface.node.setAttribute(
      'aria-label',
      `Histogram of ${layer.name}. Left and right move over the bins.${steps}`,
    );
    this.undo = [
      this.surface.onPointer({
        hover: (at) => this.point(at && binAt(this.model, this.frame(), at.x, this.shown)),
      }),
      onKeys(this.surface.node, {
        ArrowLeft: () => this.move(-1),
        ArrowRight: () => this.move(1),
        Home: () => this.point(0),
        End: () => this.point(this.model.bins - 1),
        ArrowUp: () => turn(1),
        ArrowDown: () => turn(-1),
        Escape: () => this.point(undefined),
      }),
    ];
  }

  /** The values that its bins span; `undefined` when none is finite. */
  get extent(): Extent | undefined {
    return extentOf(this.model);
  }

  /**
   * Draws the snapshot that was pushed at `row` of the kept ones; layers with fewer show their last. `shown` is the stretch
   * of the axis where it is not the layer's own.
   */
  draw(drawing: Drawing, row: number, theme: Theme, shown?: Extent): void {
    this.shown = shown;
    this.row = Math.min(row, this.model.rows.length - 1);
    this.painted = (context, width, height) => {
      if (this.model.bins === 0) {
        context.font = `12px ${theme.font}`;
        context.fillStyle = theme.faint;
        context.fillText('No finite value.', 8, 24);
        return;
      }
      const frame = frameOf(width, height);
      drawLayer(context, this.model, frame, drawing, this.row, this.cursor, this.color, theme, shown);
    };
    this.redraw = () => {
      const width = this.surface.node.clientWidth;
      if (width > 0) this.paint(this.surface.clear(width, HEIGHT), width, HEIGHT);
    };
    this.redraw();
    this.facts.replaceChildren(...factsOf(this.model.rows[this.row].snapshot).map(factNode));
    this.say();
  }

  /** Draws what is seen on any canvas, from its origin. */
  paint(context: CanvasRenderingContext2D, width: number, height: number): void {
    this.painted(context, width, height);
  }

  /** Name, shape and facts of what is seen. */
  words(): string[] {
    const { name, shape } = this.model.layer;
    const facts = factsOf(this.model.rows[this.row].snapshot).map(({ text }) => text);
    return [name, `[${shape.join(', ')}]`, ...facts];
  }

  /** Takes newer data of the same layer; the cursor stays where it is. */
  update(layer: LayerData): void {
    this.model = layerModel(layer);
    this.reserve();
    if (this.cursor !== undefined && this.cursor >= this.model.bins) this.cursor = undefined;
  }

  /** Shows or hides the counts of the chosen snapshot as a table. */
  table(on: boolean): void {
    const wanted = [on, this.row, this.model];
    if (wanted.every((part, i) => part === this.tabled[i])) return;
    this.tabled = wanted;
    const { counts } = this.model.rows[this.row];
    const rows = counts.map((count, bin) => {
      const [from, to] = binEdges(this.model, bin);
      return [short(from), short(to), count.toLocaleString('en')];
    });
    const label = `Counts of ${this.model.layer.name}`;
    this.tableBox.replaceChildren(...(on ? [dataTable(label, ['from', 'below', 'count'], rows)] : []));
  }

  dispose(): void {
    for (const undo of this.undo) undo();
    this.node.remove();
  }

  /** Keeps room for what other steps say, those that may come too. */
  private reserve(): void {
    const several = this.grows || this.model.rows.length > 1;
    this.factRoom.replaceChildren(...(several ? longestFacts(this.model, this.grows).map(factRoom) : []));
    this.readout.reserve(longestBin(this.model, several));
  }

  private frame() {
    return frameOf(this.surface.width, HEIGHT);
  }

  private move(by: number): void {
    const from = this.cursor ?? (by > 0 ? -1 : this.model.bins);
    this.point(Math.max(0, Math.min(this.model.bins - 1, from + by)));
  }

  private point(bin: number | undefined): void {
    this.cursor = this.model.bins > 0 ? bin : undefined;
    this.say();
    this.redraw();
  }

  private say(): void {
    this.readout.say(this.cursor === undefined ? undefined : binText(this.model, this.row, this.cursor));
  }
}

function factNode({ text, warn }: Fact): HTMLElement {
  return element('span', { class: `lectern-Fact${warn ? ' lectern-mod-warn' : ''}` }, text);
}

/** The room of a fact without its words, which nobody shall read or find. */
function factRoom({ text, warn }: Fact): HTMLElement {
  const node = factNode({ text: '', warn });
  node.dataset.room = text;
  return node;
}
