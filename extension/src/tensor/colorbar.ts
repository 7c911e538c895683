import type { TensorData } from '../protocol/decode-tensor.js';
import { element } from '../shell/dom.js';
import { css, OFF_SCALE } from '../theme/colormap.js';
import { short } from './format.js';
import { type Scale, share } from './scale.js';

/** The colours of the scale with the values at its ends and middle, a mark at the current value, and off-scale colours. */
export class Colorbar {
  readonly node = element('div', { class: 'lectern-Colorbar' });
  private readonly ramp = element('div', { class: 'lectern-Ramp', 'aria-hidden': 'true' });
  private readonly mark = element('div', { class: 'lectern-RampMark' });
  private readonly ends = element('div', { class: 'lectern-RampEnds' });
  private readonly others = element('div', { class: 'lectern-OffScale' });

  constructor() {
    this.ramp.append(this.mark);
    this.node.append(element('div', { class: 'lectern-RampBox' }, this.ramp, this.ends), this.others);
  }

  update(scale: Scale, data: TensorData): void {
    const stops = Array.from({ length: 17 }, (_, i) => css(scale.map[Math.round((i / 16) * 255)]));
    this.ramp.style.background = `linear-gradient(to right, ${stops.join(', ')})`;
    const middle = (scale.low + scale.high) / 2;
    this.ends.replaceChildren(...[scale.low, middle, scale.high].map((value) => element('span', {}, short(value, 3))));
    const { nan, posInf, negInf } = data.summary;
    const marks = [
      [nan, 'NaN ×', OFF_SCALE.nan],
      [posInf, '+Inf', OFF_SCALE.posInf],
      [negInf, '−Inf', OFF_SCALE.negInf],
    ] as const;
    this.others.replaceChildren(
      ...marks.flatMap(([count, name, color]) => {
        if (count === 0) return [];
        const swatch = element('span', { class: 'lectern-Swatch' });
        swatch.style.background = css(color);
        return [element('span', {}, swatch, name)];
      }),
    );
  }

  /** Marks a value on the bar; `undefined` or a value without a place on it removes the mark. */
  point(scale: Scale, value: number | undefined): void {
    const shown = value !== undefined && Number.isFinite(value);
    this.mark.hidden = !shown;
    if (shown) this.mark.style.left = `${share(scale, value) * 100}%`;
  }
}
