/** Width and height of what is drawn for a node. */
export interface Size {
  width: number;
  height: number;
}

/** A point of a drawing. */
export interface Point {
  x: number;
  y: number;
}

/** An arrow between two nodes, by their places in a list. */
export type Arrow = readonly [from: number, to: number];

/** Which way the arrows go, and how far apart nodes are along them and across. */
export interface LayeredOptions {
  direction: 'down' | 'right';
  along: number;
  across: number;
}

/** Where everything lies: the middle of each node, the bends of each arrow, and the room that all of it takes. */
export interface Layered {
  nodes: Point[];
  lines: Point[][];
  layers: number[];
  width: number;
  height: number;
}

interface Cell {
  /** Length across the layers, and along the arrows. */
  across: number;
  along: number;
  layer: number;
  place: number;
  before: number[];
  after: number[];
}

const SWEEPS = 12;
/** How much straighter a long arrow is drawn than a node's own. */
const STRAIGHT = 4;
/** How little what comes from nowhere, such as parameters, bends the way of the others. */
const BESIDE = 0.01;

/**
 * Lays a graph out in layers, each node in the first layer after those that it comes from: few crossings by sorting each
 * layer by the middle of its neighbours, short lines by moving it as near to them as its order allows. An arrow from a
 * later to an earlier node is laid out as if turned round.
 */
export function layered(sizes: readonly Size[], arrows: readonly Arrow[], options: LayeredOptions): Layered {
  const down = options.direction === 'down';
  const layers = layersOf(sizes.length, arrows);
  const cells: Cell[] = sizes.map(({ width, height }, i) => {
    const [across, along] = down ? [width, height] : [height, width];
    return { across, along, layer: layers[i], place: 0, before: [], after: [] };
  });
  const chains = arrows.map(([from, to]) => chain(cells, Math.min(from, to), Math.max(from, to)));
  const rows = sorted(cells);
  placed(cells, rows, options.across);
  const starts: number[] = [];
  const thick = rows.map((row) => Math.max(0, ...row.map((i) => cells[i].along)));
  let next = 0;
  for (const along of thick) {
    starts.push(next + along / 2);
    next += along + options.along;
  }
  const left = smallest(cells.map((cell) => cell.place - cell.across / 2));
  const right = -smallest(cells.map((cell) => -cell.place - cell.across / 2));
  const at = (i: number, shift = 0): Point => {
    const [across, along] = [cells[i].place - left, starts[cells[i].layer] + shift];
    return down ? { x: across, y: along } : { x: along, y: across };
  };
  const lines = chains.map((list, a) => {
    const [first, last] = [list[0], list[list.length - 1]];
    // Straight past the boxes of each layer on the way, so that no line runs over one.
    const inner = list.slice(1, -1).flatMap((i) => {
      const half = thick[cells[i].layer] / 2;
      return [at(i, -half), at(i, half)];
    });
    const line = [at(first, cells[first].along / 2), ...inner, at(last, -cells[last].along / 2)];
    return arrows[a][0] > arrows[a][1] ? line.reverse() : line;
  });
  const [across, along] = [right - left, Math.max(0, next - options.along)];
  return {
    nodes: sizes.map((_, i) => at(i)),
    lines,
    layers,
    width: down ? across : along,
    height: down ? along : across,
  };
}

/** The layer of each node; what comes from nowhere lies just before what it goes to. */
function layersOf(count: number, arrows: readonly Arrow[]): number[] {
  const layers = new Array<number>(count).fill(0);
  const ordered = arrows.map(([a, b]): Arrow => (a < b ? [a, b] : [b, a])).sort((p, q) => p[0] - q[0]);
  const sources = new Array<boolean>(count).fill(true);
  for (const [from, to] of ordered) {
    layers[to] = Math.max(layers[to], layers[from] + 1);
    sources[to] = false;
  }
  const nearest = new Array<number>(count).fill(Number.POSITIVE_INFINITY);
  for (const [from, to] of ordered) nearest[from] = Math.min(nearest[from], layers[to] - 1);
  return layers.map((layer, i) => (sources[i] && Number.isFinite(nearest[i]) ? Math.max(layer, nearest[i]) : layer));
}

/** Puts a bend into each layer that an arrow passes; returns the cells that it goes through. */
function chain(cells: Cell[], from: number, to: number): number[] {
  const list = [from];
  for (let layer = cells[from].layer + 1; layer < cells[to].layer; layer++) {
    list.push(cells.length);
    cells.push({ across: 2, along: 0, layer, place: 0, before: [], after: [] });
  }
  list.push(to);
  for (let i = 1; i < list.length; i++) {
    cells[list[i - 1]].after.push(list[i]);
    cells[list[i]].before.push(list[i - 1]);
  }
  return list;
}

/** The cells of each layer in an order with few crossings. */
function sorted(cells: readonly Cell[]): number[][] {
  const rows: number[][] = Array.from({ length: -smallest(cells.map(({ layer }) => -layer - 1)) }, () => []);
  cells.forEach(({ layer }, i) => {
    rows[layer].push(i);
  });
  const rank = new Array<number>(cells.length).fill(0);
  const number = (row: number[]) => {
    row.forEach((i, place) => {
      rank[i] = row.length > 1 ? place / (row.length - 1) : 0.5;
    });
  };
  rows.forEach(number);
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    const forward = sweep % 2 === 0;
    for (const row of forward ? rows : [...rows].reverse()) {
      const wish = new Map(row.map((i) => [i, mean(forward ? cells[i].before : cells[i].after, rank) ?? rank[i]]));
      row.sort((a, b) => (wish.get(a) as number) - (wish.get(b) as number) || rank[a] - rank[b]);
      number(row);
    }
  }
  return rows;
}

/** Moves the cells of each layer towards their neighbours, in their order and never nearer to each other than `gap`. */
function placed(cells: readonly Cell[], rows: readonly number[][], gap: number): void {
  const places = cells.map(() => 0);
  for (let sweep = 0; sweep < 2 * SWEEPS; sweep++) {
    const forward = sweep % 2 === 0;
    for (const row of forward ? rows : [...rows].reverse()) {
      const wishes = row.map((i) => wish(cells, forward ? cells[i].before : cells[i].after, places) ?? places[i]);
      const weights = row.map((i) => (cells[i].along === 0 ? STRAIGHT : cells[i].before.length === 0 ? BESIDE : 1));
      const offsets: number[] = [];
      row.forEach((i, k) => {
        const before = row[k - 1];
        offsets.push(k === 0 ? 0 : offsets[k - 1] + (cells[before].across + cells[i].across) / 2 + gap);
      });
      rising(
        wishes.map((wish, k) => wish - offsets[k]),
        weights,
      ).forEach((place, k) => {
        places[row[k]] = place + offsets[k];
      });
    }
  }
  cells.forEach((cell, i) => {
    cell.place = places[i];
  });
}

/** The never falling numbers nearest to the wishes, by pooling neighbours that are in the wrong order. */
function rising(wishes: readonly number[], weights: readonly number[]): number[] {
  const pools: { mean: number; weight: number; count: number }[] = [];
  wishes.forEach((wish, i) => {
    let pool = { mean: wish, weight: weights[i], count: 1 };
    for (let last = pools.at(-1); last && last.mean > pool.mean; last = pools.at(-1)) {
      const weight = last.weight + pool.weight;
      pool = {
        mean: (last.mean * last.weight + pool.mean * pool.weight) / weight,
        weight,
        count: last.count + pool.count,
      };
      pools.pop();
    }
    pools.push(pool);
  });
  return pools.flatMap(({ mean: place, count }) => new Array<number>(count).fill(place));
}

/** The middle of the neighbours; those that come from nowhere hardly count beside others. */
function wish(cells: readonly Cell[], neighbours: readonly number[], places: readonly number[]): number | undefined {
  let [sum, weight] = [0, 0];
  for (const i of neighbours) {
    const share = cells[i].before.length === 0 ? BESIDE : 1;
    sum += places[i] * share;
    weight += share;
  }
  return weight === 0 ? undefined : sum / weight;
}

function smallest(values: readonly number[]): number {
  return values.reduce((least, value) => Math.min(least, value), values[0] ?? 0);
}

function mean(of: readonly number[], values: readonly number[]): number | undefined {
  return of.length === 0 ? undefined : of.reduce((sum, i) => sum + values[i], 0) / of.length;
}
