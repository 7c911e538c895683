import { decodeMaps } from '../protocol/decode-maps.js';
import { select, toggle } from '../shell/controls.js';
import { dataTable } from '../shell/data-table.js';
import { element } from '../shell/dom.js';
import { onKeys } from '../shell/keys.js';
import { rangeField } from '../shell/range-field.js';
import { Surface } from '../shell/surface.js';
import type { View } from '../shell/view.js';
import { short } from '../tensor/format.js';
import { onThemeChange, readTheme } from '../theme/theme.js';
import { EnlargedMap } from './enlarged.js';
import { drawGrid } from './grid.js';
import { type GridLayout, placeAt } from './layout.js';
import { MapsModel, type Order, type Range } from './model.js';
import { cutText, deadText, factRows, headFacts, mapText } from './words.js';

const HINT = 'Point at a picture, or use the arrow keys; click or press Enter to enlarge.';

/** A grid of feature maps, filters or images on one canvas; one of them can be shown large. */
export class MapsView implements View {
  readonly node = element('section', { class: 'lectern-View lectern-Maps' });
  private readonly surface = new Surface('grid of pictures');
  private readonly readout = element(
    'output',
    { class: 'lectern-Readout lectern-mod-hint', 'aria-live': 'polite' },
    HINT,
  );
  private readonly large = element('div');
  private readonly dead = element('p', { class: 'lectern-Note' });
  private readonly tableBox = element('div');
  private readonly themeWatch = onThemeChange(() => this.draw());
  private readonly undo: (() => void)[];
  private model: MapsModel | undefined;
  private layout: GridLayout | undefined;
  private enlarged: EnlargedMap | undefined;
  private tabled = false;

  constructor() {
    const move = (by: (layout: GridLayout) => number) => () => {
      if (!this.model || !this.layout) return;
      this.model.move(by(this.layout));
      this.pointed();
    };
    this.undo = [
      this.surface.onPointer({
        hover: (at) => {
          if (!this.model || !this.layout) return;
          const place = at && placeAt(this.layout, this.model.data.maps, at.x - 2, at.y - 2);
          if (place === this.model.cursor) return;
          this.model.cursor = place;
          this.pointed();
        },
        click: () => this.enlarge(),
      }),
      onKeys(this.surface.node, {
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

  update(payload: unknown): void {
    const data = decodeMaps(payload);
    const before = this.model;
    this.shrink(false);
    const model = new MapsModel(data);
    this.model = model;
    const same = before && JSON.stringify(before.data.shape) === JSON.stringify(data.shape);
    if (same) {
      const { group, order, range, brightness, contrast } = before;
      Object.assign(model, { group, order, range, brightness, contrast });
    }
    const kind = { activations: 'Feature maps', filters: 'Filters', images: 'Images' }[data.kind];
    this.node.setAttribute('aria-label', `${kind} ${data.title}`.trim());
    this.node.classList.toggle('lectern-mod-photo', data.kind === 'images' || data.channels === 3);
    this.surface.node.setAttribute('aria-label', `${kind} ${data.title}. Arrow keys move, Enter enlarges.`);
    const head = element('div', { class: 'lectern-Header' });
    if (data.title) head.append(element('strong', { class: 'lectern-Title' }, data.title));
    head.append(...headFacts(data).map((text) => element('span', { class: 'lectern-Fact' }, text)));
    const cut = cutText(data);
    const notes = [
      ...(cut ? [element('p', { class: 'lectern-Note' }, cut)] : []),
      ...(data.values.length === 0
        ? [element('p', { class: 'lectern-Note' }, 'No values: an axis has length 0.')]
        : []),
      this.dead,
    ];
    const body = data.values.length === 0 ? [] : [this.surface.node, this.readout, this.large, this.tableBox];
    this.node.replaceChildren(head, ...notes, this.toolbar(model), ...body);
    this.nameDead();
  }

  resized(): void {
    this.draw();
  }

  dispose(): void {
    this.themeWatch();
    for (const undo of this.undo) undo();
    this.enlarged?.dispose();
  }

  private toolbar(model: MapsModel): HTMLElement {
    const { data } = model;
    const bar = element('div', { class: 'lectern-Toolbar' });
    if (data.groups > 1) bar.append(this.groupSlider(model));
    if (data.maps > 1) {
      const order = select('order', 'Which map comes first', (value) => {
        model.order = value as Order;
        model.cursor = undefined;
        this.changed();
      });
      const orders = [
        { value: 'index', text: 'as given' },
        { value: 'activity', text: 'most active first' },
        { value: 'sparsity', text: 'most zeros first' },
      ];
      order.set(orders, model.order);
      bar.append(order.node);
    }
    const range = select('colours', 'Whether a colour means one value in all pictures', (value) => {
      model.range = value as Range;
      this.changed();
    });
    const ranges = [
      { value: 'layer', text: data.kind === 'images' ? 'as given' : 'one scale for all' },
      { value: 'map', text: 'each by itself' },
    ];
    range.set(ranges, model.range);
    const table = toggle('Table', 'Show the statistics of every picture as a table', (on) => {
      this.tabled = on;
      this.changed();
    });
    table.set(this.tabled);
    bar.append(range.node, ...(data.kind === 'images' ? this.lights(model) : []), table.node);
    return bar;
  }

  /** Sliders for the greys of images. */
  private lights(model: MapsModel): HTMLElement[] {
    const brightness = rangeField('brightness', [-0.5, 0.5, 0.05], signed, (value) => {
      model.brightness = value;
      this.changed();
    });
    const contrast = rangeField(
      'contrast',
      [0.5, 4, 0.1],
      (value) => `×${short(value, 2)}`,
      (value) => {
        model.contrast = value;
        this.changed();
      },
    );
    brightness.set(model.brightness);
    contrast.set(model.contrast);
    return [brightness.node, contrast.node];
  }

  private nameDead(): void {
    const text = this.model ? deadText(this.model) : '';
    this.dead.hidden = text === '';
    this.dead.textContent = text;
  }

  private groupSlider(model: MapsModel): HTMLElement {
    const { groups, groupName } = model.data;
    const range = element('input', { type: 'range', min: '0', max: String(groups - 1), 'aria-label': groupName });
    const shown = element('output', { class: 'lectern-Amount' }, String(model.group));
    range.value = String(model.group);
    range.addEventListener('input', () => {
      model.group = Number(range.value);
      shown.textContent = range.value;
      this.changed();
    });
    return element('label', { class: 'lectern-Field' }, element('span', {}, groupName), range, shown);
  }

  private changed(): void {
    this.nameDead();
    this.draw();
    this.pointed();
    if (!this.model) return;
    const { headings, rows } = factRows(this.model);
    this.tableBox.replaceChildren(...(this.tabled ? [dataTable('Statistics of every picture', headings, rows)] : []));
  }

  private draw(): void {
    const { model } = this;
    if (!model || model.data.values.length === 0 || !this.node.isConnected || this.node.clientWidth === 0) return;
    const theme = readTheme(this.node);
    this.layout = drawGrid(this.surface, model, theme);
    this.enlarged?.draw(theme);
  }

  private pointed(): void {
    const { model } = this;
    if (!model) return;
    const map = model.cursor === undefined ? undefined : model.sequence()[model.cursor];
    this.readout.textContent = map === undefined ? HINT : mapText(model, map);
    this.readout.classList.toggle('lectern-mod-hint', map === undefined);
    this.draw();
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
    if (focus) this.surface.node.focus();
  }
}

function signed(value: number): string {
  return `${value > 0 ? '+' : ''}${short(value, 2)}`;
}
