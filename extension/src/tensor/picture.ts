import { button, toggle } from '../shell/controls.js';
import { element } from '../shell/dom.js';
import { listen } from '../shell/listen.js';
import { Readout } from '../shell/readout.js';
import { saveButtons } from '../shell/saves.js';
import { readTheme, type Theme } from '../theme/theme.js';
import { AxisControls } from './axes.js';
import { Colorbar } from './colorbar.js';
import { ColourControls } from './colours.js';
import { exact } from './format.js';
import { Heatmap } from './heatmap.js';
import { onCellKeys, onCellPointer, onZoomWheel } from './input.js';
import type { TensorModel } from './model.js';
import { PinList } from './pins.js';
import { savedPicture } from './saved.js';
import { defaultChoice, isBeyond, makeScale, type Scale, type ScaleChoice } from './scale.js';
import { sliceRows, sliceTable } from './table.js';
import { fitSize, zoomed } from './zoom.js';

const HINT = 'Point at a cell, or use the arrow keys; click or press Enter to pin.';

/** What the reader chose about the picture; new values of the same shape keep it. */
export interface PictureSettings {
  colours?: ScaleChoice;
  /** Chosen cell size in CSS pixels; `undefined` fits the picture into the room. */
  size?: number;
  tabled: boolean;
}

/** The heat map of a tensor with everything around it. */
export class TensorPicture {
  readonly node = element('div', { class: 'lectern-Picture' });
  private readonly heatmap = new Heatmap();
  private readonly colorbar = new Colorbar();
  private readonly roll = element('div', { class: 'lectern-Roll' }, this.heatmap.canvas);
  private readonly surface = element('div', { class: 'lectern-Surface', role: 'application', tabindex: '0' });
  private readonly readout = new Readout(HINT, '');
  private readonly tableBox = element('div');
  private readonly axes: AxisControls;
  private readonly colours: ColourControls;
  private readonly pins: PinList;
  private readonly undo: (() => void)[];
  private readonly choice: ScaleChoice;
  private theme: Theme | undefined;
  private scale: Scale | undefined;
  private drawnSize = 0;

  constructor(
    readonly model: TensorModel,
    readonly settings: PictureSettings = { tabled: false },
  ) {
    this.choice = settings.colours ?? defaultChoice(model);
    this.axes = new AxisControls(model, (note) => this.sliced(note));
    const ends = (): [number, number] => (this.scale ? [this.scale.low, this.scale.high] : [0, 1]);
    this.colours = new ColourControls(model, this.choice, ends, (note) => {
      settings.colours = this.choice;
      this.recolor();
      if (note) this.tell(note);
    });
    this.pins = new PinList(
      (place) => {
        model.pins = model.pins.filter((_, i) => i !== place);
        this.showPins();
        this.draw();
      },
      () => this.surface.focus(),
    );
    this.surface.setAttribute('aria-roledescription', 'heat map');
    this.surface.append(this.roll);
    const reading = element('div', { class: 'lectern-Reading' }, this.readout.node);
    const pins = element('div', { class: 'lectern-PinRoom' }, this.pins.node);
    this.node.append(this.toolbar(), this.axes.sliders, this.surface, reading, this.colorbar.node, pins, this.tableBox);
    this.undo = this.listen();
    this.showTable();
  }

  /** The room changed. */
  resized(): void {
    if (!this.theme || !this.scale) this.recolor();
    else this.draw();
  }

  /** The slice, the scale or the theme changed. */
  recolor(): void {
    // What is in no page, as when its output is folded, has no theme to read: it is coloured when it is back.
    this.theme = this.node.isConnected ? readTheme(this.node) : undefined;
    if (!this.theme) return;
    this.scale = makeScale(this.model, this.choice, this.theme.dark);
    const beyond = this.heatmap.color(this.model, this.scale);
    this.colorbar.update(this.scale, this.model.data, beyond);
    this.moved();
    this.showPins();
  }

  dispose(): void {
    for (const undo of this.undo) undo();
  }

  private toolbar(): HTMLElement {
    const table = toggle('Table', 'Show the values of this slice as a table', (on) => {
      this.settings.tabled = on;
      this.showTable();
    });
    table.set(this.settings.tabled);
    const zoom = element(
      'div',
      { class: 'lectern-Group', role: 'group', 'aria-label': 'Zoom' },
      button('−', 'Smaller cells', () => this.zoom(-1)),
      button('+', 'Larger cells', () => this.zoom(1)),
      button('Fit', 'Cells that fit the room', () => this.zoom(0)),
    );
    const { model } = this;
    const save = saveButtons({
      title: () => `${model.data.title || 'tensor'}${model.sliders.length > 0 ? model.sliceText() : ''}`,
      csv: () => sliceRows(model),
      png: () => this.saved(),
    });
    return element('div', { class: 'lectern-Toolbar' }, this.axes.sides, this.colours.node, zoom, table.node, save);
  }

  private listen(): (() => void)[] {
    const { model, surface } = this;
    return [
      listen(surface, { scroll: () => this.draw() }),
      onZoomWheel(surface, (direction, event) => {
        const box = surface.getBoundingClientRect();
        this.zoom(direction, { x: event.clientX - box.left, y: event.clientY - box.top });
      }),
      onCellPointer(surface, this.heatmap, {
        hover: (cell) => {
          model.cursor = cell;
          this.moved();
        },
        choose: (cell) => {
          model.cursor = cell;
          this.togglePin();
        },
      }),
      onCellKeys(surface, model, {
        moved: () => {
          this.moved();
          this.scrollToCursor();
        },
        pin: () => this.togglePin(),
        clear: () => {
          model.cursor = undefined;
          model.pins = [];
          this.moved();
          this.showPins();
        },
        zoom: (direction) => this.zoom(direction),
        turned: () => {
          this.axes.refresh();
          this.sliced();
        },
      }),
    ];
  }

  private sliced(note?: string): void {
    this.colours.refresh();
    this.recolor();
    this.showTable();
    if (note) this.tell(note);
  }

  private tell(note: string): void {
    this.readout.say(note);
  }

  private draw(): void {
    const { surface, heatmap, model } = this;
    if (!this.theme || !this.scale || this.node.clientWidth === 0) return;
    const { left, top } = heatmap.margins(model);
    const ratio = window.devicePixelRatio || 1;
    this.drawnSize = this.settings.size ?? fitSize(model, surface.clientWidth - left - 14, top, ratio);
    const whole = heatmap.place(model, this.theme, this.drawnSize, ratio);
    this.roll.style.width = `${whole.width}px`;
    this.roll.style.height = `${whole.height}px`;
    heatmap.draw(model, this.scale, this.theme, {
      x: surface.scrollLeft,
      y: surface.scrollTop,
      width: Math.min(whole.width, surface.clientWidth),
      height: Math.min(whole.height, surface.clientHeight),
    });
    surface.setAttribute('aria-label', this.label());
  }

  private label(): string {
    const { model } = this;
    const name = model.data.title || 'tensor';
    const across = model.cols === null ? '' : `${model.colCount} columns on ${model.axisName(model.cols)}`;
    const down = model.rows === null ? '' : `${model.rowCount} rows on ${model.axisName(model.rows)}, `;
    const turn = model.sliders.length > 0 ? ', page keys change the slice' : '';
    return `Heat map of ${name}: ${down}${across}. Arrow keys move, Enter pins, plus and minus zoom${turn}.`;
  }

  private moved(): void {
    const { model } = this;
    const value = model.cursor ? model.value(model.cursor) : undefined;
    this.readout.say(model.cursor ? this.say(model.positions(model.cursor)) : undefined);
    if (this.scale) this.colorbar.point(this.scale, value);
    this.draw();
  }

  private say(positions: number[]): string {
    return `${this.indexText(positions)} = ${this.valueText(positions)}`;
  }

  private indexText(positions: number[]): string {
    return `[${this.model.indices(positions).join(', ')}]`;
  }

  private valueText(positions: number[]): string {
    const value = this.model.valueAt(positions);
    const beyond = this.scale && isBeyond(this.scale, value) ? ' (beyond the colours)' : '';
    return `${exact(value, this.model.data.dtype)}${beyond}`;
  }

  private togglePin(): void {
    this.model.togglePin();
    this.moved();
    this.showPins();
  }

  private showPins(): void {
    this.pins.show(this.model.pins.map((pin) => ({ index: this.indexText(pin), value: this.valueText(pin) })));
  }

  /** Changes the size of the cells; what is at the point of the surface `at` stays there, by default its middle. */
  private zoom(direction: -1 | 0 | 1, at?: { x: number; y: number }): void {
    const { surface, model } = this;
    const before = this.drawnSize;
    this.settings.size = direction === 0 ? undefined : zoomed(before, direction);
    const point = at ?? { x: surface.clientWidth / 2, y: surface.clientHeight / 2 };
    const { left, top } = this.heatmap.margins(model);
    const [x, y] = [surface.scrollLeft + point.x - left, surface.scrollTop + point.y - top];
    const cell = this.heatmap.cellAt(point.x, point.y);
    const placed = cell && this.heatmap.boxOf(cell);
    this.draw();
    const factor = this.drawnSize / before;
    // Gaps do not grow, so a cell is followed where there is one.
    const now = cell && this.heatmap.boxOf(cell);
    surface.scrollLeft = (placed && now ? now.x + (left + x - placed.x) * factor : left + x * factor) - point.x;
    surface.scrollTop = (placed && now ? now.y + (top + y - placed.y) * factor : top + y * factor) - point.y;
    this.draw();
    if (!at) this.scrollToCursor();
  }

  private saved(): HTMLCanvasElement {
    const { theme, scale } = this;
    return theme && scale ? savedPicture(this.model, scale, theme, this.drawnSize) : document.createElement('canvas');
  }

  private showTable(): void {
    this.tableBox.replaceChildren(...(this.settings.tabled ? [sliceTable(this.model)] : []));
  }

  private scrollToCursor(): void {
    if (!this.model.cursor) return;
    const box = this.heatmap.boxOf(this.model.cursor);
    const { left, top } = this.heatmap.margins(this.model);
    const { surface } = this;
    const near = (start: number, length: number, from: number, room: number, margin: number) =>
      start - margin < from ? start - margin : start + length > from + room ? start + length - room : from;
    surface.scrollLeft = near(box.x, box.width, surface.scrollLeft, surface.clientWidth, left);
    surface.scrollTop = near(box.y, box.height, surface.scrollTop, surface.clientHeight, top);
  }
}
