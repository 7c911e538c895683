/** Where the maps of a grid lie, in CSS pixels. */
export interface GridLayout {
  across: number;
  down: number;
  /** Size of one drawn map. */
  width: number;
  height: number;
  stepX: number;
  stepY: number;
  /** Pictures of one map, one above the other, and the distance between their upper edges. */
  stack: number;
  stackY: number;
  /** Room at the left for what is said of the pictures of a stack. */
  left: number;
}

const GAP = 6;
/** Room for a caption under a map. */
const CAPTION = 16;
const SIDE = { least: 36, most: 150 };
/** Sides of the only map of a grid: a small one, and one with so many pixels that it wants room. */
const ALONE = { small: 220, large: 430, from: 100 };
const ROOM_DOWN = 440;
/** Room for the number of a step. */
const STEPS = 54;

/**
 * The largest maps with which `count` of them fit into `room` pixels across without taking too much height, each as a
 * `stack` of pictures.
 */
export function gridLayout(count: number, rows: number, cols: number, room: number, stack = 1): GridLayout {
  const left = stack > 1 ? STEPS : 0;
  const alone = Math.max(rows, cols) < ALONE.from ? ALONE.small : ALONE.large;
  let side = Math.min(count === 1 ? alone : SIDE.most, Math.max(SIDE.least, room - left - GAP));
  const at = (length: number): GridLayout => {
    const width = sideOf(length, cols, rows);
    const height = sideOf(length, rows, cols);
    const stepX = Math.max(width, 30) + GAP;
    const across = Math.max(1, Math.min(count, Math.floor((room - left + GAP) / stepX)));
    const stackY = height + GAP;
    const stepY = stack * stackY + CAPTION;
    return { across, down: Math.ceil(count / across), width, height, stepX, stepY, stack, stackY, left };
  };
  while (side > SIDE.least && at(side).down * at(side).stepY > ROOM_DOWN) side -= 2;
  return at(side);
}

/** Place in the order of the map under a point, or `undefined` between and outside the maps. */
export function placeAt(layout: GridLayout, count: number, x: number, y: number): number | undefined {
  const [col, row] = [Math.floor((x - layout.left) / layout.stepX), Math.floor(y / layout.stepY)];
  const tall = (layout.stack - 1) * layout.stackY + layout.height;
  const inside = x - layout.left - col * layout.stepX < layout.width && y - row * layout.stepY < tall;
  const place = row * layout.across + col;
  return inside && col >= 0 && col < layout.across && row >= 0 && place < count ? place : undefined;
}

function sideOf(side: number, length: number, other: number): number {
  const scale = side / Math.max(1, length, other);
  return Math.max(2, Math.round(length * (scale >= 2 ? Math.floor(scale) : scale)));
}
