import { photoCut } from '../photo/picture.js';
import { decodeSaliency } from '../protocol/decode-saliency.js';
import { select } from '../shell/controls.js';
import { hasRoom } from '../shell/dom.js';
import { type Rows, ViewFrame } from '../shell/frame.js';
import { arrowKeys, onKeys } from '../shell/keys.js';
import { rangeField } from '../shell/range-field.js';
import { saveButtons } from '../shell/saves.js';
import { Stepper } from '../shell/stepper.js';
import { Surface } from '../shell/surface.js';
import type { View } from '../shell/view.js';
import { within } from '../shell/within.js';
import { exact, short } from '../tensor/format.js';
import { onThemeChange, readTheme } from '../theme/theme.js';
import { drawSaliency } from './drawing.js';
import { MODES, type Mode, SaliencyModel, SIGNS, type Sign } from './model.js';

const HINT = 'Point at the map, or use the arrow keys.';

/** A heat map over images, shown in five ways. */
export class SaliencyView implements View {
  private readonly frame = new ViewFrame('lectern-Saliency', HINT);
  readonly node = this.frame.node;
  private readonly surface = new Surface('heat map over an image');
  private readonly images = new Stepper('image', (image) => this.change({ image }));
  private readonly modes = select('show', 'What of image and map is seen', (mode) =>
    this.change({ mode: mode as Mode }),
  );
  private readonly signs = select('signs', 'Which values count', (sign) => this.change({ sign: sign as Sign }));
  private readonly outliers = rangeField(
    'outliers',
    [0, 20, 0.5],
    (part) => `${short(part, 3)} %`,
    (outliers) => this.change({ outliers }),
  );
  private readonly opacity = rangeField(
    'opacity',
    [0, 1, 0.05],
    (part) => short(part, 2),
    (opacity) => {
      this.cover = opacity;
      this.draw();
    },
  );
  private readonly undo: (() => void)[];
  private model: SaliencyModel | undefined;
  private cursor: { row: number; col: number } | undefined;
  private cover = 0.6;
  private scale = 1;

  constructor() {
    const { frame, surface } = this;
    this.outliers.node.title = 'Part of the values that may lie beyond the strongest colour';
    frame.toolbar.append(
      this.images.node,
      this.modes.node,
      this.signs.node,
      this.outliers.node,
      this.opacity.node,
      frame.tableSwitch(() => this.rows()),
      saveButtons({ title: () => this.model?.data.title || 'saliency', png: () => surface.canvas }),
    );
    frame.body.append(surface.node);
    const move = (down: number, right: number) => {
      if (!this.model) return;
      const { rows, cols } = this.model.data;
      const { row, col } = this.cursor ?? { row: -down, col: -right };
      this.point({ row: within(row + down, rows), col: within(col + right, cols) });
    };
    this.undo = [
      onThemeChange(() => this.draw()),
      surface.onPointer({ hover: (at) => this.point(at && this.placeAt(at)) }),
      onKeys(surface.node, {
        ...arrowKeys(move),
        Escape: () => this.point(undefined),
      }),
    ];
  }

  update(payload: unknown): void {
    const data = decodeSaliency(payload);
    const model = new SaliencyModel(data);
    this.model = model;
    this.cursor = undefined;
    const name = `Saliency ${data.title}`.trim();
    this.frame.name(name, data.title, [
      `image ${data.photo.height}×${data.photo.width}`,
      `map ${data.ofRows}×${data.ofCols}${data.channels > 1 ? `, sum of ${data.channels} channels` : ''}`,
      `x∈[${short(data.min)}, ${short(data.max)}]`,
    ]);
    const cut = [
      ...photoCut(data.photo),
      ...(data.rows < data.ofRows || data.cols < data.ofCols
        ? [`the map as means, ${data.rows}×${data.cols} of ${data.ofRows}×${data.ofCols}`]
        : []),
    ];
    this.frame.note(cut.length > 0 ? `Shown: ${cut.join('; ')}.` : '');
    this.surface.node.setAttribute('aria-label', `${name}: heat map over an image. Arrow keys read its values.`);
    this.images.set(data.photo.images, 0);
    this.modes.set([...MODES], model.mode);
    this.signs.set([...SIGNS], model.sign);
    this.outliers.set(model.outliers);
    this.opacity.set(this.cover);
    this.change({});
  }

  resized(): void {
    this.draw();
  }

  dispose(): void {
    this.images.dispose();
    for (const undo of this.undo) undo();
  }

  private change(how: Partial<Pick<SaliencyModel, 'image' | 'mode' | 'sign' | 'outliers'>>): void {
    if (!this.model) return;
    Object.assign(this.model, how);
    this.opacity.node.hidden = this.model.mode !== 'blended';
    this.point(this.cursor);
    this.frame.refreshTable();
  }

  private placeAt(at: { x: number; y: number }): { row: number; col: number } | undefined {
    if (!this.model) return undefined;
    const { rows, cols, photo } = this.model.data;
    const [row, col] = [
      Math.floor((at.y / (photo.height * this.scale)) * rows),
      Math.floor((at.x / (photo.width * this.scale)) * cols),
    ];
    return row >= 0 && col >= 0 && row < rows && col < cols ? { row, col } : undefined;
  }

  private point(cursor: { row: number; col: number } | undefined): void {
    const { model } = this;
    if (!model) return;
    this.cursor = cursor;
    if (!cursor) this.frame.say(undefined);
    else {
      const value = model.value(cursor.row * model.data.cols + cursor.col);
      const share = Math.abs(model.signed(cursor.row * model.data.cols + cursor.col)) / model.reach();
      const far = share > 1 ? ', beyond the colours' : '';
      this.frame.say(`[${cursor.row}, ${cursor.col}] = ${exact(value, 'float32')}${far}`);
    }
    this.draw();
  }

  private draw(): void {
    if (!this.model || !hasRoom(this.node)) return;
    this.scale = drawSaliency(this.surface, this.model, readTheme(this.node), this.cover, this.cursor);
  }

  private rows(): Rows {
    const { model } = this;
    if (!model) return { headings: [], rows: [] };
    const { rows, cols } = model.data;
    return {
      headings: ['row', ...Array.from({ length: Math.min(cols, 64) }, (_, col) => String(col))],
      rows: Array.from({ length: rows }, (_, row) => [
        String(row),
        ...Array.from({ length: Math.min(cols, 64) }, (_, col) => exact(model.value(row * cols + col), 'float32')),
      ]),
    };
  }
}
