import { drawMarkBar, drawPoint, markColours, writeHead } from '../cloud/png.js';
import { axisExtent } from '../cloud/text.js';
import { FAINT } from '../picture/axes.js';
import { font, openPage, type Pen } from '../picture/canvas.js';
import { placesOf } from './places.js';
import type { EmbeddingSpec } from './spec.js';

const SIDE = 400;
const MARGIN = 16;
const GAP = 20;
/** More points are drawn as squares of whole pixels: rounded ones would lie over each other and fill a file with shades. */
const MANY = 2000;

/** The picture of an embedding as a PNG file in base64: the first two components and, where it was made, the map of t-SNE. */
export function embeddingPng(spec: EmbeddingSpec): string | undefined {
  const { pca, tsne, kept, title } = spec;
  const components = placesOf(pca.places, 0, 3);
  const plane = Float32Array.from({ length: kept * 2 }, (_, i) => components[(i >> 1) * 3 + (i & 1)]);
  const maps = [{ words: componentWords(spec), places: plane }];
  if (tsne) maps.push({ words: 't-SNE', places: placesOf(tsne.places, tsne.iterations.length - 1, 2) });
  const bar = spec.color ? 60 : 0;
  const width = 2 * MARGIN + maps.length * SIDE + (maps.length - 1) * GAP + bar;
  const head = MARGIN + (title ? 20 : 0) + 18;
  const page = openPage(width, head + SIDE + 24 + MARGIN);
  if (!page) return undefined;
  const { pen } = page;
  const top = writeHead(pen, { ...spec, count: kept }, width) + 2;
  const colour = markColours(spec);
  for (const [i, { words, places }] of maps.entries()) {
    const left = MARGIN + i * (SIDE + GAP);
    pen.strokeStyle = '#b4b8bf';
    pen.lineWidth = 1;
    pen.strokeRect(left + 0.5, top + 0.5, SIDE, SIDE);
    const extents = [axisExtent(places, 2, 0), axisExtent(places, 2, 1)];
    const span = Math.max(...extents.map(([low, high]) => high - low)) || 1;
    const place = (value: number, [low, high]: [number, number]) => ((value - (low + high) / 2) / span) * (SIDE - 30);
    for (let point = 0; point < kept; point++) {
      const x = left + SIDE / 2 + place(places[2 * point], extents[0]);
      const y = top + SIDE / 2 - place(places[2 * point + 1], extents[1]);
      if (kept > MANY) drawSquare(pen, x, y, colour(point));
      else drawPoint(pen, x, y, kept > 500 ? 2.2 : 3.2, colour(point));
    }
    pen.font = font(11);
    pen.fillStyle = FAINT;
    pen.textAlign = 'center';
    pen.textBaseline = 'top';
    pen.fillText(words, left + SIDE / 2, top + SIDE + 7);
  }
  if (spec.color) drawMarkBar(pen, spec, { x: width - MARGIN - 46, y: top + 10, height: 160 });
  return page.png();
}

function componentWords({ pca }: EmbeddingSpec): string {
  return pca.explained
    .slice(0, 2)
    .map((share, i) => `component ${i + 1}: ${Math.round(share * 1000) / 10} %`)
    .join(', ');
}

function drawSquare(pen: Pen, x: number, y: number, colour: string): void {
  pen.fillStyle = colour;
  pen.fillRect(Math.round(x) - 1, Math.round(y) - 1, 2, 2);
}
