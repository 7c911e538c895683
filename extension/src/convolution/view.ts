import { decodeConvolution } from '../protocol/decode-convolution.js';
import { select } from '../shell/controls.js';
import { element, hasRoom } from '../shell/dom.js';
import { type Rows, ViewFrame } from '../shell/frame.js';
import { arrowKeys, onKeys } from '../shell/keys.js';
import { numberField } from '../shell/number-field.js';
import { saveButtons } from '../shell/saves.js';
import { Stepper } from '../shell/stepper.js';
import { Surface } from '../shell/surface.js';
import type { View } from '../shell/view.js';
import { within } from '../shell/within.js';
import { Words } from '../shell/words.js';
import { exact } from '../tensor/format.js';
import { onThemeChange, readTheme } from '../theme/theme.js';
import { drawConvolution, type Grids } from './drawing.js';
import { cellAt } from './layout.js';
import { ConvolutionModel, type Place } from './model.js';
import { facts, formulaLines, inputText, longestFormula, noteText, outputText, placeText, viewName } from './words.js';

const HINT =
  'Click an output or use the arrow keys; point at an input, or press Enter, to see the outputs that use it.';

/** A window that slides over an input, place by place, with the formula of the output that it makes. */
export class ConvolutionView implements View {
  private readonly frame = new ViewFrame('lectern-Convolution', HINT);
  readonly node = this.frame.node;
  private readonly surface = new Surface('convolution');
  private readonly formula = element('div', { class: 'lectern-Formula' });
  private readonly steps = new Stepper(
    'output',
    (place) => this.go(place),
    (place) => (this.model ? placeText(this.model, this.model.placeOf(place)) : ''),
  );
  private readonly channels = select('channel', 'Which channel of the input is shown', (value) =>
    this.choose({ channel: Number(value) }),
  );
  private readonly filters = select('filter', 'Which filter slides', (value) => this.choose({ filter: Number(value) }));
  private readonly strides = numberField('stride', 'Steps of the window', (stride) => this.move({ stride }));
  private readonly paddings = numberField('padding', 'Zeros around the input', (padding) => this.move({ padding }));
  private readonly dilations = numberField('dilation', 'Distance of neighbouring weights', (dilation) =>
    this.move({ dilation }),
  );
  private readonly undo: (() => void)[];
  private model: ConvolutionModel | undefined;
  private grids: Grids | undefined;
  /** The place of the input that is pointed at. */
  private hover: Place | undefined;
  private pointedOutput: Place | undefined;

  constructor() {
    const { frame, surface } = this;
    frame.toolbar.append(
      this.steps.node,
      this.filters.node,
      this.channels.node,
      this.strides.node,
      this.paddings.node,
      this.dilations.node,
      frame.tableSwitch(() => this.rows()),
      saveButtons({
        title: () => this.model?.data.title || 'convolution',
        csv: () => this.rows().rows,
        png: () => surface.canvas,
      }),
    );
    frame.body.append(surface.node, this.formula);
    this.undo = [
      onThemeChange(() => this.draw()),
      surface.onPointer({ hover: (at) => this.point(at), click: () => this.jump() }),
      onKeys(surface.node, {
        ...arrowKeys((down, right) => this.step(down, right)),
        Home: () => this.steps.choose(0),
        End: () => this.steps.choose(Number.MAX_SAFE_INTEGER),
        Enter: () => this.turnToInput(),
        Escape: () => this.show(undefined),
      }),
    ];
  }

  update(payload: unknown): void {
    const data = decodeConvolution(payload);
    this.model = new ConvolutionModel(data);
    this.hover = undefined;
    const list = (count: number) => Array.from({ length: count }, (_, i) => ({ value: String(i), text: String(i) }));
    this.channels.set(list(data.channels), '0');
    this.filters.set(list(data.filters), '0');
    this.channels.node.hidden = data.channels === 1;
    this.filters.node.hidden = data.filters < 2;
    this.dilations.node.hidden = data.kind === 'avgPool';
    this.changed();
  }

  resized(): void {
    this.draw();
  }

  dispose(): void {
    this.steps.dispose();
    for (const undo of this.undo) undo();
  }

  private changed(): void {
    const { model } = this;
    if (!model) return;
    const { data } = model;
    const { rows, cols } = model.size;
    const most = Math.max(data.height, data.width);
    const half = Math.floor(Math.min(...(data.rank === 1 ? [data.window[1]] : data.window)) / 2);
    this.strides.set([1, most], model.stride[1]);
    this.paddings.set([0, data.kind === 'conv' ? 16 : half], model.padding.left);
    this.dilations.set([1, most], model.dilation[1]);
    this.frame.name(viewName(data), data.title, facts(model));
    this.frame.note(noteText(model));
    this.surface.node.setAttribute(
      'aria-label',
      `${viewName(data)}: ${facts(model).join(', ')}. Arrow keys move the window, Enter turns to the input.`,
    );
    this.steps.set(rows * cols, model.place);
    this.show(undefined);
    this.frame.refreshTable();
  }

  private choose(chosen: { channel?: number; filter?: number }): void {
    if (!this.model) return;
    Object.assign(this.model, chosen);
    this.changed();
  }

  private move(how: Parameters<ConvolutionModel['move']>[0]): void {
    this.model?.move(how);
    this.changed();
  }

  private go(place: number): void {
    if (!this.model) return;
    this.model.place = place;
    this.show(undefined);
  }

  /** Moves the window, or the place of the input once Enter has turned to it. */
  private step(down: number, right: number): void {
    const { model } = this;
    if (!model) return;
    if (this.hover) {
      const { height, width } = model.data;
      this.show({ row: within(this.hover.row + down, height), col: within(this.hover.col + right, width) });
      return;
    }
    const { rows, cols } = model.size;
    const { row, col } = model.at;
    this.steps.choose(within(row + down, rows) * cols + within(col + right, cols));
  }

  private turnToInput(): void {
    const { model } = this;
    if (!model) return;
    const first = model.taps(model.at).find(({ padded }) => !padded) ?? { row: 0, col: 0 };
    this.show(this.hover ? undefined : { row: first.row, col: first.col });
  }

  private point(at: { x: number; y: number } | undefined): void {
    const { model, grids } = this;
    if (!model || !grids) return;
    const cell = at && cellAt(grids.input, at);
    this.pointedOutput = at && cellAt(grids.output, at);
    this.show(cell && { row: cell.row - model.padding.top, col: cell.col - model.padding.left });
    if (this.pointedOutput) this.frame.say(outputText(model, this.pointedOutput));
  }

  private jump(): void {
    const { model, pointedOutput } = this;
    if (model && pointedOutput) this.steps.choose(pointedOutput.row * model.size.cols + pointedOutput.col);
  }

  /** Shows a place of the input with its outputs, or the output at which the window stands. */
  private show(hover: Place | undefined): void {
    const { model } = this;
    if (!model) return;
    this.hover = hover;
    this.frame.say(hover ? inputText(model, hover) : outputText(model, model.at));
    const rooms = longestFormula(model);
    const lines = formulaLines(model).map((line, i) => new Words('p', {}, rooms[i], line));
    this.formula.replaceChildren(...lines.map(({ node }) => node));
    this.draw();
  }

  private draw(): void {
    if (!this.model || !hasRoom(this.node)) return;
    this.grids = drawConvolution(this.surface, this.model, readTheme(this.node), this.hover);
  }

  private rows(): Rows {
    const { model } = this;
    if (!model) return { headings: [], rows: [] };
    const { rows, cols } = model.size;
    const values = model.outputs();
    return {
      headings: ['output', ...Array.from({ length: cols }, (_, col) => String(col))],
      rows: Array.from({ length: rows }, (_, row) => [
        String(row),
        ...Array.from(values.subarray(row * cols, (row + 1) * cols), (value) => exact(value, 'float32')),
      ]),
    };
  }
}
