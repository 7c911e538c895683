import { FAINT, INK } from '../picture/axes.js';
import { font, openPage, type Pen, textWidth } from '../picture/canvas.js';
import { cellsUnder, paintCells } from '../picture/cells.js';
import { type ColourScale, colourOf, colourScale, NAN_COLOUR, type Rgb } from '../picture/colour.js';
import { writeTitle } from '../picture/title.js';
import { specValues } from '../tensor/slices.js';
import type { ValueArray } from '../values.js';
import { colourEnds, rangeWords } from './range.js';
import type { MapsLayer, MapsSpec } from './spec.js';
import { layersOf, mapsLine } from './text.js';

const MARGIN = 16;
const WIDTH = 760;
const ROWS = 8;
const GAP = { x: 8, y: 18 };
/** Most layers of a picture. */
const LAYERS = 4;
/** Sides of a map in pixels: as large as leaves room for all, between these; the only one, if it has many pixels, is larger. */
const SIDE = { least: 48, most: 160, alone: 440, photo: 100 };

/** One layer in a picture: its words and where its maps lie. */
interface Block {
  layer: MapsLayer;
  name: string;
  line: string;
  shown: number;
  across: number;
  width: number;
  height: number;
  /** Room over the maps and with them. */
  head: number;
  tall: number;
}

/**
 * The picture of a grid as a PNG file in base64: the maps of the first group with their captions; feature maps and
 * filters on the colour scale of the spec, images as they are; of several layers the first four. `undefined` where there is
 * nothing to draw or no canvas.
 */
export function mapsPng(spec: MapsSpec): string | undefined {
  const layers = layersOf(spec).filter(({ facts, height, width }) => facts.length > 0 && height > 0 && width > 0);
  if (layers.length === 0) return undefined;
  const blocks = layers.slice(0, LAYERS).map((layer) => block(spec, layer, layers.length > 1 ? 4 : ROWS));
  const many = spec.ofLayers ?? 1 + (spec.more?.length ?? 0);
  const title = spec.title ?? '';
  const left = blocks.length < many ? `picture: ${blocks.length} of ${many} layers` : '';
  const wide = Math.max(
    textWidth(title, 14, 'bold'),
    textWidth(left, 11),
    ...blocks.map(({ across, shown, width }) => Math.min(across, shown) * (width + GAP.x)),
    ...blocks.map(({ name, line }) => Math.max(textWidth(name, 12, 'bold'), textWidth(line, 11))),
  );
  const header = title ? 22 : 0;
  const tall = blocks.reduce((sum, { tall }) => sum + tall, 0) + (left ? 18 : 0);
  const page = openPage(Math.ceil(2 * MARGIN + wide), MARGIN + header + tall + MARGIN);
  if (!page) return undefined;
  const { pen } = page;
  writeTitle(pen, title, MARGIN, MARGIN - 2);
  let top = MARGIN + header;
  for (const one of blocks) {
    drawBlock(pen, spec, one, top);
    top += one.tall;
  }
  pen.fillStyle = FAINT;
  pen.font = font(11);
  pen.fillText(left, MARGIN, top);
  return page.png();
}

function block(spec: MapsSpec, layer: MapsLayer, rows: number): Block {
  const { side, across } = fit(layer);
  const shown = Math.min(layer.maps, across * rows);
  const [width, height] = [cell(side, layer.width, layer.height), cell(side, layer.height, layer.width)];
  const notes = [mapsLine(layer), ...rangeWords(spec), ...(shown < layer.maps ? [`picture: first ${shown}`] : [])];
  const head = 22 + (layer.name ? 18 : 0);
  const tall = head + Math.ceil(shown / across) * (height + GAP.y);
  return { layer, name: layer.name ?? '', line: notes.join(' · '), shown, across, width, height, head, tall };
}

function drawBlock(pen: Pen, spec: MapsSpec, block: Block, top: number): void {
  const { layer, name, line, shown, across, width, height, head } = block;
  pen.fillStyle = INK;
  pen.font = font(12, 'bold');
  pen.fillText(name, MARGIN, top);
  pen.fillStyle = FAINT;
  pen.font = font(11);
  pen.fillText(line, MARGIN, top + head - 22);
  const values = specValues({ values: layer.values, dtype: 'float32' });
  for (let map = 0; map < shown; map++) {
    const x = MARGIN + (map % across) * (width + GAP.x);
    const y = top + head + Math.floor(map / across) * (height + GAP.y);
    const colour = pixelColour(layer, colourEnds(spec, layer, map));
    drawMap(pen, layer, values, map, { x, y, width, height }, colour);
    pen.font = font(10);
    pen.fillStyle = FAINT;
    pen.fillText(
      caption(pen, layer.labels?.[map] ?? (layer.maps === 1 ? '' : String(map)), width + GAP.x - 2),
      x,
      y + height + 3,
    );
  }
}

/** Colour of the values of one pixel, `channels` of them, between two ends. */
function pixelColour(
  { kind, channels }: MapsLayer,
  [low, high]: readonly [low: number, high: number],
): (values: ValueArray) => Rgb {
  const span = high > low ? high - low : 1;
  const grey = (value: number) => Math.round(Math.max(0, Math.min(1, (value - low) / span)) * 255);
  if (channels === 3) {
    return (v) => (v.every(Number.isFinite) ? [grey(v[0]), grey(v[1]), grey(v[2])] : NAN_COLOUR);
  }
  if (kind === 'images') {
    return ([v]) => (Number.isFinite(v) ? [grey(v), grey(v), grey(v)] : NAN_COLOUR);
  }
  const scale = scaleOf(low, high);
  return ([v]) => colourOf(scale, v);
}

function scaleOf(min: number, max: number): ColourScale {
  const summary = { count: 0, min, max, mean: 0, std: 0, zeros: 0, nan: 0, posInf: 0, negInf: 0, bins: [] };
  return colourScale({ dtype: 'float32', summary });
}

function drawMap(
  pen: Pen,
  { height, width, channels }: MapsLayer,
  values: ValueArray,
  map: number,
  box: { x: number; y: number; width: number; height: number },
  colour: (values: ValueArray) => Rgb,
): void {
  const rows = cellsUnder(box.height, (y) => Math.floor((y / box.height) * height));
  const cols = cellsUnder(box.width, (x) => Math.floor((x / box.width) * width));
  paintCells(pen, box, rows, cols, (row, col) => {
    const at = ((map * height + row) * width + col) * channels;
    return colour(values.subarray(at, at + channels));
  });
  pen.strokeStyle = '#b4b8bf';
  pen.lineWidth = 1;
  pen.strokeRect(box.x - 0.5, box.y - 0.5, box.width + 1, box.height + 1);
}

function fit({ maps, height, width }: MapsLayer): { side: number; across: number } {
  let side = maps === 1 && Math.max(height, width) >= SIDE.photo ? SIDE.alone : SIDE.most;
  const across = () => Math.max(1, Math.floor((WIDTH + GAP.x) / (side + GAP.x)));
  while (side > SIDE.least && Math.ceil(maps / across()) * (side + GAP.y) > 480) side -= 4;
  return { side, across: across() };
}

/** Length of one side of a map: whole pixels a value where that is possible. */
function cell(side: number, length: number, other: number): number {
  const scale = side / Math.max(length, other);
  return Math.max(1, Math.round(length * (scale >= 1 ? Math.floor(scale) : scale)));
}

function caption(pen: Pen, text: string, room: number): string {
  if (pen.measureText(text).width <= room) return text;
  let cut = text;
  while (cut.length > 1 && pen.measureText(`${cut}…`).width > room) cut = cut.slice(0, -1);
  return `${cut}…`;
}
