import { fromBase64 } from '../base64.js';
import { shortNumber } from '../numbers.js';
import { evenSample } from '../plot/thin.js';
import { fromJsonNumber } from '../values.js';
import { heightScale } from './grid.js';
import type { SurfacePath, SurfaceSpec } from './spec.js';

const SHADES = ' ·░▒▓█';
const MAP = { rows: 12, cols: 40 };

/** The heights of a spec. */
export function heightsOf({ z }: SurfaceSpec): Float32Array {
  return new Float32Array(fromBase64(z).slice().buffer);
}

/** A surface as text: what is known of it, a map of its heights in shades, and a line a path. */
export function surfaceText(spec: SurfaceSpec): string {
  return [...surfaceFacts(spec), ...shadeMap(spec), ...spec.paths.map(pathLine)].join('\n');
}

/** Size, ranges and lowest point in words. */
export function surfaceFacts(spec: SurfaceSpec): string[] {
  const { title, x, y, xLabel, yLabel, zLabel, ofShape } = spec;
  const z = heightsOf(spec);
  let [least, most, holes] = [-1, -1, 0];
  z.forEach((height, i) => {
    if (!Number.isFinite(height)) holes++;
    else {
      if (least < 0 || height < z[least]) least = i;
      if (most < 0 || height > z[most]) most = i;
    }
  });
  const range = (name: string, from: number, to: number) => `${name}∈[${shortNumber(from)}, ${shortNumber(to)}]`;
  const size = `${ofShape[0]}×${ofShape[1]}`;
  const cut = x.length < ofShape[1] || y.length < ofShape[0] ? ` (${y.length}×${x.length} kept)` : '';
  const axes = `${range(xLabel, x[0], x[x.length - 1])} ${range(yLabel, y[0], y[y.length - 1])}`;
  const name = title ? `${title}: ` : '';
  if (least < 0) return [`${name}${size}${cut} ${axes}, no finite ${zLabel}`];
  const lowest = `lowest at (${shortNumber(x[least % x.length])}, ${shortNumber(y[Math.floor(least / x.length)])})`;
  const facts = `${name}${size}${cut} ${axes} ${range(zLabel, z[least], z[most])}, ${lowest}`;
  return [holes ? `${facts}, not finite: ${holes}` : facts];
}

/** Start, end and length of a path in words. */
export function pathLine({ name, x, y, z, count, between }: SurfacePath): string {
  const short = (value: SurfacePath['x'][number]) => shortNumber(fromJsonNumber(value));
  const place = (i: number) => `${between ? '≈' : ''}${short(z[i])} at (${short(x[i])}, ${short(y[i])})`;
  const last = x.length - 1;
  if (count === 1) return `${name}: ${place(0)}`;
  return `${name}: ${count} steps, from ${place(0)} to ${place(last)}`;
}

function shadeMap(spec: SurfaceSpec): string[] {
  const z = heightsOf(spec);
  if (spec.x.length < 2 || spec.y.length < 2) return [];
  const scale = heightScale(z, spec);
  const cols = evenSample(spec.x.length, MAP.cols);
  // The vertical axis grows upwards, lines of text go down.
  return evenSample(spec.y.length, MAP.rows)
    .reverse()
    .map((row) =>
      cols
        .map((col) => {
          const height = z[row * spec.x.length + col];
          return Number.isFinite(height) ? SHADES[Math.min(5, Math.floor(scale.share(height) * 6))] : '?';
        })
        .join(''),
    );
}
