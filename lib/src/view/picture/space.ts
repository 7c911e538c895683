import { FAINT, INK } from './axes.js';
import { font, type Pen } from './canvas.js';

/** A point of a space on a page: pixels, how far behind the middle it lies, and how much larger near things are. */
export interface Projected {
  x: number;
  y: number;
  depth: number;
  size: number;
}

const [YAW, PITCH, DISTANCE, REACH] = [-0.6, 0.42, 7, 2];

/** The map from the cube between −1 and 1, its third axis upwards, to a square of a page: as a turning view first shows it. */
export function lookAt(centre: { x: number; y: number }, side: number): (x: number, y: number, z: number) => Projected {
  const unit = side / 2 / REACH;
  return (x, y, z) => {
    const across = x * Math.cos(YAW) - y * Math.sin(YAW);
    const away = x * Math.sin(YAW) + y * Math.cos(YAW);
    const depth = away * Math.cos(PITCH) - z * Math.sin(PITCH);
    const size = DISTANCE / (DISTANCE + depth);
    const up = away * Math.sin(PITCH) + z * Math.cos(PITCH);
    return { x: centre.x + across * size * unit, y: centre.y - up * size * unit, depth, size };
  };
}

/** Draws the edges behind everything, with the names of the axes and the values at their ends. */
export function drawSpace(
  pen: Pen,
  project: (x: number, y: number, z: number) => Projected,
  axes: readonly { name: string; low: string; high: string }[],
): void {
  const edge = (from: readonly [number, number, number], to: readonly [number, number, number]) => {
    const [a, b] = [project(...from), project(...to)];
    pen.moveTo(a.x, a.y);
    pen.lineTo(b.x, b.y);
  };
  pen.strokeStyle = '#b4b8bf';
  pen.lineWidth = 1;
  pen.beginPath();
  // All edges but the three of the nearest corner, which is left in front and above.
  edge([-1, -1, -1], [1, -1, -1]);
  edge([-1, -1, -1], [-1, 1, -1]);
  edge([1, -1, -1], [1, 1, -1]);
  edge([-1, 1, -1], [1, 1, -1]);
  edge([-1, -1, -1], [-1, -1, 1]);
  edge([-1, 1, -1], [-1, 1, 1]);
  edge([1, 1, -1], [1, 1, 1]);
  edge([-1, 1, 1], [1, 1, 1]);
  edge([-1, -1, 1], [-1, 1, 1]);
  pen.stroke();
  const edges = [
    [project(-1, -1, -1), project(1, -1, -1)],
    [project(1, -1, -1), project(1, 1, -1)],
    [project(-1, -1, -1), project(-1, -1, 1)],
  ];
  const middle = project(0, 0, 0);
  pen.textBaseline = 'middle';
  pen.font = font(10.5);
  axes.forEach(({ name, low, high }, axis) => {
    const [from, to] = edges[axis];
    for (const [text, share] of [
      [low, 0.12],
      [high, 0.88],
      [name, 0.5],
    ] as const) {
      const at = { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share };
      const [dx, dy] = [at.x - middle.x, at.y - middle.y];
      const length = Math.hypot(dx, dy) || 1;
      pen.textAlign = dx > 12 ? 'left' : dx < -12 ? 'right' : 'center';
      pen.fillStyle = share === 0.5 ? INK : FAINT;
      pen.fillText(text, at.x + (dx / length) * 8, at.y + (dy / length) * 10);
    }
  });
}
