import { cellAt, type MatrixLayout } from '../matrix/cells.js';
import { Growing } from '../plot/growing.js';
import { decodeMaps, type MapsData } from '../protocol/decode-maps.js';
import type { Keep } from '../protocol/followed.js';
import { LiveStore } from '../protocol/live.js';
import { type Choice, select } from '../shell/controls.js';
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
import { StepBar } from './step-bar.js';
import {
  cellText,
  factRows,
  headFacts,
  LONGEST_RANGE,
  mapText,
  noteText,
  pairRows,
  rangeText,
  sizeFacts,
  stepRows,
} from './words.js';

const HINT = 'Point at a picture, or use the arrow keys; click or press Enter to enlarge.';
const STEP_HINT = `${HINT} Page Up and Page Down change the step.`;
const PAIR_HINT = 'Point at a pair of maps, or use the arrow keys.';
const ORDERS = [
  { value: 'index', text: 'as given' },
  { value: 'activity', text: 'most active first' },
  { value: 'sparsity', text: 'most zeros first' },
];

/**
 * A grid of feature maps, filters or images on one canvas, of one layer at a time, of images also over the steps of a run;
 * one map can be shown large.
 */
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
  private readonly show = select('show', 'What is seen of the maps or images', (value) => {
    if (this.model) this.model.show = value as MapsModel['show'];
    if (!this.model?.stepped) this.shrink(false);
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
  private readonly steps = new StepBar(() => this.changed());
  private readonly growing: Growing<MapsData>;
  private readonly groups = element('div', { class: 'lectern-Field' });
  private readonly themeWatch = onThemeChange(() => this.draw());
  private readonly undo: (() => void)[];
  private model: MapsModel | undefined;
  private layout: GridLayout | undefined;
  private square: MatrixLayout | undefined;
  private enlarged: EnlargedMap | undefined;
  private stepper: { name: string; control: Stepper } | undefined;

  /** `store` brings news of images that grow; a view inside another one has none. */
  constructor(store = new LiveStore()) {
    this.growing = new Growing(store, () => this.refresh());
    this.undo = [this.pointAtGrid(), this.pointAtMatrix()].flat();
    this.frame.toolbar.append(
      this.layer.node,
      this.show.node,
      this.groups,
      this.order.node,
      this.range.node,
      this.lights.node,
      ...this.frame.tableAndSaves(
        () => this.rows(),
        { title: () => this.title(), png: () => this.picture() },
        () => this.model && stepRows(this.model),
      ),
    );
    this.frame.body.append(this.steps.node, this.grid.node, this.large);
  }

  update(payload: unknown, keep?: Keep): void {
    this.growing.update(decodeMaps(payload), keep);
  }

  private refresh(): void {
    const data = this.growing.latest();
    const before = this.model;
    if (!data) return;
    if (before && grows(before.all, data)) before.grow(data);
    else if (data !== before?.all) this.take(new MapsModel(data));
    this.changed();
  }

  /** Shows other maps; of the same shape, as the reader chose for those before. */
  private take(model: MapsModel): void {
    const before = this.model;
    this.shrink(false);
    this.model = model;
    const shapes = ({ layers }: MapsModel) => JSON.stringify(layers.map(({ shape }) => shape));
    if (before && shapes(before) === shapes(model) && before.stepped === model.stepped) {
      const { layer, group, order, show, brightness, contrast } = before;
      Object.assign(model, { layer, group, order, show, brightness, contrast });
      if (before.range !== 'given' || model.given) model.range = before.range;
    }
    const names = model.layers.map(({ name }, i) => ({ value: String(i), text: name || `layer ${i}` }));
    this.layer.set(names, String(model.layer));
    this.order.set(ORDERS, model.order);
  }

  resized(): void {
    this.draw();
  }

  dispose(): void {
    this.themeWatch();
    this.growing.dispose();
    this.steps.dispose();
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
        PageUp: () => this.steps.turn(1),
        PageDown: () => this.steps.turn(-1),
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
    const facts = model.stepped ? sizeFacts(data) : headFacts(data);
    const range = model.stepped ? [] : rangeText(model);
    this.frame.name(view, all.title, [...facts, ...range], [...facts.map(() => ''), LONGEST_RANGE]);
    this.frame.hintWith(model.stepped ? STEP_HINT : HINT);
    this.frame.note(noteText(model));
    const whose = `${kind} ${data.name || all.title}`.trim();
    this.grid.node.setAttribute('aria-label', `${whose}. Arrow keys move, Enter enlarges.`);
    this.matrix.node.setAttribute('aria-label', `${whose}: correlation of each pair. Arrow keys move.`);
    this.node.classList.toggle('lectern-mod-photo', images || data.channels === 3);
    this.layer.node.hidden = model.layers.length === 1;
    this.show.node.hidden = !model.comparable && !model.stepped;
    this.show.set(showsOf(model), model.stacked ? 'ends' : correlated ? 'correlation' : 'maps');
    // An order by values would shuffle images from step to step.
    this.order.node.hidden = data.maps < 2 || model.stepped;
    this.range.node.hidden = correlated;
    this.range.set(rangesOf(model), model.range);
    this.steps.set(model);
    this.enlarged?.refresh();
    this.lights.node.hidden = !images;
    this.lights.set(model.brightness, model.contrast);
    this.setGroups(model);
    this.frame.body.hidden = data.values.length === 0;
    const wanted = correlated ? this.matrix.node : this.grid.node;
    if (this.steps.node.nextElementSibling !== wanted) {
      this.frame.body.replaceChildren(this.steps.node, wanted, this.large);
    }
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
    this.enlarged = new EnlargedMap(
      model,
      map,
      () => this.shrink(),
      (by) => this.steps.turn(by),
    );
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

/** Whether images over steps are newer ones of the same view. */
function grows(before: MapsData, now: MapsData): boolean {
  const same = (key: 'id' | 'maps' | 'height' | 'width' | 'channels') => before[key] === now[key];
  return now.id !== '' && now !== before && (['id', 'maps', 'height', 'width', 'channels'] as const).every(same);
}

/** What can be seen of the maps. */
function showsOf({ stepped, data }: MapsModel): Choice[] {
  if (stepped) {
    return [
      { value: 'maps', text: 'one step' },
      { value: 'ends', text: 'first, step, last' },
    ];
  }
  return [
    { value: 'maps', text: data.kind === 'filters' ? 'filters' : 'maps' },
    { value: 'correlation', text: 'correlation' },
  ];
}

/** What shares the ends of the colours. */
function rangesOf({ stepped, layers, data, given }: MapsModel): Choice[] {
  const many = layers.length > 1;
  const common = data.kind === 'images' ? 'as given' : many ? 'one scale a layer' : 'one scale for all';
  return [
    ...(many || stepped ? [{ value: 'model', text: `one scale for all ${stepped ? 'steps' : 'layers'}` }] : []),
    { value: 'layer', text: stepped ? 'each step by itself' : common },
    { value: 'map', text: stepped ? 'each image by itself' : 'each by itself' },
    ...(given ? [{ value: 'given', text: `given: ${short(given.low)} to ${short(given.high)}` }] : []),
  ];
}
