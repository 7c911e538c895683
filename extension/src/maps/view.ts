import { cellAt, type MatrixLayout } from '../matrix/cells.js';
import { decodeMaps } from '../protocol/decode-maps.js';
import { select } from '../shell/controls.js';
import { element, hasRoom } from '../shell/dom.js';
import { type Rows, ViewFrame } from '../shell/frame.js';
import { onKeys, rowKeys } from '../shell/keys.js';
import { Stepper } from '../shell/stepper.js';
import { Surface } from '../shell/surface.js';
import type { View } from '../shell/view.js';
import { short } from '../tensor/format.js';
import { onThemeChange, readTheme } from '../theme/theme.js';
import { EnlargedMap } from './enlarged.js';
import { drawGrid } from './grid.js';
import { type GridLayout, placeAt } from './layout.js';
import { Lights } from './lights.js';
import { drawMatrix } from './matrix.js';
import { MapsModel, type Order, type Range } from './model.js';
import { mapsPicture } from './picture.js';
import { cellText, factRows, headFacts, mapText, noteText, pairRows, rangeText } from './words.js';

const HINT = 'Point at a picture, or use the arrow keys; click or press Enter to enlarge.';
const PAIR_HINT = 'Point at a pair of maps, or use the arrow keys.';
const ORDERS = [
  { value: 'index', text: 'as given' },
  { value: 'activity', text: 'most active first' },
  { value: 'sparsity', text: 'most zeros first' },
];

/** A grid of feature maps, filters or images on one canvas, of one layer at a time; one map can be shown large. */
export class MapsView implements View {
  private readonly frame = new ViewFrame('lectern-Maps', HINT);
  readonly node = this.frame.node;
  private readonly grid = new Surface('grid of pictures');
  private readonly matrix = new Surface('matrix of correlations');
  private readonly large = element('div');
  private readonly layer = select('layer', 'Which layer is seen', (value) => {
    this.model?.choose(Number(value));
    this.shrink(false);
    this.changed();
  });
  private readonly show = select('show', 'The maps, or how alike they are', (value) => {
    if (this.model) this.model.show = value as MapsModel['show'];
    this.shrink(false);
    this.changed();
  });
  private readonly order = select('order', 'Which map comes first', (value) => {
    if (!this.model) return;
    this.model.order = value as Order;
    this.model.cursor = undefined;
    this.model.cell = undefined;
    this.changed();
  });
  private readonly range = select('colours', 'Whether a colour means one value in all pictures', (value) => {
    if (this.model) this.model.range = value as Range;
    this.changed();
  });
  private readonly lights = new Lights((brightness, contrast) => {
    if (this.model) Object.assign(this.model, { brightness, contrast });
    this.changed();
  });
  private readonly groups = element('div', { class: 'lectern-Field' });
  private readonly themeWatch = onThemeChange(() => this.draw());
  private readonly undo: (() => void)[];
  private model: MapsModel | undefined;
  private layout: GridLayout | undefined;
  private square: MatrixLayout | undefined;
  private enlarged: EnlargedMap | undefined;
  private stepper: { name: string; control: Stepper } | undefined;

  constructor() {
    this.undo = [this.pointAtGrid(), this.pointAtMatrix()].flat();
    this.frame.toolbar.append(
      this.layer.node,
      this.show.node,
      this.groups,
      this.order.node,
      this.range.node,
      this.lights.node,
      ...this.frame.tableAndSaves(() => this.rows(), {
        title: () => this.title(),
        png: () => this.picture(),
      }),
    );
    this.frame.body.append(this.grid.node, this.large);
  }

  update(payload: unknown): void {
    const model = new MapsModel(decodeMaps(payload));
    const before = this.model;
    this.shrink(false);
    this.model = model;
    const shapes = ({ layers }: MapsModel) => JSON.stringify(layers.map(({ shape }) => shape));
    if (before && shapes(before) === shapes(model)) {
      const { layer, group, order, show, brightness, contrast } = before;
      Object.assign(model, { layer, group, order, show, brightness, contrast });
      if (before.range !== 'given' || model.given) model.range = before.range;
    }
    const names = model.layers.map(({ name }, i) => ({ value: String(i), text: name || `layer ${i}` }));
    this.layer.set(names, String(model.layer));
    this.order.set(ORDERS, model.order);
    this.changed();
  }

  resized(): void {
    this.draw();
  }

  dispose(): void {
    this.themeWatch();
    for (const undo of this.undo) undo();
    this.enlarged?.dispose();
    this.stepper?.control.dispose();
  }

  private pointAtGrid(): (() => void)[] {
    const move = (by: (layout: GridLayout) => number) => () => {
      if (!this.model || !this.layout) return;
      this.model.move(by(this.layout));
      this.pointed();
    };
    return [
      this.grid.onPointer({
        hover: (at) => {
          if (!this.model || !this.layout) return;
          const place = at && placeAt(this.layout, this.model.data.maps, at.x - 2, at.y - 2);
          if (place === this.model.cursor) return;
          this.model.cursor = place;
          this.pointed();
        },
        click: () => this.enlarge(),
      }),
      onKeys(this.grid.node, {
        ArrowLeft: move(() => -1),
        ArrowRight: move(() => 1),
        ArrowUp: move(({ across }) => -across),
        ArrowDown: move(({ across }) => across),
        Home: move(() => Number.NEGATIVE_INFINITY),
        End: move(() => Number.POSITIVE_INFINITY),
        Enter: () => this.enlarge(),
        ' ': () => this.enlarge(),
        Escape: () => this.shrink(),
      }),
    ];
  }

  private pointAtMatrix(): (() => void)[] {
    const move = (down: number, right: number) => {
      this.model?.moveCell(down, right);
      this.pointed();
    };
    return [
      this.matrix.onPointer({
        hover: (at) => {
          if (!this.model || !this.square) return;
          this.model.cell = at && cellAt(this.square, at);
          this.pointed();
        },
      }),
      onKeys(this.matrix.node, rowKeys(move)),
    ];
  }

  /** Makes everything say what the model is now. */
  private changed(): void {
    const { model } = this;
    if (!model) return;
    const { data, all, correlated } = model;
    const kind = { activations: 'Feature maps', filters: 'Filters', images: 'Images' }[data.kind];
    const images = data.kind === 'images';
    // The name of the view stays while the reader goes through its layers.
    const first = { activations: 'Feature maps', filters: 'Filters', images: 'Images' }[all.kind];
    const view = `${model.layers.length > 1 ? 'Feature maps' : first} ${all.title}`.trim();
    this.frame.name(view, all.title, [...headFacts(data), ...rangeText(model)]);
    this.frame.note(noteText(model));
    const whose = `${kind} ${data.name || all.title}`.trim();
    this.grid.node.setAttribute('aria-label', `${whose}. Arrow keys move, Enter enlarges.`);
    this.matrix.node.setAttribute('aria-label', `${whose}: correlation of each pair. Arrow keys move.`);
    this.node.classList.toggle('lectern-mod-photo', images || data.channels === 3);
    this.layer.node.hidden = model.layers.length === 1;
    this.show.node.hidden = !model.comparable;
    this.show.set(
      [
        { value: 'maps', text: data.kind === 'filters' ? 'filters' : 'maps' },
        { value: 'correlation', text: 'correlation' },
      ],
      correlated ? 'correlation' : 'maps',
    );
    this.order.node.hidden = data.maps < 2;
    this.range.node.hidden = correlated;
    const common = images ? 'as given' : model.layers.length > 1 ? 'one scale a layer' : 'one scale for all';
    const ranges = [
      ...(model.layers.length > 1 ? [{ value: 'model', text: 'one scale for all layers' }] : []),
      { value: 'layer', text: common },
      { value: 'map', text: 'each by itself' },
      ...(model.given
        ? [{ value: 'given', text: `given: ${short(model.given.low)} to ${short(model.given.high)}` }]
        : []),
    ];
    this.range.set(ranges, model.range);
    this.lights.node.hidden = !images;
    this.lights.set(model.brightness, model.contrast);
    this.setGroups(model);
    this.frame.body.hidden = data.values.length === 0;
    const wanted = correlated ? this.matrix.node : this.grid.node;
    if (this.frame.body.firstElementChild !== wanted) this.frame.body.replaceChildren(wanted, this.large);
    this.pointed();
    this.frame.refreshTable();
  }

  /** The slider over samples or input channels: one for each name, so that it keeps the focus. */
  private setGroups({ data, group, correlated }: MapsModel): void {
    if (this.stepper?.name !== data.groupName) {
      this.stepper?.control.dispose();
      const control = new Stepper(data.groupName || 'group', (place) => {
        if (this.model) this.model.group = place;
        this.changed();
      });
      this.stepper = { name: data.groupName, control };
      this.groups.replaceChildren(control.node);
    }
    const { control } = this.stepper;
    control.set(data.groups, group);
    // Correlations are over all groups.
    this.groups.hidden = correlated || data.groups < 2;
  }

  private draw(): void {
    const { model } = this;
    if (!model || model.data.values.length === 0 || !hasRoom(this.node)) return;
    const theme = readTheme(this.node);
    if (model.correlated) this.square = drawMatrix(this.matrix, model, theme);
    else this.layout = drawGrid(this.grid, model, theme);
    this.enlarged?.draw(theme);
  }

  private pointed(): void {
    const { model } = this;
    if (!model) return;
    const map = model.cursor === undefined ? undefined : model.sequence()[model.cursor];
    if (model.correlated) this.frame.say(cellText(model), PAIR_HINT);
    else this.frame.say(map === undefined ? undefined : mapText(model, map));
    this.draw();
  }

  private rows(): Rows | undefined {
    const { model } = this;
    return model && (model.correlated ? pairRows(model) : factRows(model));
  }

  private title(): string {
    const { all, data } = this.model ?? {};
    return [all?.title, data?.name].filter(Boolean).join(' ');
  }

  private picture(): HTMLCanvasElement {
    return this.model ? mapsPicture(this.model, readTheme(this.node)) : document.createElement('canvas');
  }

  private enlarge(): void {
    const { model } = this;
    if (model?.cursor === undefined) return;
    const map = model.sequence()[model.cursor];
    this.enlarged?.dispose();
    this.enlarged = new EnlargedMap(model, map, () => this.shrink());
    this.large.replaceChildren(this.enlarged.node);
    this.draw();
    this.enlarged.focus();
  }

  private shrink(focus = true): void {
    if (!this.enlarged) return;
    this.enlarged.dispose();
    this.enlarged = undefined;
    this.large.replaceChildren();
    if (focus) this.grid.node.focus();
  }
}
