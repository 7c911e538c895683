import { element } from '../shell/dom.js';
import { paintPixels } from '../shell/pixels.js';
import type { EmbeddingModel } from './model.js';

/** Longer side of a drawn picture, in CSS pixels. */
const SIDE = 56;

/** The picture of a point and, after it, those of its neighbours. */
export class Pictures {
  readonly node = element('div', { class: 'lectern-Pictures', 'aria-hidden': 'true' });

  /** Shows the pictures that belong to a point; without one the room stays, so that nothing jumps. */
  update(model: EmbeddingModel, i: number | undefined): void {
    this.node.hidden = !model.data.images;
    const { images } = model.data;
    if (!images) return;
    this.node.style.minHeight = `${SIDE + 18}px`;
    const shown = i === undefined ? [] : [i, ...model.neighbours(i)];
    this.node.replaceChildren(
      ...shown.map((point) =>
        element('figure', {}, this.picture(model, point), element('figcaption', {}, model.name(point))),
      ),
    );
  }

  private picture({ data: { images } }: EmbeddingModel, point: number): HTMLCanvasElement {
    const canvas = element('canvas');
    if (!images) return canvas;
    const { height, width, channels, pixels, of } = images;
    const own = of.get(point);
    const scale = SIDE / Math.max(height, width);
    canvas.style.width = `${width * scale}px`;
    canvas.style.height = `${height * scale}px`;
    return paintPixels(canvas, height, width, (row, col) => {
      if (own === undefined) return undefined;
      const at = ((own * height + row) * width + col) * channels;
      return channels === 3 ? [pixels[at], pixels[at + 1], pixels[at + 2]] : [pixels[at], pixels[at], pixels[at]];
    });
  }
}
