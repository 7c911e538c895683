import { drawMarkBar, drawPoint, markColours, writeHead } from '../cloud/png.js';
import { axisExtent } from '../cloud/text.js';
import { FAINT } from '../picture/axes.js';
import { font, openPage } from '../picture/canvas.js';
import { specValues } from '../tensor/slices.js';
import type { EmbeddingSpec } from './spec.js';

const SIDE = 400;
const MARGIN = 16;
const GAP = 20;

/** The picture of an embedding as a PNG file in base64: the first two components and, where it was made, the map of t-SNE. */
export function embeddingPng(spec: EmbeddingSpec): string | undefined {
  const { pca, tsne, points, title } = spec;
  const maps = [{ words: componentWords(spec), places: planePlaces(pca.places, points.length, 3, 0) }];
  if (tsne) {
    const last = (tsne.iterations.length - 1) * points.length * 2;
    maps.push({ words: 't-SNE', places: planePlaces(tsne.places, points.length, 2, last) });
  }
  const bar = spec.color ? 60 : 0;
  const width = 2 * MARGIN + maps.length * SIDE + (maps.length - 1) * GAP + bar;
  const head = MARGIN + (title ? 20 : 0) + 18;
  const page = openPage(width, head + SIDE + 24 + MARGIN);
  if (!page) return undefined;
  const { pen } = page;
  const top = writeHead(pen, { ...spec, count: points.length }, width) + 2;
  const colour = markColours(spec);
  for (const [i, { words, places }] of maps.entries()) {
    const left = MARGIN + i * (SIDE + GAP);
    pen.strokeStyle = '#b4b8bf';
    pen.lineWidth = 1;
    pen.strokeRect(left + 0.5, top + 0.5, SIDE, SIDE);
    const extents = [axisExtent(places, 2, 0), axisExtent(places, 2, 1)];
    const span = Math.max(...extents.map(([low, high]) => high - low)) || 1;
    const place = (value: number, [low, high]: [number, number]) => ((value - (low + high) / 2) / span) * (SIDE - 30);
    for (let point = 0; point < points.length; point++) {
      const x = left + SIDE / 2 + place(places[2 * point], extents[0]);
      const y = top + SIDE / 2 - place(places[2 * point + 1], extents[1]);
      drawPoint(pen, x, y, points.length > 500 ? 2.2 : 3.2, colour(point));
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

function planePlaces(base64: string, points: number, columns: number, from: number): Float32Array {
  const values = specValues({ values: base64, dtype: 'float32' });
  return Float32Array.from({ length: points * 2 }, (_, i) => values[from + (i >> 1) * columns + (i & 1)]);
}
