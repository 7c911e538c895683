import { button, select, toggle } from '../shell/controls.js';
import { element } from '../shell/dom.js';
import { readTheme, type Theme } from '../theme/theme.js';
import { AxisControls } from './axes.js';
import { Colorbar } from './colorbar.js';
import { exact } from './format.js';
import { Heatmap } from './heatmap.js';
import { onCellKeys, onCellPointer } from './input.js';
import type { TensorModel } from './model.js';
import { defaultKind, makeScale, type Scale, type ScaleKind } from './scale.js';
import { sliceTable } from './table.js';
import { fitSize, zoomed } from './zoom.js';

const HINT = 'Point at a cell, or use the arrow keys; click or press Enter to pin.';
const SCALES: { value: ScaleKind; text: string }[] = [
  { value: 'symmetric', text: '± largest' },
  { value: 'range', text: 'min to max' },
  { value: 'robust', text: 'mean ± 3σ' },
  { value: 'slice', text: 'this slice' },
];

/** The heat map of a tensor with everything around it. */
export class TensorPicture {
  readonly node = element('div', { class: 'lectern-Picture' });
  private readonly heatmap = new Heatmap();
  private readonly colorbar = new Colorbar();
  private readonly surface = element('div', { class: 'lectern-Surface', role: 'application', tabindex: '0' });
  private readonly readout = element('output', { class: 'lectern-Readout', 'aria-live': 'polite' }, HINT);
  private readonly pin = element('div', { class: 'lectern-Pin' });
  private readonly tableBox = element('div');
  private readonly axes: AxisControls;
  private readonly undo: (() => void)[];
  private theme: Theme | undefined;
  private scale: Scale | undefined;
  private kind: ScaleKind;
  /** Chosen cell size in CSS pixels; `undefined` fits the picture into the room. */
  private size: number | undefined;
  private drawnSize = 0;
  private tabled = false;

  constructor(readonly model: TensorModel) {
    this.kind = defaultKind(model);
    this.axes = new AxisControls(model, (note) => this.sliced(note));
    const scales = select('colours', 'How values become colours', (value) => {
      this.kind = value as ScaleKind;
      this.recolor();
    });
    scales.set(SCALES, this.kind);
    const table = toggle('Table', 'Show the values of this slice as a table', (on) => {
      this.tabled = on;
      this.showTable();
    });
    const zoom = element(
      'div',
      { class: 'lectern-Group', role: 'group', 'aria-label': 'Zoom' },
      button('−', 'Smaller cells', () => this.zoom(-1)),
      button('+', 'Larger cells', () => this.zoom(1)),
      button('Fit', 'Cells that fit the room', () => this.zoom(0)),
    );
    const bar = element('div', { class: 'lectern-Toolbar' }, this.axes.sides, scales.node, zoom, table.node);
    this.surface.setAttribute('aria-roledescription', 'heat map');
    this.surface.append(this.heatmap.canvas);
    const reading = element('div', { class: 'lectern-Reading' }, this.readout, this.pin);
    this.node.append(bar, this.axes.sliders, this.surface, reading, this.colorbar.node, this.tableBox);
    this.undo = [
      onCellPointer(this.surface, this.heatmap, {
        hover: (cell) => {
          model.cursor = cell;
          this.moved();
        },
        choose: (cell) => {
          model.cursor = cell;
          this.togglePin();
        },
      }),
      onCellKeys(this.surface, model, {
        moved: () => {
          this.moved();
          this.scrollToCursor();
        },
        pin: () => this.togglePin(),
        clear: () => {
          model.cursor = undefined;
          model.pinned = undefined;
          this.moved();
        },
        zoom: (direction) => this.zoom(direction),
        turned: () => {
          this.axes.refresh();
          this.sliced();
        },
      }),
    ];
  }

  /** The room changed. */
  resized(): void {
    if (!this.theme || !this.scale) this.recolor();
    else this.draw();
  }

  /** The slice, the scale or the theme changed. */
  recolor(): void {
    if (!this.node.isConnected) return;
    this.theme = readTheme(this.node);
    this.scale = makeScale(this.model, this.kind, this.theme.dark);
    this.heatmap.color(this.model, this.scale);
    this.colorbar.update(this.scale, this.model.data);
    this.draw();
    this.moved();
  }

  dispose(): void {
    for (const undo of this.undo) undo();
  }

  private sliced(note?: string): void {
    this.recolor();
    this.showTable();
    if (note) this.readout.textContent = note;
  }

  private draw(): void {
    if (!this.theme || !this.scale || this.node.clientWidth === 0) return;
    const { left, top } = this.heatmap.margins(this.model);
    this.drawnSize = this.size ?? fitSize(this.model, this.surface.clientWidth - left - 14, top);
    this.heatmap.draw(this.model, this.scale, this.theme, this.drawnSize);
    this.surface.setAttribute('aria-label', this.label());
  }

  private label(): string {
    const { model } = this;
    const name = model.data.title || 'tensor';
    const across = model.cols === null ? '' : `${model.colCount} columns on ${model.axisName(model.cols)}`;
    const down = model.rows === null ? '' : `${model.rowCount} rows on ${model.axisName(model.rows)}, `;
    return `Heat map of ${name}: ${down}${across}. Arrow keys move, Enter pins, page keys change the slice.`;
  }

  private moved(): void {
    const { model } = this;
    const value = model.cursor ? model.value(model.cursor) : undefined;
    this.readout.textContent = model.cursor ? this.say(model.positions(model.cursor)) : HINT;
    this.readout.classList.toggle('lectern-mod-hint', !model.cursor);
    this.pin.textContent = model.pinned ? `pinned ${this.say(model.pinned)}` : '';
    if (this.scale) this.colorbar.point(this.scale, value);
    this.draw();
  }

  private say(positions: number[]): string {
    const { model } = this;
    const value = model.valueAt(positions);
    const clipped = this.scale && (value < this.scale.low || value > this.scale.high) && Number.isFinite(value);
    return `[${model.indices(positions).join(', ')}] = ${exact(value, model.data.dtype)}${clipped ? ' (beyond the colours)' : ''}`;
  }

  private togglePin(): void {
    const { model } = this;
    if (!model.cursor) return;
    const positions = model.positions(model.cursor);
    model.pinned = model.pinned?.join() === positions.join() ? undefined : positions;
    this.moved();
  }

  private zoom(direction: -1 | 0 | 1): void {
    this.size = direction === 0 ? undefined : zoomed(this.drawnSize, direction);
    this.draw();
  }

  private showTable(): void {
    this.tableBox.replaceChildren(...(this.tabled ? [sliceTable(this.model)] : []));
  }

  private scrollToCursor(): void {
    if (!this.model.cursor) return;
    const box = this.heatmap.boxOf(this.model.cursor);
    const { surface } = this;
    const near = (start: number, length: number, from: number, room: number) =>
      start < from ? start : start + length > from + room ? start + length - room : from;
    surface.scrollLeft = near(box.x, box.width, surface.scrollLeft, surface.clientWidth);
    surface.scrollTop = near(box.y, box.height, surface.scrollTop, surface.clientHeight);
  }
}
