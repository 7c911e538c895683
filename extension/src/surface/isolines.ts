/** A straight piece of a contour line, in columns and rows of the grid. */
export type Piece = readonly [fromX: number, fromY: number, toX: number, toY: number];

/**
 * The pieces of the line along which values over a grid are `level`, by marching squares: each square of four neighbours
 * is crossed where its sides are. Squares with a corner that is NaN are left out.
 */
export function isoline(values: ArrayLike<number>, cols: number, rows: number, level: number): Piece[] {
  const pieces: Piece[] = [];
  for (let row = 0; row + 1 < rows; row++) {
    for (let col = 0; col + 1 < cols; col++) {
      const [a, b] = [values[row * cols + col], values[row * cols + col + 1]];
      const [d, c] = [values[(row + 1) * cols + col], values[(row + 1) * cols + col + 1]];
      const sum = a + b + c + d;
      if (Number.isNaN(sum)) continue;
      const crossed: [number, number][] = [];
      const side = (from: number, to: number, place: (share: number) => [number, number]) => {
        if (from < level !== to < level) crossed.push(place((level - from) / (to - from)));
      };
      side(a, b, (share) => [col + share, row]);
      side(b, c, (share) => [col + 1, row + share]);
      side(d, c, (share) => [col + share, row + 1]);
      side(a, d, (share) => [col, row + share]);
      if (crossed.length === 2) pieces.push([...crossed[0], ...crossed[1]]);
      if (crossed.length === 4) {
        // A saddle: which corners are joined is told by the middle.
        const joined = sum / 4 < level === a < level;
        const [top, right, bottom, left] = crossed;
        pieces.push(joined ? [...top, ...right] : [...top, ...left]);
        pieces.push(joined ? [...bottom, ...left] : [...bottom, ...right]);
      }
    }
  }
  return pieces;
}
