import {
  correlationScale,
  FOOT,
  type MatrixLayout,
  paintCells,
  paintCursor,
  paintEdges,
  squareLayout,
} from '../matrix/cells.js';
import { pageCanvas } from '../shell/page.js';
import type { Surface } from '../shell/surface.js';
import { gradeScale, type Scale } from '../tensor/scale.js';
import { seriesColor } from '../theme/palette.js';
import type { Theme } from '../theme/theme.js';
import type { UnitsModel } from './model.js';

const CELL = { least: 2, most: 16, tall: 14 };
const TALL = 340;
const BARS = 26;
const STRIP = 8;

/** The colours of what is shown: correlations from −1 to 1, activations by their range. */
export function unitsScale({ show, data }: UnitsModel, dark: boolean): Scale {
  return show === 'correlation' ? correlationScale(dark) : gradeScale(data.values, dark);
}

/** Draws the matrix with the share of zeros above each unit and the class beside each sample. */
export function drawUnits(surface: Surface, model: UnitsModel, theme: Theme): MatrixLayout {
  const layout = layOut(model, surface.node.clientWidth);
  const context = surface.clear(layout.left + layout.width + 2, layout.top + layout.height + FOOT);
  paintUnits(context, model, layout, theme);
  return layout;
}

/** The whole matrix on a canvas of its own, for a file. */
export function unitsPicture(model: UnitsModel, theme: Theme): HTMLCanvasElement {
  const layout = layOut(model, 1000);
  return pageCanvas(layout.left + layout.width + 2, layout.top + layout.height + FOOT, theme.surface, (context) => {
    paintUnits(context, model, layout, theme);
  });
}

function layOut(model: UnitsModel, room: number): MatrixLayout {
  const rows = model.rows().length;
  const cols = model.data.units;
  if (model.show === 'correlation') return squareLayout(cols, room);
  const left = model.data.kinds.length > 0 ? STRIP + 5 : 1;
  const across = Math.max(CELL.least, Math.min(CELL.most, Math.floor((room - left - 4) / Math.max(1, cols))));
  const down = Math.max(1, Math.min(CELL.tall, Math.floor(TALL / Math.max(1, rows))));
  return { left, top: BARS + 4, width: cols * across, height: rows * down, rows, cols };
}

function paintUnits(context: CanvasRenderingContext2D, model: UnitsModel, layout: MatrixLayout, theme: Theme): void {
  const { left, top, width, height, rows, cols } = layout;
  const [columns, order] = [model.columns(), model.rows()];
  paintCells(context, layout, [order, columns], (row, unit) => model.value(row, unit), unitsScale(model, theme.dark));
  const cell = cols > 0 ? width / cols : 0;
  const warn = seriesColor(1, theme.dark);
  columns.forEach((unit, place) => {
    const x = left + place * cell;
    const still = model.dead.has(unit) ? warn : model.constant.has(unit) ? seriesColor(3, theme.dark) : undefined;
    if (model.show === 'activations') {
      const bar = Math.max(1, model.data.facts[unit].zeros * BARS);
      context.fillStyle = still ?? theme.faint;
      context.fillRect(x, top - 2 - bar, Math.max(1, cell - (cell > 3 ? 1 : 0)), bar);
    }
    if (!still) return;
    context.fillStyle = theme.raised;
    context.fillRect(x, top, cell, height);
    if (model.show === 'correlation') return;
    context.fillStyle = still;
    context.fillRect(x + Math.floor(cell / 2) - (cell > 6 ? 1 : 0), top, cell > 6 ? 2 : 1, height);
  });
  if (model.show === 'activations' && model.data.kinds.length > 0 && rows > 0) {
    const step = height / rows;
    order.forEach((sample, place) => {
      context.fillStyle = seriesColor(model.data.kinds[sample], theme.dark);
      context.fillRect(0, top + place * step, STRIP, step);
    });
  }
  paintEdges(context, layout, columns.map(String), theme);
  const chosen = model.chosen === undefined ? -1 : columns.indexOf(model.chosen);
  if (chosen >= 0) {
    context.strokeStyle = theme.accent;
    context.lineWidth = 2;
    context.strokeRect(left + chosen * cell - 1, top - 1, cell + 2, height + 2);
  }
  if (model.cursor) paintCursor(context, layout, model.cursor, theme);
}
