import { element } from '../shell/dom.js';
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
    canvas.width = width;
    canvas.height = height;
    const scale = SIDE / Math.max(height, width);
    canvas.style.width = `${width * scale}px`;
    canvas.style.height = `${height * scale}px`;
    if (own === undefined) return canvas;
    const image = new ImageData(width, height);
    const start = own * height * width * channels;
    for (let i = 0; i < height * width; i++) {
      for (let channel = 0; channel < 3; channel++) {
        image.data[4 * i + channel] = pixels[start + i * channels + (channels === 3 ? channel : 0)];
      }
      image.data[4 * i + 3] = 255;
    }
    canvas.getContext('2d')?.putImageData(image, 0, 0);
    return canvas;
  }
}
