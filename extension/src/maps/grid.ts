import type { Surface } from '../shell/surface.js';
import type { Theme } from '../theme/theme.js';
import { type GridLayout, gridLayout } from './layout.js';
import type { MapsModel } from './model.js';
import { paintMap } from './pixels.js';

/** Draws all maps of a grid on one canvas with their captions, and says where they lie. */
export function drawGrid(surface: Surface, model: MapsModel, theme: Theme): GridLayout {
  const layout = layoutOf(model, surface.node.clientWidth - 4);
  const context = surface.clear(layout.across * layout.stepX + 2, layout.down * layout.stepY + 2);
  paintGrid(context, model, layout, theme);
  return layout;
}

/** Where the maps lie when there are `room` pixels across. */
export function layoutOf({ data }: MapsModel, room: number): GridLayout {
  return gridLayout(data.maps, data.height, data.width, room);
}

/** Paints all maps with their captions and the cursor. */
export function paintGrid(context: CanvasRenderingContext2D, model: MapsModel, layout: GridLayout, theme: Theme): void {
  const image = document.createElement('canvas');
  // Whole multiples keep hard edges; between them smooth ones are truer.
  context.imageSmoothingEnabled = layout.width % Math.max(1, model.data.width) !== 0;
  context.font = `11px ${theme.font}`;
  context.textAlign = 'left';
  context.textBaseline = 'top';
  model.sequence().forEach((map, place) => {
    const x = 2 + (place % layout.across) * layout.stepX;
    const y = 2 + Math.floor(place / layout.across) * layout.stepY;
    paintMap(model, map, theme.dark, image);
    context.drawImage(image, x, y, layout.width, layout.height);
    const here = place === model.cursor;
    context.lineWidth = here ? 3 : 1;
    context.strokeStyle = here ? theme.accent : theme.line;
    context.strokeRect(x - 0.5, y - 0.5, layout.width + 1, layout.height + 1);
    context.fillStyle = model.facts(map).notFinite > 0 ? theme.text : theme.faint;
    const mark = model.facts(map).notFinite > 0 ? ' !' : model.facts(map).sparsity === 1 ? ' ∅' : '';
    context.fillText(shortened(context, (model.under(map) + mark).trim(), layout.stepX - 4), x, y + layout.height + 3);
  });
}

function shortened(context: CanvasRenderingContext2D, text: string, room: number): string {
  if (context.measureText(text).width <= room) return text;
  let cut = text;
  while (cut.length > 1 && context.measureText(`${cut}…`).width > room) cut = cut.slice(0, -1);
  return `${cut}…`;
}
