import { INK } from '../picture/axes.js';
import { font, type Pen } from '../picture/canvas.js';
import { type ColourScale, colourOf, css, isDark, type Rgb, scaleOfNumbers } from '../picture/colour.js';
import { type Head, openHeadedPage } from '../picture/headed.js';
import type { NetworkSpec, NetworkUnits } from './spec.js';

const RADIUS = 18;
const PITCH = { x: 160, y: 44 };
const EDGE = 55;
const TOP = 34;
const WIDEST = 1100;
/** More cannot be read in a picture. */
const MOST = { columns: 8, weights: 1200 };
const PLAIN: Rgb = [244, 246, 249];
const FRAME = '#8a909c';

/**
 * The picture of the units of a small network with its weights as lines, as a PNG file in base64; `undefined` of a
 * network whose units are not known or are too many, and where there is no canvas.
 */
export function unitsPng(spec: NetworkSpec, head: Head): string | undefined {
  const { units = [] } = spec;
  const lines = units.reduce((sum, { weights = [] }) => sum + weights.flat().length, 0);
  if (units.length === 0 || units.length > MOST.columns || lines > MOST.weights) return undefined;
  const longest = Math.max(...units.map(({ size }) => size));
  const [width, height] = [(units.length - 1) * PITCH.x + 2 * EDGE, TOP + longest * PITCH.y];
  const scale = Math.min(1, WIDEST / width);
  const opened = openHeadedPage(head, width * scale, height * scale);
  if (!opened) return undefined;
  const { page, left, top } = opened;
  const at = (column: number, unit: number): Place => ({
    x: left + scale * (EDGE + column * PITCH.x),
    y: top + scale * (TOP + ((longest - units[column].size) / 2 + unit + 0.5) * PITCH.y),
  });
  const colours = scaleOfNumbers([-1, 1]);
  drawWeights(page.pen, units, at, scale, colours);
  drawUnits(page.pen, units, at, scale, colours);
  page.pen.textBaseline = 'top';
  page.pen.fillStyle = INK;
  page.pen.font = font(12 * scale);
  units.forEach(({ layer }, column) => {
    const { kind, name, type } = spec.layers[layer];
    page.pen.fillText(kind === 'input' ? 'input' : `${name} ${type}`, at(column, 0).x, top + 4 * scale);
  });
  return page.png();
}

interface Place {
  x: number;
  y: number;
}

type Places = (column: number, unit: number) => Place;

function drawWeights(pen: Pen, units: readonly NetworkUnits[], at: Places, scale: number, colours: ColourScale): void {
  const reach = largest(units.flatMap(({ weights = [] }) => weights.flat()));
  units.forEach(({ weights = [] }, column) => {
    weights.forEach((row, unit) => {
      row.forEach((weight, before) => {
        const share = weight / reach;
        // Never so near to the page that the line is lost.
        pen.strokeStyle = css(colourOf(colours, (share < 0 ? -1 / 3 : 1 / 3) + share / 2));
        pen.lineWidth = scale * (0.6 + 5 * Math.abs(share));
        const [from, to] = [at(column - 1, before), at(column, unit)];
        pen.beginPath();
        pen.moveTo(from.x, from.y);
        pen.lineTo(to.x, to.y);
        pen.stroke();
      });
    });
  });
}

function drawUnits(pen: Pen, units: readonly NetworkUnits[], at: Places, scale: number, colours: ColourScale): void {
  const reach = largest(units.flatMap(({ values = [] }) => values));
  pen.textAlign = 'center';
  pen.textBaseline = 'middle';
  pen.font = font(9.5 * scale);
  units.forEach(({ size, values }, column) => {
    for (let unit = 0; unit < size; unit++) {
      const { x, y } = at(column, unit);
      const value = values?.[unit];
      const fill = value === undefined ? PLAIN : colourOf(colours, value / reach);
      pen.beginPath();
      pen.arc(x, y, RADIUS * scale, 0, 2 * Math.PI);
      pen.fillStyle = css(fill);
      pen.fill();
      pen.lineWidth = 1;
      pen.strokeStyle = FRAME;
      pen.stroke();
      pen.fillStyle = isDark(fill) ? '#ffffff' : INK;
      const digits = value !== undefined && Math.abs(value) < 0.1 ? 1 : 2;
      pen.fillText(value === undefined ? String(unit) : String(Number(value.toPrecision(digits))), x, y);
    }
  });
}

/** The largest size, above 0. */
function largest(numbers: readonly number[]): number {
  return numbers.reduce((most, number) => Math.max(most, Math.abs(number)), 1e-12);
}
