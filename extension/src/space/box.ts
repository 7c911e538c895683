import type { Theme } from '../theme/theme.js';
import type { Projected } from './camera.js';

type Corner = readonly [number, number, number];

/** One axis of a space: its name and the values at its two ends. */
export interface SpaceAxis {
  name: string;
  low: string;
  high: string;
}

/**
 * Draws the edges of the cube that lie behind everything, and at three outer edges the names of the axes with the values
 * at their ends.
 */
export function drawSpaceBox(
  context: CanvasRenderingContext2D,
  project: (x: number, y: number, z: number) => Projected,
  axes: readonly SpaceAxis[],
  theme: Theme,
): void {
  const corners: Corner[] = [0, 1, 2, 3, 4, 5, 6, 7].map((i) => [i & 1 ? 1 : -1, i & 2 ? 1 : -1, i & 4 ? 1 : -1]);
  const seen = corners.map(([x, y, z]) => project(x, y, z));
  const nearest = seen.reduce((best, { depth }, i) => (depth < seen[best].depth ? i : best), 0);
  context.lineWidth = 1;
  context.strokeStyle = theme.line;
  context.beginPath();
  for (let corner = 0; corner < 8; corner++) {
    for (const bit of [1, 2, 4]) {
      const other = corner | bit;
      // Edges at the nearest corner would lie over the data.
      if (other === corner || corner === nearest || other === nearest) continue;
      context.moveTo(seen[corner].x, seen[corner].y);
      context.lineTo(seen[other].x, seen[other].y);
    }
  }
  context.stroke();
  context.font = `11px ${theme.font}`;
  context.textBaseline = 'middle';
  const middle = project(0, 0, 0);
  for (const [axis, bit] of [1, 2, 4].entries()) {
    const { name, low, high } = axes[axis];
    const [from, to] = outerEdge(seen, bit, nearest);
    const write = (text: string, at: { x: number; y: number }, strong: boolean) => {
      const [dx, dy] = [at.x - middle.x, at.y - middle.y];
      const length = Math.hypot(dx, dy) || 1;
      context.textAlign = dx > 12 ? 'left' : dx < -12 ? 'right' : 'center';
      context.fillStyle = strong ? theme.text : theme.faint;
      context.fillText(text, at.x + (dx / length) * 8, at.y + (dy / length) * 10);
    };
    write(low, mix(from, to, 0.12), false);
    write(high, mix(from, to, 0.88), false);
    write(name, mix(from, to, 0.5), true);
  }
}

/** The edge of an axis that lies farthest out on the page: nothing is drawn beyond it. */
function outerEdge(seen: Projected[], bit: number, nearest: number): [Projected, Projected] {
  const middle = { x: (seen[0].x + seen[7].x) / 2, y: (seen[0].y + seen[7].y) / 2 };
  const edges = [0, 1, 2, 3, 4, 5, 6, 7].filter((i) => !(i & bit) && i !== nearest && (i | bit) !== nearest);
  const out = (i: number) => {
    const at = mix(seen[i], seen[i | bit], 0.5);
    // Of two edges that are equally far out, words at the lower one are nearer to where an axis is looked for.
    return Math.hypot(at.x - middle.x, at.y - middle.y) + (at.y - middle.y) * 0.2;
  };
  const best = edges.reduce((a, b) => (out(b) > out(a) ? b : a), edges[0]);
  return [seen[best], seen[best | bit]];
}

function mix(a: { x: number; y: number }, b: { x: number; y: number }, share: number): { x: number; y: number } {
  return { x: a.x + (b.x - a.x) * share, y: a.y + (b.y - a.y) * share };
}
