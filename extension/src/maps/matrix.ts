import {
  correlationScale,
  FOOT,
  type MatrixLayout,
  paintCells,
  paintCursor,
  paintEdges,
  squareLayout,
} from '../matrix/cells.js';
import type { Surface } from '../shell/surface.js';
import type { Theme } from '../theme/theme.js';
import type { MapsModel } from './model.js';

const CELL = 28;

/** Draws how alike the maps are as a square matrix in the order of the grid, maps that do not vary in grey. */
export function drawMatrix(surface: Surface, model: MapsModel, theme: Theme): MatrixLayout {
  const layout = matrixLayout(model, surface.node.clientWidth);
  const context = surface.clear(layout.width + 4, layout.top + layout.height + FOOT);
  paintMatrix(context, model, layout, theme);
  if (model.cell) paintCursor(context, layout, model.cell, theme);
  return layout;
}

/** Where the matrix lies when there are `room` pixels across. */
export function matrixLayout(model: MapsModel, room: number): MatrixLayout {
  return squareLayout(model.compared().length, room, CELL);
}

/** Paints the matrix without a cursor. */
export function paintMatrix(
  context: CanvasRenderingContext2D,
  model: MapsModel,
  layout: MatrixLayout,
  theme: Theme,
): void {
  const { maps, values, still } = model.correlation();
  const order = model.compared();
  paintCells(context, layout, [order, order], (a, b) => values[a * maps + b], correlationScale(theme.dark));
  const cell = layout.width / Math.max(1, order.length);
  context.fillStyle = theme.raised;
  order.forEach((map, place) => {
    if (!still.has(map)) return;
    context.fillRect(layout.left + place * cell, layout.top, cell, layout.height);
    context.fillRect(layout.left, layout.top + place * cell, layout.width, cell);
  });
  paintEdges(
    context,
    layout,
    order.map((map) => model.caption(map)),
    theme,
  );
}
