import type { PlotData } from '../protocol/decode-plot.js';

/** Room that a letter and a line of a label take, in CSS pixels. */
const LETTER = 6.2;
const LINE = 13;
/** Longer labels are read under the pointer. */
const LONGEST = 24;

/**
 * The labels of a cloud that have room beside their points on a chart of that size, by series and point; the others are
 * empty texts. Earlier points come first.
 */
export function roomyLabels(
  { series }: PlotData,
  hidden: ReadonlySet<number>,
  width: number,
  height: number,
): string[][] {
  const reach = (axis: 'x' | 'y') => {
    let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (const one of series) {
      for (const value of one[axis]) {
        if (!Number.isFinite(value)) continue;
        if (value < low) low = value;
        if (value > high) high = value;
      }
    }
    return { low, span: high > low ? high - low : 1 };
  };
  const [across, up] = [reach('x'), reach('y')];
  const taken: { left: number; right: number; y: number }[] = [];
  return series.map(({ x, y, labels }, one) =>
    x.map((place, i) => {
      const label = labels[i] ?? '';
      if (hidden.has(one) || label === '' || label.length > LONGEST) return '';
      const left = ((place - across.low) / across.span) * width;
      const box = { left, right: left + label.length * LETTER + 10, y: ((y[i] - up.low) / up.span) * height };
      if (taken.some((other) => overlap(box, other))) return '';
      taken.push(box);
      return label;
    }),
  );
}

function overlap(
  a: { left: number; right: number; y: number },
  b: { left: number; right: number; y: number },
): boolean {
  return a.left < b.right && b.left < a.right && Math.abs(a.y - b.y) < LINE;
}
