import { SERIES } from '../colours.js';
import { shortNumber } from '../numbers.js';
import { drawAxes, FAINT, INK } from '../picture/axes.js';
import { font, openPage, type Pen, textWidth } from '../picture/canvas.js';
import { type ColourScale, colourOf, css, NAN_COLOUR, shareScale } from '../picture/colour.js';
import { drawColourBar } from '../picture/heat-map.js';
import { drawSpace, lookAt } from '../picture/space.js';
import { niceTicks, tickLabels } from '../picture/ticks.js';
import { evenSample } from '../plot/thin.js';
import { fromJsonNumber } from '../values.js';
import { type Grid, type HeightScale, heightBetween, heightScale, placeOn } from './grid.js';
import type { SurfacePath, SurfaceSpec } from './spec.js';
import { heightsOf, surfaceFacts } from './text.js';

const SPACE = { left: 28, top: 50, side: 360 };
const MAP = { left: 450, right: 750, top: 64, bottom: 364 };
const SIZE = { width: 852, height: 412 };
/** Most quadrangles along a side of the surface. */
const QUADS = 70;

/** The picture of a surface as a PNG file in base64: in space on the left, as a map with contour lines on the right. */
export function surfacePng(spec: SurfaceSpec): string | undefined {
  const page = openPage(SIZE.width, SIZE.height);
  if (!page) return undefined;
  const { pen } = page;
  const grid: Grid = { x: spec.x, y: spec.y, z: heightsOf(spec) };
  const scale = heightScale(grid.z, spec);
  const colours = shareScale();
  pen.textAlign = 'left';
  pen.textBaseline = 'top';
  pen.fillStyle = INK;
  pen.font = font(14, 'bold');
  pen.fillText(spec.title ?? '', 16, 12);
  pen.font = font(11);
  pen.fillStyle = FAINT;
  pen.fillText(surfaceFacts({ ...spec, title: undefined })[0], 16, spec.title ? 33 : 14);
  drawSurface(pen, spec, grid, scale, colours);
  drawMap(pen, spec, grid, scale, colours);
  const bar = Array.from({ length: 5 }, (_, i) => i / 4);
  const labels = bar.map((share) => ({ value: share, text: shortNumber(heightOf(scale, share)) }));
  drawColourBar(pen, { x: MAP.right + 22, y: MAP.top }, { width: 12, height: MAP.bottom - MAP.top }, colours, labels);
  writeLegend(pen, spec.paths);
  return page.png();
}

function drawSurface(pen: Pen, spec: SurfaceSpec, grid: Grid, scale: HeightScale, colours: ColourScale): void {
  const project = lookAt({ x: SPACE.left + SPACE.side / 2, y: SPACE.top + SPACE.side / 2 }, SPACE.side);
  const ends = (name: string, from: number, to: number) => ({ name, low: shortNumber(from), high: shortNumber(to) });
  const { x, y } = grid;
  drawSpace(pen, project, [
    ends(spec.xLabel, x[0], x[x.length - 1]),
    ends(spec.yLabel, y[0], y[y.length - 1]),
    ends(spec.zLabel, scale.low, scale.high),
  ]);
  const place = (axis: readonly number[], value: number) =>
    (2 * (value - axis[0])) / (axis[axis.length - 1] - axis[0] || 1) - 1;
  const seen = (atX: number, atY: number, height: number) =>
    project(place(x, atX), place(y, atY), 2 * scale.share(height) - 1);
  const parts: { depth: number; draw(): void }[] = [];
  const rows = evenSample(y.length, QUADS);
  const cols = evenSample(x.length, QUADS);
  for (let row = 0; row + 1 < rows.length; row++) {
    for (let col = 0; col + 1 < cols.length; col++) {
      const corners = [
        [row, col],
        [row, col + 1],
        [row + 1, col + 1],
        [row + 1, col],
      ].map(([r, c]) => ({ x: x[cols[c]], y: y[rows[r]], z: grid.z[rows[r] * x.length + cols[c]] }));
      if (corners.some((corner) => !Number.isFinite(corner.z))) continue;
      const points = corners.map((corner) => seen(corner.x, corner.y, corner.z));
      const share = corners.reduce((sum, corner) => sum + scale.share(corner.z) / 4, 0);
      parts.push({
        depth: points.reduce((sum, { depth }) => sum + depth / 4, 0),
        draw() {
          pen.beginPath();
          for (const point of points) pen.lineTo(point.x, point.y);
          pen.closePath();
          pen.fillStyle = css(colourOf(colours, share));
          pen.fill();
          pen.strokeStyle = '#1f2430';
          pen.globalAlpha = 0.14;
          pen.lineWidth = 0.6;
          pen.stroke();
          pen.globalAlpha = 1;
        },
      });
    }
  }
  spec.paths.forEach((path, i) => {
    const points = numbers(path).map((at) => (inside(grid, at) ? seen(at.x, at.y, at.z) : undefined));
    points.forEach((point, step) => {
      const before = points[step - 1];
      if (!point || !before) return;
      // A little nearer than the surface that it lies on.
      const depth = (point.depth + before.depth) / 2 - 0.08;
      parts.push({ depth, draw: () => stroke(pen, [before, point], SERIES[i % SERIES.length]) });
    });
  });
  for (const { draw } of parts.sort((a, b) => b.depth - a.depth)) draw();
}

function drawMap(pen: Pen, spec: SurfaceSpec, grid: Grid, scale: HeightScale, colours: ColourScale): void {
  const { x, y } = grid;
  const [width, height] = [MAP.right - MAP.left, MAP.bottom - MAP.top];
  const toX = (value: number) => MAP.left + ((value - x[0]) / (x[x.length - 1] - x[0] || 1)) * width;
  const toY = (value: number) => MAP.bottom - ((value - y[0]) / (y[y.length - 1] - y[0] || 1)) * height;
  const shares = new Float64Array((width + 1) * (height + 1));
  const across = Array.from({ length: width + 1 }, (_, col) => placeOn(x, along(x, col / width)));
  const down = Array.from({ length: height + 1 }, (_, row) => placeOn(y, along(y, 1 - row / height)));
  for (let row = 0; row <= height; row++) {
    for (let col = 0; col <= width; col++) {
      const at = heightBetween(grid, across[col], down[row]);
      shares[row * (width + 1) + col] = Number.isFinite(at) ? scale.share(at) : Number.NaN;
    }
  }
  const image = pen.createImageData(width, height);
  const bands = Int32Array.from(shares, (share) => (Number.isNaN(share) ? -1 : Math.floor(share * spec.levels)));
  for (let row = 0, p = 0; row < height; row++) {
    for (let col = 0; col < width; col++, p += 4) {
      const here = row * (width + 1) + col;
      const hole = bands[here] < 0;
      // A contour line runs where the next pixel lies in another band.
      const line = bands[here] !== bands[here + 1] || bands[here] !== bands[here + width + 1];
      const [red, green, blue] = hole ? NAN_COLOUR : colourOf(colours, shares[here]);
      const ink = line && !hole ? 0.7 : 1;
      image.data[p] = red * ink;
      image.data[p + 1] = green * ink;
      image.data[p + 2] = blue * ink;
      image.data[p + 3] = 255;
    }
  }
  pen.putImageData(image, MAP.left, MAP.top);
  drawAxes(pen, MAP, niceTicks(x[0], x[x.length - 1], 6), toX, [], toY);
  drawSide(pen, niceTicks(y[0], y[y.length - 1], 6), toY);
  pen.fillStyle = INK;
  pen.font = font(11);
  pen.textAlign = 'center';
  pen.textBaseline = 'top';
  pen.fillText(spec.xLabel, (MAP.left + MAP.right) / 2, MAP.bottom + 22);
  pen.save();
  pen.translate(MAP.left - 44, (MAP.top + MAP.bottom) / 2);
  pen.rotate(-Math.PI / 2);
  pen.fillText(spec.yLabel, 0, 0);
  pen.restore();
  pen.save();
  pen.beginPath();
  pen.rect(MAP.left, MAP.top, width, height);
  pen.clip();
  spec.paths.forEach((path, i) => {
    const colour = SERIES[i % SERIES.length];
    const points = numbers(path)
      .filter((at) => Number.isFinite(at.x) && Number.isFinite(at.y))
      .map((at) => ({ x: toX(at.x), y: toY(at.y) }));
    stroke(pen, points, colour);
    const last = points.at(-1);
    if (last) dot(pen, last, colour);
  });
  pen.restore();
}

function drawSide(pen: Pen, ticks: number[], toY: (value: number) => number): void {
  pen.fillStyle = FAINT;
  pen.textAlign = 'right';
  pen.textBaseline = 'middle';
  tickLabels(ticks).forEach((text, i) => {
    pen.fillText(text, MAP.left - 6, toY(ticks[i]));
  });
}

function writeLegend(pen: Pen, paths: readonly SurfacePath[]): void {
  pen.font = font(11);
  pen.textAlign = 'left';
  pen.textBaseline = 'middle';
  let at = MAP.left;
  for (const [i, path] of paths.entries()) {
    const text = `${path.name} ${shortNumber(fromJsonNumber(path.z[path.z.length - 1]))}`;
    if (at + textWidth(text, 11) > SIZE.width - 16) break;
    pen.fillStyle = SERIES[i % SERIES.length];
    pen.fillRect(at, 54.5, 14, 3);
    pen.fillStyle = INK;
    pen.fillText(text, at + 19, 56);
    at += textWidth(text, 11) + 36;
  }
}

function numbers({ x, y, z }: SurfacePath): { x: number; y: number; z: number }[] {
  return x.map((across, i) => ({ x: fromJsonNumber(across), y: fromJsonNumber(y[i]), z: fromJsonNumber(z[i]) }));
}

function inside({ x, y }: Grid, at: { x: number; y: number; z: number }): boolean {
  return at.x >= x[0] && at.x <= x[x.length - 1] && at.y >= y[0] && at.y <= y[y.length - 1] && Number.isFinite(at.z);
}

function along(axis: readonly number[], share: number): number {
  return axis[0] + (axis[axis.length - 1] - axis[0]) * share;
}

/** The height in the middle of whose scale `share` lies. */
function heightOf(scale: HeightScale, share: number): number {
  let [low, high] = [scale.low, scale.high];
  for (let i = 0; i < 50; i++) {
    const middle = (low + high) / 2;
    if (scale.share(middle) < share) low = middle;
    else high = middle;
  }
  return share === 0 ? scale.low : share === 1 ? scale.high : (low + high) / 2;
}

function stroke(pen: Pen, points: readonly { x: number; y: number }[], colour: string): void {
  pen.lineJoin = 'round';
  // A light seam keeps a line apart from the colours below it.
  for (const [style, width] of [
    ['#ffffff', 3.6],
    [colour, 1.8],
  ] as const) {
    pen.strokeStyle = style;
    pen.lineWidth = width;
    pen.beginPath();
    for (const { x, y } of points) pen.lineTo(x, y);
    pen.stroke();
  }
}

function dot(pen: Pen, { x, y }: { x: number; y: number }, colour: string): void {
  pen.beginPath();
  pen.arc(x, y, 4, 0, 2 * Math.PI);
  pen.fillStyle = colour;
  pen.fill();
  pen.strokeStyle = '#ffffff';
  pen.lineWidth = 1.2;
  pen.stroke();
}
