import { Legend } from '../cloud/marks.js';
import { CloudPane } from '../cloud/pane.js';
import { decodeEmbedding } from '../protocol/decode-embedding.js';
import { select, toggle } from '../shell/controls.js';
import { element, hasRoom } from '../shell/dom.js';
import { ViewFrame } from '../shell/frame.js';
import { Stepper } from '../shell/stepper.js';
import type { View } from '../shell/view.js';
import { onThemeChange, readTheme } from '../theme/theme.js';
import { EmbeddingModel, MAP_NAMES, type MapKind } from './model.js';
import { Pictures } from './pictures.js';

const HINT =
  'Point at the map, or go from point to point with the arrow keys (with Shift in 3-D); drag moves or turns, + and − zoom, 0 resets.';
/** Labels are first shown when there are at most so many points. */
const FEW = 60;

/** Points of many columns on a map: principal components or t-SNE, with neighbours, search and pictures. */
export class EmbeddingView implements View {
  private readonly frame = new ViewFrame('lectern-Cloud', HINT);
  readonly node = this.frame.node;
  private readonly legend = new Legend(() => this.draw());
  private readonly pictures = new Pictures();
  private readonly pane = new CloudPane({
    pointed: () => this.pointed(),
    moved: () => this.draw(),
  });
  private readonly map = select('map', 'How columns become two or three', (value) => {
    if (this.model) this.model.kind = value as MapKind;
    this.changed();
  });
  private readonly stepper = new Stepper(
    'iteration',
    (place) => {
      if (this.model) this.model.step = place;
      this.changed();
    },
    (place) => String(this.model?.data.tsne?.iterations[place] ?? place),
  );
  private readonly labels = toggle('Labels', 'Write labels beside the points where there is room', (on) => {
    this.labelled = on;
    this.draw();
  });
  private readonly search = element('input', { type: 'search', class: 'lectern-Search', 'aria-label': 'find' });
  private readonly themeWatch = onThemeChange(() => this.draw());
  private model: EmbeddingModel | undefined;
  private places = new Float32Array(0);
  private labelled = false;

  constructor() {
    this.search.placeholder = 'find a point';
    this.search.addEventListener('input', () => this.find());
    this.search.addEventListener('keydown', (event) => {
      if (event.key === 'Enter') this.pane.point([...(this.model?.found ?? [])][0]);
    });
    this.frame.toolbar.append(
      this.map.node,
      this.stepper.node,
      this.search,
      this.labels.node,
      ...this.frame.tableAndSaves(() => this.model?.rows(), {
        title: () => this.model?.data.title ?? '',
        png: () => this.pane.picture(readTheme(this.node)),
      }),
    );
    this.frame.body.append(this.legend.node, this.pane.surface.node, this.pictures.node);
  }

  update(payload: unknown): void {
    const data = decodeEmbedding(payload);
    const model = new EmbeddingModel(data);
    this.model = model;
    this.labelled = data.labels.length > 0 && data.points.length <= FEW;
    this.labels.set(this.labelled);
    this.labels.node.hidden = data.labels.length === 0;
    this.search.value = '';
    this.legend.update(data);
    this.map.set(
      model.kinds.map((kind) => ({ value: kind, text: MAP_NAMES[kind] })),
      model.kind,
    );
    this.stepper.set(data.tsne?.iterations.length ?? 0, model.step);
    this.frame.note(model.note);
    this.pane.cursor = undefined;
    this.changed();
    this.pointed();
  }

  resized(): void {
    this.draw();
  }

  dispose(): void {
    this.stepper.dispose();
    this.themeWatch();
    this.pane.dispose();
  }

  /** Another map is seen. */
  private changed(): void {
    const { model } = this;
    if (!model) return;
    const { title, ofPoints, columns, points } = model.data;
    this.stepper.node.hidden = model.kind !== 'tsne' || (model.data.tsne?.iterations.length ?? 0) < 2;
    this.places = model.places();
    const name = `Embedding ${title}`.trim();
    this.frame.name(name, title, [
      `${ofPoints.toLocaleString('en')} points of ${columns.toLocaleString('en')} columns`,
      model.fact(),
    ]);
    this.pane.surface.node.setAttribute(
      'aria-label',
      `${name}: ${points.length} points, ${MAP_NAMES[model.kind]}, ${model.fact()}. ${HINT}`,
    );
    this.frame.refreshTable();
    this.draw();
  }

  private draw(): void {
    const { model } = this;
    if (!model || !hasRoom(this.node)) return;
    const theme = readTheme(this.node);
    this.legend.paint(theme);
    const { found } = model;
    const content = {
      places: this.places,
      flat: model.kind !== 'space',
      axes: model.axes(),
      marks: model.data,
      shows: (i: number) => this.legend.shows(i),
      labelled: this.labelled,
      linked: (i: number) => model.neighbours(i),
      stressed: found && ((i: number) => found.has(i)),
    };
    this.pane.draw(content, theme);
  }

  private pointed(): void {
    const { model, pane } = this;
    if (!model) return;
    this.frame.say(pane.cursor === undefined ? undefined : model.text(pane.cursor));
    this.pictures.update(model, pane.cursor);
  }

  private find(): void {
    const { model } = this;
    if (!model) return;
    model.find(this.search.value);
    const { found } = model;
    this.frame.say(
      found && `${found.size.toLocaleString('en')} of ${model.data.points.length.toLocaleString('en')} points found`,
    );
    this.draw();
  }
}
