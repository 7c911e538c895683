import type { TensorData } from '../protocol/decode-tensor.js';
import { element } from '../shell/dom.js';
import { css, OFF_SCALE } from '../theme/colormap.js';
import { counted, short } from './format.js';
import { type Scale, share, valueAt } from './scale.js';

/** The colours of the scale with the values at its ends and middle, a mark at the current value, and off-scale colours. */
export class Colorbar {
  readonly node = element('div', { class: 'lectern-Colorbar' });
  private readonly box = element('div', { class: 'lectern-RampBox' });
  private readonly ramp = element('div', { class: 'lectern-Ramp', 'aria-hidden': 'true' });
  private readonly mark = element('div', { class: 'lectern-RampMark' });
  private readonly ends = element('div', { class: 'lectern-RampEnds' });
  private readonly others = element('div', { class: 'lectern-OffScale' });

  constructor() {
    this.ramp.append(this.mark);
    this.box.append(this.ramp, this.ends);
    this.node.append(this.box, this.others);
  }

  /** Shows a scale; `beyond` is how many values of the slice lie outside of it. */
  update(scale: Scale, data: TensorData, beyond: number): void {
    this.ramp.style.background = rampOf(scale);
    this.ends.replaceChildren(...endTexts(scale, data).map((text) => element('span', {}, text)));
    // Colours without a value to stand for would say that there is one.
    this.box.hidden = !Number.isFinite(data.summary.min);
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
      ...notes(scale, data, beyond).map((text) => element('span', {}, text)),
    );
  }

  /** Marks a value on the bar; `undefined` or a value without a place on it removes the mark. */
  point(scale: Scale, value: number | undefined): void {
    const shown = value !== undefined && Number.isFinite(value);
    this.mark.hidden = !shown;
    if (shown) this.mark.style.left = `${share(scale, value) * 100}%`;
  }
}

/** The values at the low end, the middle and the high end of a scale. */
export function endTexts(scale: Scale, data: TensorData): string[] {
  if (data.dtype === 'bool') return ['false', '', 'true'];
  return [scale.low, valueAt(scale, 0.5), scale.high].map((value) => short(value, 3));
}

/** The colours of a scale from left to right, as CSS. */
function rampOf({ map }: Scale): string {
  const stops = Array.from({ length: 17 }, (_, i) => css(map[Math.round((i / 16) * 255)]));
  return `linear-gradient(to right, ${stops.join(', ')})`;
}

function notes({ kind, knee }: Scale, { indices, shape }: TensorData, beyond: number): string[] {
  const cut = indices.some((kept, axis) => kept.length < shape[axis]);
  return [
    ...(cut && kind === 'percentile' ? ['percentiles of the values that are shown'] : []),
    ...(knee ? [`logarithmic beyond ±${short(knee, 2)}`] : []),
    ...(beyond > 0 ? [`${counted(beyond, 'value')} beyond the colours`] : []),
  ];
}
