import { element } from '../shell/dom.js';
import { short } from '../tensor/format.js';
import { type Colormap, css, OFF_SCALE } from '../theme/colormap.js';
import type { SurfaceModel } from './model.js';

/** The colours of the scale with the heights at its ends and middle, a mark at one height, and the colour of holes. */
export class ScaleBar {
  readonly node: HTMLElement;
  private readonly mark = element('div', { class: 'lectern-RampMark' });
  private readonly ramp = element('div', { class: 'lectern-Ramp', 'aria-hidden': 'true' }, this.mark);
  private readonly ends = element('div', { class: 'lectern-RampEnds' });
  private readonly holes = element('div', { class: 'lectern-OffScale' });

  constructor() {
    const box = element('div', { class: 'lectern-RampBox' }, this.ramp, this.ends);
    this.node = element('div', { class: 'lectern-Colorbar' }, box, this.holes);
  }

  /** Shows the scale with a mark at `height`; no mark where it is undefined or not finite. */
  update(model: SurfaceModel, colours: Colormap, height: number | undefined): void {
    const stops = Array.from({ length: 17 }, (_, i) => css(colours[Math.round((i / 16) * 255)]));
    this.ramp.style.background = `linear-gradient(to right, ${stops.join(', ')})`;
    const words = [0, 0.5, 1].map((share) => short(model.heightAt(share), 3));
    // An end that does not hold all heights says so.
    if (model.robust && model.most > model.ends().high) words[2] = `≥ ${words[2]}`;
    if (model.log && model.least < model.ends().low) words[0] = `≤ ${words[0]}`;
    this.ends.replaceChildren(...words.map((text) => element('span', {}, text)));
    this.mark.hidden = height === undefined || !Number.isFinite(height);
    if (height !== undefined) this.mark.style.left = `${model.shares()(height) * 100}%`;
    if (model.holes === 0) {
      this.holes.replaceChildren();
      return;
    }
    const swatch = element('span', { class: 'lectern-Swatch' });
    swatch.style.background = css(OFF_SCALE.nan);
    this.holes.replaceChildren(element('span', {}, swatch, `not finite: ${model.holes.toLocaleString('en')}`));
  }
}
