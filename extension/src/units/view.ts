import { Legend } from '../cloud/marks.js';
import { cellAt, type MatrixLayout } from '../matrix/cells.js';
import { decodeUnits } from '../protocol/decode-units.js';
import { select } from '../shell/controls.js';
import { element, hasRoom } from '../shell/dom.js';
import { ViewFrame } from '../shell/frame.js';
import { onKeys, rowKeys } from '../shell/keys.js';
import { Surface } from '../shell/surface.js';
import type { View } from '../shell/view.js';
import { short } from '../tensor/format.js';
import { onThemeChange, readTheme } from '../theme/theme.js';
import { drawUnits, unitsPicture } from './drawing.js';
import { type UnitOrder, UnitsModel } from './model.js';
import { cellText, noteText, unitDetail, unitRows } from './words.js';

const HINT = 'Point at the matrix, or use the arrow keys; click or press Enter to see what excites a unit.';
const CAPTION = 'Above each unit: its share of zeros. Struck out: the unit says the same to every sample.';
const CORRELATED =
  'Orange: two units rise together. Blue: one falls when the other rises. Grey: the unit says the same to every sample.';
const ORDERS = [
  { value: 'index', text: 'as given' },
  { value: 'zeros', text: 'most zeros first' },
  { value: 'mean', text: 'highest mean first' },
  { value: 'similar', text: 'similar side by side' },
];

/** What the units of a layer answer to samples, as one matrix. */
export class UnitsView implements View {
  private readonly frame = new ViewFrame('lectern-Units', HINT);
  readonly node = this.frame.node;
  private readonly surface = new Surface('matrix of activations');
  private readonly legend = new Legend(() => this.changed());
  private readonly detail = element('div', { class: 'lectern-Detail', 'aria-live': 'polite' });
  private readonly caption = element('p', { class: 'lectern-Note' }, CAPTION);
  private readonly show = select('show', 'Activations, or how alike units are', (value) => {
    if (this.model) this.model.show = value as UnitsModel['show'];
    this.changed();
  });
  private readonly order = select('units', 'Which unit comes first', (value) => {
    if (this.model) this.model.order = value as UnitOrder;
    this.changed();
  });
  private readonly samples = select('samples', 'Which sample comes first', (value) => {
    if (this.model) this.model.byClass = value === 'class';
    this.changed();
  });
  private readonly themeWatch = onThemeChange(() => this.draw());
  private readonly undo: (() => void)[];
  private model: UnitsModel | undefined;
  private layout: MatrixLayout | undefined;

  constructor() {
    const move = (down: number, right: number) => {
      this.model?.move(down, right);
      this.pointed();
      this.reveal();
    };
    this.undo = [
      this.surface.onPointer({
        hover: (at) => {
          if (!this.model || !this.layout) return;
          this.model.cursor = at && cellAt(this.layout, at);
          this.pointed();
        },
        click: () => this.choose(),
      }),
      onKeys(this.surface.node, {
        ...rowKeys(move),
        Enter: () => this.choose(),
        ' ': () => this.choose(),
        Escape: () => this.leave(),
      }),
    ];
    this.frame.toolbar.append(
      this.show.node,
      this.order.node,
      this.samples.node,
      ...this.frame.tableAndSaves(() => this.model && unitRows(this.model), {
        title: () => this.model?.data.title ?? '',
        png: () => this.picture(),
      }),
    );
    this.frame.body.append(this.legend.node, this.surface.node, this.caption, this.detail);
  }

  update(payload: unknown): void {
    const data = decodeUnits(payload);
    const model = new UnitsModel(data, (sample) => this.legend.shows(sample));
    this.model = model;
    this.legend.update({ ...data, color: [] });
    this.show.set(
      [
        { value: 'activations', text: 'activations' },
        { value: 'correlation', text: 'correlation of units' },
      ],
      model.show,
    );
    this.order.set(ORDERS, model.order);
    this.samples.node.hidden = data.kinds.length === 0;
    this.samples.set(
      [
        { value: 'class', text: 'by class' },
        { value: 'index', text: 'as given' },
      ],
      'class',
    );
    const zeros = data.facts.reduce((sum, facts) => sum + facts.zeros, 0) / Math.max(1, data.units);
    const name = `Units ${data.title}`.trim();
    this.frame.name(name, data.title, [
      `${data.ofSamples.toLocaleString('en')} samples × ${data.ofUnits.toLocaleString('en')} units`,
      `zeros ${short(zeros * 100, 3)} %`,
      data.deadInAll > 0 ? `${data.deadInAll.toLocaleString('en')} dead` : 'none dead',
    ]);
    this.frame.note(noteText(model));
    const size = `${data.samples.length} samples down, ${data.units} units across, ${data.dead.length} of them dead`;
    this.surface.node.setAttribute('aria-label', `${name}: ${size}. ${HINT}`);
    this.frame.body.hidden = data.values.length === 0;
    this.detail.replaceChildren();
    this.frame.say(undefined);
    this.frame.refreshTable();
  }

  resized(): void {
    this.draw();
  }

  dispose(): void {
    this.themeWatch();
    for (const undo of this.undo) undo();
  }

  private changed(): void {
    if (this.model) this.model.cursor = undefined;
    const correlated = this.model?.show === 'correlation';
    this.caption.textContent = correlated ? CORRELATED : CAPTION;
    this.pointed();
    this.frame.refreshTable();
  }

  private draw(): void {
    const { model } = this;
    if (!model || model.data.values.length === 0 || !hasRoom(this.node)) return;
    const theme = readTheme(this.node);
    this.legend.paint(theme);
    this.layout = drawUnits(this.surface, model, theme);
  }

  private pointed(): void {
    this.frame.say(this.model && cellText(this.model));
    this.draw();
  }

  /** Scrolls to the cursor where the matrix is wider than its box. */
  private reveal(): void {
    const { layout, model } = this;
    if (!layout || !model?.cursor) return;
    const box = this.surface.node;
    const at = layout.left + ((model.cursor.col + 0.5) / layout.cols) * layout.width;
    if (at < box.scrollLeft + 20 || at > box.scrollLeft + box.clientWidth - 20) {
      box.scrollLeft = at - box.clientWidth / 2;
    }
  }

  private choose(): void {
    const { model } = this;
    if (!model?.cursor) return;
    model.chosen = model.columns()[model.cursor.col];
    this.detail.replaceChildren(unitDetail(model, model.chosen));
    this.draw();
  }

  private leave(): void {
    if (!this.model) return;
    this.model.chosen = undefined;
    this.model.cursor = undefined;
    this.detail.replaceChildren();
    this.pointed();
  }

  private picture(): HTMLCanvasElement {
    const theme = readTheme(this.node);
    return this.model ? unitsPicture(this.model, theme) : document.createElement('canvas');
  }
}
