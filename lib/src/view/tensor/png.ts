import { font, openPage, type Pen, textWidth } from '../picture/canvas.js';
import {
  type ColourScale,
  colourScale,
  css,
  NAN_COLOUR,
  NEGATIVE_INFINITY_COLOUR,
  POSITIVE_INFINITY_COLOUR,
} from '../picture/colour.js';
import { type Corner, drawColourBar, drawHeatMap, NUMBER_CELL } from '../picture/heat-map.js';
import { indexTicks, PLANE_GAP, type PlaneAxis, planeAxis } from '../picture/plane-axis.js';
import { niceTicks, tickLabels } from '../picture/ticks.js';
import type { KeptRange, TensorSpec } from '../spec.js';
import { keptCount } from './kept.js';
import { firstSlices, planeRanges, type Slice, sliceCount } from './slices.js';
import { summaryLine } from './text.js';

const MARGIN = 16;
const INK = '#1f2430';
const FAINT = '#5b616e';
/** Largest single map and largest map of a grid, in pixels. */
const SINGLE = { width: 560, height: 420 };
const TILE = { width: 132, height: 132 };
const TILES_ACROSS = 6;
const TILES_DOWN = 4;
const TILE_GAP = { x: 14, y: 26 };

/** A picture's maps placed on a page of their own, with room for axes. */
interface Body {
  width: number;
  height: number;
  draw(pen: Pen, corner: Corner): void;
}

/**
 * The picture of a tensor as a PNG file in base64: a heat map with axes, or a grid of the first slices when more than one
 * is kept, with colour bar and summary. `undefined` for a scalar, for an empty tensor, and where there is no canvas.
 */
export function tensorPng(spec: TensorSpec): string | undefined {
  if (spec.shape.length === 0 || spec.summary.count === 0) return undefined;
  const scale = colourScale(spec);
  const slices = firstSlices(spec, TILES_ACROSS * TILES_DOWN);
  const body = slices.length > 1 ? gridBody(spec, slices, scale) : singleBody(spec, slices[0], scale);
  const ticks = niceTicks(scale.low, scale.high, Math.min(5, Math.max(2, body.height / 40)), spec.dtype !== 'float32');
  const labels = tickLabels(ticks);
  const lines = [summaryLine(spec, spec.summary), ...notes(spec, slices.length)];
  const barWidth = 12 + 6 + Math.max(...labels.map((label) => textWidth(label, 10.5)));
  const top = MARGIN + (spec.title ? 22 : 0) + lines.length * 17 + 8;
  const widths = [
    body.width + 22 + barWidth,
    textWidth(spec.title ?? '', 14, 'bold'),
    ...lines.map((l) => textWidth(l, 11)),
  ];
  const special = specials(spec);
  const barHeight = Math.min(240, body.height - (slices.length > 1 ? 18 : 34));
  const height = top + body.height + (special.length ? 24 : 0) + MARGIN;
  const page = openPage(Math.ceil(Math.max(...widths) + 2 * MARGIN), Math.ceil(height));
  if (!page) return undefined;
  const { pen } = page;
  writeHeader(pen, spec.title, lines);
  body.draw(pen, { x: MARGIN, y: top });
  const barTop = top + (slices.length > 1 ? 18 : 0);
  drawColourBar(
    pen,
    { x: Math.round(MARGIN + body.width + 22), y: barTop },
    { width: 12, height: Math.max(24, barHeight) },
    scale,
    ticks.map((value, i) => ({ value, text: labels[i] })),
  );
  drawSpecials(pen, { x: MARGIN, y: top + body.height + 8 }, special);
  return page.png();
}

function singleBody(spec: TensorSpec, slice: Slice, scale: ColourScale): Body {
  const ranges = planeRanges(spec);
  const { rows, cols } = planeAxes(ranges, SINGLE, true);
  const rowTicks = spec.rows === null ? [] : indexTicks(rows, ranges.rows, 18);
  const colTicks = spec.cols === null ? [] : indexTicks(cols, ranges.cols, 34);
  const room = Math.max(0, ...rowTicks.map((tick) => textWidth(String(tick.index), 10.5)));
  const left = spec.rows === null ? 0 : Math.ceil(18 + room + 8);
  return {
    width: left + cols.length,
    height: rows.length + 34,
    draw(pen, { x, y }) {
      const origin = { x: x + left, y };
      drawHeatMap(pen, origin, slice, rows, cols, scale);
      pen.font = font(10.5);
      pen.fillStyle = FAINT;
      pen.textBaseline = 'middle';
      pen.textAlign = 'right';
      for (const tick of rowTicks) pen.fillText(String(tick.index), origin.x - 6, y + tick.at);
      pen.textBaseline = 'top';
      pen.textAlign = 'center';
      for (const tick of colTicks) pen.fillText(String(tick.index), origin.x + tick.at, y + rows.length + 5);
      pen.font = font(11);
      pen.fillStyle = INK;
      pen.fillText(axisName(spec, spec.cols), origin.x + cols.length / 2, y + rows.length + 19);
      pen.save();
      pen.translate(x, y + rows.length / 2);
      pen.rotate(-Math.PI / 2);
      pen.fillText(axisName(spec, spec.rows), 0, 0);
      pen.restore();
    },
  };
}

function gridBody(spec: TensorSpec, slices: Slice[], scale: ColourScale): Body {
  const { rows, cols } = planeAxes(planeRanges(spec), TILE, false);
  const label = Math.max(...slices.map((slice) => textWidth(slice.name, 10)));
  const stepX = Math.ceil(Math.max(cols.length, label)) + TILE_GAP.x;
  const stepY = rows.length + TILE_GAP.y;
  const across = Math.min(TILES_ACROSS, slices.length);
  return {
    width: across * stepX - TILE_GAP.x,
    height: Math.ceil(slices.length / across) * stepY - (TILE_GAP.y - 18),
    draw(pen, { x, y }) {
      slices.forEach((slice, i) => {
        const corner = { x: x + (i % across) * stepX, y: y + Math.floor(i / across) * stepY };
        pen.font = font(10);
        pen.textAlign = 'left';
        pen.textBaseline = 'top';
        pen.fillStyle = FAINT;
        pen.fillText(slice.name, corner.x, corner.y);
        drawHeatMap(pen, { x: corner.x, y: corner.y + 17 }, slice, rows, cols, scale);
      });
    },
  };
}

/** Cells are square unless that would make one side more than four times too small. */
function planeAxes(
  ranges: { rows: KeptRange[]; cols: KeptRange[] },
  limit: { width: number; height: number },
  numbers: boolean,
): { rows: PlaneAxis; cols: PlaneAxis } {
  const counts = { rows: keptCount(ranges.rows), cols: keptCount(ranges.cols) };
  if (numbers && counts.rows <= 12 && counts.cols <= 10) {
    return {
      rows: planeAxis(ranges.rows, NUMBER_CELL.height + 2, limit.height),
      cols: planeAxis(ranges.cols, NUMBER_CELL.width + 2, limit.width),
    };
  }
  const high = Math.min(24, (limit.height - PLANE_GAP) / counts.rows);
  const wide = Math.min(24, (limit.width - PLANE_GAP) / counts.cols);
  const square = Math.max(high, wide) <= 4 * Math.min(high, wide);
  const least = Math.min(high, wide);
  const side = least >= 1 ? Math.floor(least) : least;
  return {
    rows: planeAxis(ranges.rows, square ? side : high, square ? limit.height : Math.min(320, limit.height)),
    cols: planeAxis(ranges.cols, square ? side : wide, limit.width),
  };
}

function axisName(spec: TensorSpec, axis: number | null): string {
  return axis === null ? '' : (spec.axes?.[axis] ?? `axis ${axis}`);
}

/** What the picture does not show, in words. */
function notes(spec: TensorSpec, shown: number): string[] {
  const cut = spec.kept.flatMap((ranges, axis) => {
    const parts = ranges.map(([start, stop]) => (stop - start === 1 ? `${start}` : `${start}–${stop - 1}`));
    return keptCount(ranges) < spec.shape[axis] ? [`${axisName(spec, axis)}: ${parts.join(' and ')}`] : [];
  });
  const slices = sliceCount(spec);
  return [
    ...(cut.length ? [`kept of ${cut.join(', ')}`] : []),
    ...(slices > shown ? [`first ${shown} of ${slices} kept slices`] : []),
  ];
}

function writeHeader(pen: Pen, title: string | undefined, lines: string[]): void {
  pen.textAlign = 'left';
  pen.textBaseline = 'top';
  let y = MARGIN;
  if (title) {
    pen.font = font(14, 'bold');
    pen.fillStyle = INK;
    pen.fillText(title, MARGIN, y);
    y += 22;
  }
  pen.font = font(11);
  pen.fillStyle = FAINT;
  for (const line of lines) {
    pen.fillText(line, MARGIN, y);
    y += 17;
  }
}

function specials({ summary: { nan, posInf, negInf } }: TensorSpec) {
  return [
    { text: `NaN: ${nan}`, count: nan, colour: NAN_COLOUR },
    { text: `+Inf: ${posInf}`, count: posInf, colour: POSITIVE_INFINITY_COLOUR },
    { text: `−Inf: ${negInf}`, count: negInf, colour: NEGATIVE_INFINITY_COLOUR },
  ].filter(({ count }) => count > 0);
}

function drawSpecials(pen: Pen, { x, y }: Corner, entries: ReturnType<typeof specials>): void {
  pen.font = font(11);
  pen.textAlign = 'left';
  pen.textBaseline = 'middle';
  let left = x;
  for (const { text, colour } of entries) {
    pen.fillStyle = css(colour);
    pen.fillRect(left, Math.round(y), 12, 12);
    pen.fillStyle = INK;
    pen.fillText(text, left + 18, y + 6.5);
    left += Math.ceil(18 + textWidth(text, 11) + 18);
  }
}
