import { type BoxData, decodeBoxes } from '../protocol/decode-boxes.js';
import { toggle } from '../shell/controls.js';
import { element, hasRoom } from '../shell/dom.js';
import { ViewFrame } from '../shell/frame.js';
import { onKeys, rowKeys } from '../shell/keys.js';
import { rangeField } from '../shell/range-field.js';
import { Stepper } from '../shell/stepper.js';
import { Surface } from '../shell/surface.js';
import type { View } from '../shell/view.js';
import { within } from '../shell/within.js';
import { short } from '../tensor/format.js';
import { seriesColor } from '../theme/palette.js';
import { onThemeChange, readTheme } from '../theme/theme.js';
import { drawBoxes } from './drawing.js';
import { BoxesModel } from './model.js';
import { type PixelPlace, pixelAt, pixelFrom, pixelText, readsPixels } from './pixels.js';
import { boxRows, boxText, cutText, facts, viewName } from './words.js';

const HINT = 'Point at a box, or use the arrow keys to go through the boxes.';
const PIXEL_HINT = 'Point at a pixel, or use the arrow keys, to read its class.';
/** Classes beyond these get no button of their own. */
const MOST_BUTTONS = 40;

/** Boxes, masks and classes of pixels over images, filtered by score, class and overlap. */
export class BoxesView implements View {
  private readonly frame = new ViewFrame('lectern-Boxes', HINT);
  readonly node = this.frame.node;
  private readonly surface = new Surface('image with boxes');
  private readonly images = new Stepper('image', (image) => this.change({ image }));
  private readonly score = rangeField('score from', [0, 1, 0.01], two, (threshold) => this.change({ threshold }));
  private readonly overlap = rangeField('overlap up to', [0, 1, 0.01], two, (overlap) => this.change({ overlap }));
  private readonly opacity = rangeField('opacity', [0, 1, 0.05], two, (opacity) => {
    this.cover = opacity;
    this.draw();
  });
  private readonly classes = element('div', {
    class: 'lectern-Group lectern-Classes',
    role: 'group',
    'aria-label': 'Classes',
  });
  private readonly undo: (() => void)[];
  private model: BoxesModel | undefined;
  private cursor: BoxData | undefined;
  private pixel: PixelPlace | undefined;
  private cover = 0.45;
  private scale = 1;

  constructor() {
    const { frame, surface } = this;
    this.overlap.node.title = 'A box that overlaps a better one of its class by more is left out';
    frame.toolbar.append(
      this.images.node,
      this.score.node,
      this.overlap.node,
      this.opacity.node,
      ...frame.tableAndSaves(() => this.model && boxRows(this.model), {
        title: () => this.model?.data.title || 'boxes',
        png: () => surface.canvas,
      }),
      this.classes,
    );
    frame.body.append(surface.node);
    this.undo = [
      onThemeChange(() => this.draw()),
      surface.onPointer({
        hover: (at) => {
          const { model } = this;
          if (model && readsPixels(model)) {
            this.read(at && pixelAt(model, at.x / this.scale, at.y / this.scale));
            return;
          }
          const found = at && this.model?.at(at.x / this.scale, at.y / this.scale);
          if (found !== this.cursor) this.point(found);
        },
      }),
      onKeys(surface.node, {
        ...rowKeys((down, right) => this.step(down, right)),
        Escape: () => this.read(undefined),
      }),
    ];
  }

  update(payload: unknown): void {
    const data = decodeBoxes(payload);
    this.model = new BoxesModel(data);
    const boxes = data.found.flat();
    this.pixel = undefined;
    this.frame.hintWith(readsPixels(this.model) ? PIXEL_HINT : HINT);
    this.images.set(data.photo.images, 0);
    this.score.node.hidden = !boxes.some(({ score }) => score !== undefined);
    this.overlap.node.hidden = boxes.length < 2;
    this.opacity.node.hidden = !data.segmentation && !boxes.some(({ mask }) => mask);
    this.score.set(0);
    this.overlap.set(1);
    this.opacity.set(this.cover);
    this.showClasses();
    this.change({});
  }

  resized(): void {
    this.draw();
  }

  dispose(): void {
    this.images.dispose();
    for (const undo of this.undo) undo();
  }

  /** A button for each class that occurs, pressed while the class is seen. */
  private showClasses(): void {
    const { model } = this;
    if (!model) return;
    const { data } = model;
    const used = new Set([...data.found.flat(), ...data.truth.flat()].map(({ label }) => label));
    for (const bytes of data.segmentation ?? []) for (const label of new Set(bytes)) if (label > 0) used.add(label);
    const shown = [...used].sort((a, b) => a - b).slice(0, MOST_BUTTONS);
    this.classes.hidden = used.size < 2 && !data.segmentation;
    this.classes.replaceChildren(
      ...shown.map((label) => {
        const pressed = toggle(data.classes[label], `Show ${data.classes[label]}`, (on) => {
          if (on) model.hidden.delete(label);
          else model.hidden.add(label);
          this.change({});
        });
        pressed.set(true);
        const dot = element('span', { class: 'lectern-Swatch', 'aria-hidden': 'true' });
        dot.style.background = seriesColor(label, false);
        pressed.node.prepend(dot);
        return pressed.node;
      }),
    );
  }

  private change(how: Partial<Pick<BoxesModel, 'image' | 'threshold' | 'overlap'>>): void {
    const { model } = this;
    if (!model) return;
    Object.assign(model, how);
    const name = viewName(model);
    this.frame.name(name, model.data.title, facts(model));
    this.frame.note(cutText(model.data));
    const count = model.seen().length;
    const keys = readsPixels(model) ? PIXEL_HINT : `Arrow keys go through ${count} boxes.`;
    this.surface.node.setAttribute('aria-label', `${name}: ${facts(model).join(', ')}. ${keys}`);
    this.point(this.cursor && model.seen().includes(this.cursor) ? this.cursor : undefined);
    this.frame.refreshTable();
  }

  private step(down: number, right: number): void {
    const { model } = this;
    if (model && readsPixels(model)) {
      this.read(pixelFrom(model, this.pixel, down, right));
      return;
    }
    const by = down + right;
    const seen = model?.seen() ?? [];
    if (seen.length === 0) return;
    const from = this.cursor ? seen.indexOf(this.cursor) : by > 0 ? -1 : seen.length;
    this.point(seen[within(from + by, seen.length)]);
  }

  private read(pixel: PixelPlace | undefined): void {
    this.pixel = pixel;
    this.point(undefined);
  }

  private point(box: BoxData | undefined): void {
    const { model, pixel } = this;
    this.cursor = box;
    this.frame.say(model && (box ? boxText(model, box) : pixel && pixelText(model, pixel)));
    this.draw();
  }

  private draw(): void {
    if (!this.model || !hasRoom(this.node)) return;
    this.scale = drawBoxes(this.surface, this.model, readTheme(this.node), this.cover, this.cursor, this.pixel);
  }
}

function two(value: number): string {
  return short(value, 2);
}
