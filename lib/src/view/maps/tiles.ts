import { toBase64 } from '../base64.js';
import { toJsonNumber, type ValueArray } from '../values.js';
import type { MapFacts, MapsLayer } from './spec.js';

/** Where the maps of a tensor lie in its values: a start and, for each axis of the grid, a size and a stride. */
export interface TileLayout {
  groups: Axis;
  maps: Axis;
  rows: Axis;
  cols: Axis;
  channels: Axis;
}

interface Axis {
  size: number;
  stride: number;
}

/** Most values that a grid puts into a notebook. */
export const MOST_VALUES = 131_072;
/** The side that maps are made smaller to before any is left out; where maps share the room with other layers, the least. */
const FULL_SIDE = 64;
const LEAST_SIDE = 16;
/** Room that the facts of a map take in a notebook, counted in values, and how much more than its values a grid may take. */
const FACTS = { room: 28, more: 1.3 };

/** Room that a whole grid takes in a notebook, its facts with it, counted in values. */
export function roomOf({ groups, maps, rows, cols, channels }: TileLayout): number {
  return groups.size * maps.size * (rows.size * cols.size * channels.size + FACTS.room);
}

/** How large and how many maps are kept, and their facts. */
type Kept = Pick<MapsLayer, 'height' | 'width' | 'pooled' | 'maps' | 'ofMaps' | 'groups' | 'ofGroups' | 'facts'>;

/** Most values of a grid, and whether it shares that room with others. */
interface Room {
  most?: number;
  shared?: boolean;
}

/**
 * What is kept of the maps: their facts over all values, and the values, made smaller and fewer until they fit. Where they
 * share the room with other layers, `most` counts as {@link roomOf} does.
 */
export function keptTiles(values: ValueArray, layout: TileLayout, room: Room = {}): Kept & { values: string } {
  const tiles = tilesOf(values, layout, room);
  return { ...tiles, values: toBase64(tiles.values) };
}

/** {@link keptTiles} with the values as numbers: groups, maps, rows, columns, channels. */
export function tilesOf(
  values: ValueArray,
  { groups, maps, rows, cols, channels }: TileLayout,
  { most = MOST_VALUES, shared = false }: Room = {},
): Kept & { values: Float32Array } {
  const side = (pool: number, axis: Axis) => Math.ceil(axis.size / pool);
  const sizeOf = (pool: number) => side(pool, rows) * side(pool, cols) * channels.size;
  const longest = rows.size > cols.size ? rows : cols;
  let pooled = 1;
  // All maps in coarser pixels come before fewer maps, until a map would be too small to see.
  while (sizeOf(pooled) * maps.size * groups.size > most && side(pooled, longest) > FULL_SIDE) pooled++;
  while (shared && (sizeOf(pooled) + FACTS.room) * maps.size > most && side(pooled, longest) > LEAST_SIDE) pooled++;
  while (sizeOf(pooled) > most && pooled < longest.size) pooled++;
  const [height, width] = [side(pooled, rows), side(pooled, cols)];
  const size = height * width * channels.size;
  const room = Math.max(
    1,
    Math.min(
      Math.floor(most / Math.max(1, size)),
      Math.floor(((shared ? 1 : FACTS.more) * most) / (size + FACTS.room)),
    ),
  );
  const keptMaps = Math.min(maps.size, room);
  const keptGroups = Math.min(groups.size, Math.max(1, Math.floor(room / Math.max(1, keptMaps))));
  const out = new Float32Array(keptGroups * keptMaps * size);
  const facts: MapFacts[] = [];
  let next = 0;
  for (let group = 0; group < keptGroups; group++) {
    for (let map = 0; map < keptMaps; map++) {
      const start = group * groups.stride + map * maps.stride;
      facts.push(factsOf(values, start, [rows, cols, channels]));
      for (let row = 0; row < height; row++) {
        for (let col = 0; col < width; col++) {
          for (let channel = 0; channel < channels.size; channel++) {
            out[next++] = squareMean(values, start + channel * channels.stride, rows, cols, row, col, pooled);
          }
        }
      }
    }
  }
  return {
    height,
    width,
    pooled,
    maps: keptMaps,
    ofMaps: maps.size,
    groups: keptGroups,
    ofGroups: groups.size,
    values: out,
    facts,
  };
}

/** Mean over the square of true pixels under a kept one; NaN and ±Inf stay visible. */
function squareMean(
  values: ValueArray,
  start: number,
  rows: Axis,
  cols: Axis,
  row: number,
  col: number,
  side: number,
): number {
  let sum = 0;
  let count = 0;
  for (let y = row * side; y < Math.min(rows.size, (row + 1) * side); y++) {
    for (let x = col * side; x < Math.min(cols.size, (col + 1) * side); x++) {
      sum += values[start + y * rows.stride + x * cols.stride];
      count++;
    }
  }
  return sum / count;
}

function factsOf(values: ValueArray, start: number, [rows, cols, channels]: [Axis, Axis, Axis]): MapFacts {
  let [min, max, sum, size, squares] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, 0, 0];
  let [zeros, notFinite] = [0, 0];
  for (let row = 0; row < rows.size; row++) {
    for (let col = 0; col < cols.size; col++) {
      for (let channel = 0; channel < channels.size; channel++) {
        const v = values[start + row * rows.stride + col * cols.stride + channel * channels.stride];
        if (!Number.isFinite(v)) {
          notFinite++;
          continue;
        }
        if (v < min) min = v;
        if (v > max) max = v;
        if (v === 0) zeros++;
        sum += v;
        size += Math.abs(v);
        squares += v * v;
      }
    }
  }
  const count = rows.size * cols.size * channels.size;
  const finite = count - notFinite;
  const mean = sum / finite;
  const spread = Math.sqrt(Math.max(0, squares - sum * mean) / (finite - 1));
  return {
    min: finite ? min : 'NaN',
    max: finite ? max : 'NaN',
    mean: toJsonNumber(mean),
    std: toJsonNumber(finite > 1 ? spread : Number.NaN),
    activity: toJsonNumber(size / finite),
    sparsity: count ? zeros / count : 0,
    notFinite,
  };
}
