import { FAINT, INK } from '../picture/axes.js';
import { font, openPage, type Pen, textWidth } from '../picture/canvas.js';
import { type ColourScale, colourOf, colourScale, NAN_COLOUR, type Rgb } from '../picture/colour.js';
import { specValues } from '../tensor/slices.js';
import { fromJsonNumber, type ValueArray } from '../values.js';
import type { MapsSpec } from './spec.js';
import { mapsLine } from './text.js';

const MARGIN = 16;
const WIDTH = 760;
const ROWS = 8;
const GAP = { x: 8, y: 18 };
/** Sides of a map in pixels: as large as leaves room for all, between these. */
const SIDE = { least: 48, most: 160 };

/**
 * The picture of a grid as a PNG file in base64: the maps of the first group with their captions; feature maps and
 * filters on one colour scale, images as they are. `undefined` where there is nothing to draw or no canvas.
 */
export function mapsPng(spec: MapsSpec): string | undefined {
  if (spec.facts.length === 0 || spec.height === 0 || spec.width === 0) return undefined;
  const { side, across } = fit(spec);
  const shown = Math.min(spec.maps, across * ROWS);
  const width = cell(side, spec.width, spec.height);
  const height = cell(side, spec.height, spec.width);
  const notes = [mapsLine({ ...spec, title: undefined }), ...(shown < spec.maps ? [`picture: first ${shown}`] : [])];
  const header = spec.title ? 22 : 0;
  const top = MARGIN + header + 22;
  const down = Math.ceil(shown / across);
  const used = Math.min(across, shown) * (width + GAP.x);
  const words = Math.max(textWidth(notes.join(' · '), 11), textWidth(spec.title ?? '', 14, 'bold'));
  const page = openPage(Math.ceil(2 * MARGIN + Math.max(used, words)), top + down * (height + GAP.y) + MARGIN);
  if (!page) return undefined;
  const { pen } = page;
  pen.textAlign = 'left';
  pen.textBaseline = 'top';
  pen.fillStyle = INK;
  pen.font = font(14, 'bold');
  pen.fillText(spec.title ?? '', MARGIN, MARGIN - 2);
  pen.fillStyle = FAINT;
  pen.font = font(11);
  pen.fillText(notes.join(' · '), MARGIN, MARGIN + header);
  const values = specValues({ values: spec.values, dtype: 'float32' });
  const colour = pixelColour(spec);
  for (let map = 0; map < shown; map++) {
    const x = MARGIN + (map % across) * (width + GAP.x);
    const y = top + Math.floor(map / across) * (height + GAP.y);
    drawMap(pen, spec, values, map, { x, y, width, height }, colour);
    pen.font = font(10);
    pen.fillStyle = FAINT;
    pen.fillText(caption(pen, spec.labels?.[map] ?? String(map), width + GAP.x - 2), x, y + height + 3);
  }
  return page.png();
}

/** Colour of the values of one pixel, `channels` of them. */
function pixelColour(spec: Pick<MapsSpec, 'kind' | 'channels' | 'low' | 'high'>): (values: ValueArray) => Rgb {
  const low = fromJsonNumber(spec.low);
  const high = fromJsonNumber(spec.high);
  const span = high > low ? high - low : 1;
  const grey = (value: number) => Math.round(Math.max(0, Math.min(1, (value - low) / span)) * 255);
  if (spec.channels === 3) {
    return (v) => (v.every(Number.isFinite) ? [grey(v[0]), grey(v[1]), grey(v[2])] : NAN_COLOUR);
  }
  if (spec.kind === 'images') {
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
  { height, width, channels }: MapsSpec,
  values: ValueArray,
  map: number,
  box: { x: number; y: number; width: number; height: number },
  colour: (values: ValueArray) => Rgb,
): void {
  const pixels = pen.createImageData(box.width, box.height);
  for (let y = 0, p = 0; y < box.height; y++) {
    const row = Math.floor((y / box.height) * height);
    for (let x = 0; x < box.width; x++, p += 4) {
      const at = ((map * height + row) * width + Math.floor((x / box.width) * width)) * channels;
      const [red, green, blue] = colour(values.subarray(at, at + channels));
      pixels.data[p] = red;
      pixels.data[p + 1] = green;
      pixels.data[p + 2] = blue;
      pixels.data[p + 3] = 255;
    }
  }
  pen.putImageData(pixels, box.x, box.y);
  pen.strokeStyle = '#b4b8bf';
  pen.lineWidth = 1;
  pen.strokeRect(box.x - 0.5, box.y - 0.5, box.width + 1, box.height + 1);
}

function fit({ maps }: MapsSpec): { side: number; across: number } {
  let side = SIDE.most;
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
