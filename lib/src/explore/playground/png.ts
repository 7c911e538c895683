import { fromBase64 } from '../../view/base64.js';
import { SERIES } from '../../view/colours.js';
import { FAINT, INK } from '../../view/picture/axes.js';
import { font, openPage, type Pen } from '../../view/picture/canvas.js';
import { CHART, drawChart } from '../../view/picture/chart.js';
import { type ColourScale, colourOf, colourScale, css } from '../../view/picture/colour.js';
import { FEATURE_NAMES } from './features.js';
import { PLAYGROUND_GRID, type PlaygroundSpec } from './spec.js';
import { progressText } from './text.js';

const MARGIN = 16;
const UNIT = 36;
const ROW = 50;
const COLUMN = 84;
const TOP = 68;
/** Side of the large map in pixels: a whole number a cell. */
const MAP = PLAYGROUND_GRID * 6;
const CLASS_COLOURS = ['#0a3a6b', '#6e2503'];

/** The picture of a playground as a PNG file in base64: network, map of the output with all points, losses. */
export function playgroundPng(spec: PlaygroundSpec): string | undefined {
  const { settings } = spec;
  const columns = [settings.features.length, ...settings.layers];
  const rows = Math.max(...columns);
  const netWidth = columns.length * COLUMN;
  const height = TOP + Math.max(MAP, rows * ROW) + MARGIN + CHART.height + MARGIN;
  const width = Math.max(MARGIN + netWidth + MAP + MARGIN, 2 * MARGIN + CHART.width);
  const page = openPage(width, height);
  if (!page) return undefined;
  const { pen } = page;
  // Blue for −1 to red for 1, as the classes are coloured.
  const scale = colourScale({
    dtype: 'float32',
    summary: { count: 2, min: -1, max: 1, mean: 0, std: 1, zeros: 0, nan: 0, posInf: 0, negInf: 0, bins: [] },
  });
  pen.textBaseline = 'top';
  pen.textAlign = 'left';
  pen.fillStyle = INK;
  pen.font = font(14, 'bold');
  pen.fillText(spec.title ?? 'Playground', MARGIN, 12);
  pen.fillStyle = FAINT;
  pen.font = font(11);
  pen.fillText(progressText(spec), MARGIN, 33);
  drawNetwork(pen, spec, columns, scale);
  drawMap(pen, spec, MARGIN + netWidth, TOP, scale);
  drawLosses(pen, spec, MARGIN, TOP + Math.max(MAP, rows * ROW) + MARGIN);
  return page.png();
}

function drawNetwork(pen: Pen, spec: PlaygroundSpec, columns: number[], scale: ColourScale): void {
  const params = floats(spec.params);
  const grids = fromBase64(spec.grids);
  const features = fromBase64(spec.featureGrids);
  const cells = PLAYGROUND_GRID ** 2;
  const place = (column: number, unit: number) => ({ x: MARGIN + column * COLUMN, y: TOP + unit * ROW });
  const mapEdge = { x: MARGIN + columns.length * COLUMN, y: TOP + MAP / 2 };
  let at = 0;
  [...columns.slice(1), 1].forEach((units, layer) => {
    const before = columns[layer];
    for (let unit = 0; unit < units; unit++) {
      for (let from = 0; from < before; from++, at++) {
        const start = place(layer, from);
        const end = layer === columns.length - 1 ? mapEdge : place(layer + 1, unit);
        pen.strokeStyle = css(colourOf(scale, Math.sign(params[at]) * 0.6));
        pen.lineWidth = Math.min(6, 0.3 + Math.abs(params[at]) * 1.6);
        pen.beginPath();
        pen.moveTo(start.x + UNIT, start.y + UNIT / 2);
        pen.lineTo(end.x, layer === columns.length - 1 ? end.y : end.y + UNIT / 2);
        pen.stroke();
      }
    }
    at += units;
  });
  let map = 0;
  columns.forEach((units, column) => {
    for (let unit = 0; unit < units; unit++) {
      const { x, y } = place(column, unit);
      const feature = FEATURE_NAMES.indexOf(spec.settings.features[unit]);
      const values = column === 0 ? features.subarray(feature * cells) : grids.subarray(map++ * cells);
      drawCells(pen, values, x, y, UNIT / 12, 4, scale);
      pen.fillStyle = FAINT;
      pen.font = font(9);
      if (column === 0) pen.fillText(spec.settings.features[unit], x, y - 11);
    }
  });
}

function drawMap(pen: Pen, spec: PlaygroundSpec, left: number, top: number, scale: ColourScale): void {
  const cells = PLAYGROUND_GRID ** 2;
  const grids = fromBase64(spec.grids);
  drawCells(pen, grids.subarray(grids.length - cells), left, top, MAP / PLAYGROUND_GRID, 1, scale);
  const [low1, high1, low2, high2] = spec.extent;
  for (const [text, solid] of [
    [spec.test, false],
    [spec.train, true],
  ] as const) {
    const points = floats(text);
    for (let i = 0; i < points.length; i += 3) {
      const x = left + ((points[i] - low1) / (high1 - low1)) * MAP;
      const y = top + ((high2 - points[i + 1]) / (high2 - low2)) * MAP;
      const own = spec.settings.problem === 'regression' ? css(colourOf(scale, points[i + 2])) : undefined;
      pen.beginPath();
      pen.arc(x, y, solid ? 3 : 2, 0, 2 * Math.PI);
      pen.fillStyle = own ?? CLASS_COLOURS[points[i + 2] > 0 ? 1 : 0];
      pen.fill();
      pen.strokeStyle = solid ? '#ffffff' : '#1f2430';
      pen.lineWidth = 0.8;
      pen.stroke();
    }
  }
  pen.strokeStyle = '#b4b8bf';
  pen.lineWidth = 1;
  pen.strokeRect(left - 0.5, top - 0.5, MAP + 1, MAP + 1);
}

function drawCells(
  pen: Pen,
  values: Uint8Array,
  left: number,
  top: number,
  size: number,
  every: number,
  scale: ColourScale,
): void {
  const side = PLAYGROUND_GRID;
  for (let row = 0; row < side; row += every) {
    for (let col = 0; col < side; col += every) {
      const byte = values[row * side + col];
      pen.fillStyle = css(colourOf(scale, byte === 0 ? Number.NaN : ((byte - 128) / 127) * 0.75));
      pen.fillRect(left + (col / every) * size, top + (row / every) * size, size, size);
    }
  }
}

function drawLosses(pen: Pen, spec: PlaygroundSpec, left: number, top: number): void {
  const history = floats(spec.history);
  const column = (offset: number) => Array.from({ length: history.length / 3 }, (_, i) => history[i * 3 + offset]);
  const curve = (name: string, offset: number, colour: string) => {
    const value = column(offset);
    return { name, colour, x: column(0), value, low: value, high: value, last: value.at(-1) ?? Number.NaN };
  };
  pen.save();
  pen.translate(left, top);
  const frame = {
    title: 'loss',
    xLabel: 'epoch',
    xRange: [0, Math.max(1, spec.epoch)] as [number, number],
    wholeX: true,
  };
  drawChart(pen, frame, [curve('train', 1, SERIES[0]), curve('test', 2, SERIES[1])]);
  pen.restore();
}

function floats(text: string): Float32Array {
  return new Float32Array(fromBase64(text).slice().buffer);
}
