/** A grid of equal cells on a canvas, in CSS pixels. Its first cell has the row and column `from`. */
export interface GridBox {
  x: number;
  y: number;
  rows: number;
  cols: number;
  side: number;
}

const GAP = 28;
const TITLE = 20;
const SIDE = { most: 34, beside: 16 };
const ROOM_DOWN = 400;

/** Puts grids beside each other with room for a title over each; under each other when they would be too small. */
export function gridBoxes(
  sizes: { rows: number; cols: number }[],
  room: number,
): { boxes: GridBox[]; width: number; height: number } {
  const across = sizes.reduce((sum, { cols }) => sum + Math.max(cols, 1), 0);
  const beside = whole((room - (sizes.length - 1) * GAP) / across);
  const tall = Math.max(1, ...sizes.map(({ rows }) => rows));
  const inRow = beside >= SIDE.beside || beside * 1.4 >= ROOM_DOWN / tall;
  const boxes: GridBox[] = [];
  let [x, y, right, bottom] = [0, TITLE, 0, 0];
  for (const { rows, cols } of sizes) {
    const fit = inRow ? beside : room / Math.max(1, cols);
    const side = whole(Math.max(0.5, Math.min(SIDE.most, fit, ROOM_DOWN / Math.max(1, rows))));
    if (!inRow && boxes.length > 0 && x + cols * side > room) [x, y] = [0, bottom + TITLE + 8];
    boxes.push({ x, y, rows, cols, side });
    right = Math.max(right, x + cols * side);
    bottom = Math.max(bottom, y + rows * side);
    x += Math.max(cols * side, 60) + GAP;
  }
  return { boxes, width: Math.max(right, Math.min(room, 200)) + 2, height: bottom + 2 };
}

/** The cell under a point, or `undefined` outside the grid. */
export function cellAt(
  { x, y, rows, cols, side }: GridBox,
  at: { x: number; y: number },
): { row: number; col: number } | undefined {
  const [row, col] = [Math.floor((at.y - y) / side), Math.floor((at.x - x) / side)];
  return row >= 0 && col >= 0 && row < rows && col < cols ? { row, col } : undefined;
}

/** Draws the lines between the cells. */
export function strokeLines(context: CanvasRenderingContext2D, { x, y, rows, cols, side }: GridBox): void {
  context.beginPath();
  for (let row = 1; row < rows; row++) {
    context.moveTo(x, y + row * side + 0.5);
    context.lineTo(x + cols * side, y + row * side + 0.5);
  }
  for (let col = 1; col < cols; col++) {
    context.moveTo(x + col * side + 0.5, y);
    context.lineTo(x + col * side + 0.5, y + rows * side);
  }
  context.stroke();
}

function whole(side: number): number {
  return side >= 2 ? Math.floor(side) : side;
}
