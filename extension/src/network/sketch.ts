import { svg } from '../shell/dom.js';
import { colormap, css } from '../theme/colormap.js';
import type { Theme } from '../theme/theme.js';

/** A layer's result in a small drawing. */
export interface Sketch {
  width: number;
  height: number;
  draw(theme: Theme): SVGElement[];
}

const STEP = 3;

/** An image volume as sheets behind each other, a sequence as a sheet, a vector as a bar; others have none. */
export function sketchOf(shape: readonly number[]): Sketch | undefined {
  if (shape.length === 4) {
    const count = Math.max(1, Math.min(9, Math.round(Math.log2(shape[3] + 1))));
    return sheets(length(shape[2]), length(shape[1]), count);
  }
  if (shape.length === 3) return sheets(length(shape[2]), length(shape[1]), 1);
  if (shape.length === 2) return sheets(2 * length(shape[1]), 7, 1);
  return undefined;
}

/** The side of a drawing for a length: by its logarithm, so that large and small layers fit beside each other. */
function length(size: number): number {
  return 5 + 5 * Math.log2(1 + Math.min(size, 4096)) ** 0.9;
}

function sheets(width: number, height: number, count: number): Sketch {
  const depth = (count - 1) * STEP;
  return {
    width: width + depth,
    height: height + depth,
    draw: (theme) => {
      const map = colormap(false, theme.dark);
      const [fill, stroke] = [css(map[45]), css(map[theme.dark ? 200 : 150])];
      return Array.from({ length: count }, (_, i) => count - 1 - i).map((i) =>
        svg('rect', {
          x: -(width + depth) / 2 + i * STEP,
          y: -(height + depth) / 2 + depth - i * STEP,
          width,
          height,
          fill,
          stroke,
        }),
      );
    },
  };
}
