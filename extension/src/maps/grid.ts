import type { Surface } from '../shell/surface.js';
import type { Theme } from '../theme/theme.js';
import { type GridLayout, gridLayout } from './layout.js';
import type { MapsModel } from './model.js';
import { paintMap } from './pixels.js';

/** What the pictures of a stack are called. */
const STACK = ['first', 'step', 'last'];

/** Draws all maps of a grid on one canvas with their captions, and says where they lie. */
export function drawGrid(surface: Surface, model: MapsModel, theme: Theme): GridLayout {
  const layout = layoutOf(model, surface.node.clientWidth - 4);
  const context = surface.clear(layout.left + layout.across * layout.stepX + 2, layout.down * layout.stepY + 2);
  paintGrid(context, model, layout, theme);
  return layout;
}

/** Where the maps lie when there are `room` pixels across. */
export function layoutOf({ data, stacked }: MapsModel, room: number): GridLayout {
  return gridLayout(data.maps, data.height, data.width, room, stacked ? STACK.length : 1);
}

/** Paints all maps with their captions and the cursor. */
export function paintGrid(context: CanvasRenderingContext2D, model: MapsModel, layout: GridLayout, theme: Theme): void {
  const image = document.createElement('canvas');
  // Whole multiples keep hard edges; between them smooth ones are truer.
  context.imageSmoothingEnabled = layout.width % Math.max(1, model.data.width) !== 0;
  context.font = `11px ${theme.font}`;
  context.textAlign = 'left';
  context.textBaseline = 'top';
  const steps = model.seenSteps();
  const seen = steps.map((step) => (model.stepped ? model.at(step) : model.data));
  model.sequence().forEach((map, place) => {
    const x = 2 + layout.left + (place % layout.across) * layout.stepX;
    const y = 2 + Math.floor(place / layout.across) * layout.stepY;
    const here = place === model.cursor;
    seen.forEach((data, i) => {
      const top = y + i * layout.stackY;
      paintMap(model, map, theme.dark, image, data);
      context.drawImage(image, x, top, layout.width, layout.height);
      context.lineWidth = here ? 3 : 1;
      context.strokeStyle = here ? theme.accent : theme.line;
      context.strokeRect(x - 0.5, top - 0.5, layout.width + 1, layout.height + 1);
    });
    const { notFinite, sparsity } = model.facts(map);
    context.fillStyle = notFinite > 0 ? theme.text : theme.faint;
    const mark = notFinite > 0 ? ' !' : sparsity === 1 ? ' ∅' : '';
    const words = shortened(context, (model.under(map) + mark).trim(), layout.stepX - 4);
    context.fillText(words, x, y + (layout.stack - 1) * layout.stackY + layout.height + 3);
  });
  if (model.stacked) writeSteps(context, model, layout, theme);
}

/** Beside each row of stacks: which step each picture is. */
function writeSteps(context: CanvasRenderingContext2D, model: MapsModel, layout: GridLayout, theme: Theme): void {
  context.save();
  context.textAlign = 'right';
  context.textBaseline = 'middle';
  model.seenSteps().forEach((step, i) => {
    for (let row = 0; row < layout.down; row++) {
      const middle = 2 + row * layout.stepY + i * layout.stackY + layout.height / 2;
      context.fillStyle = theme.faint;
      context.fillText(STACK[i], layout.left - 6, middle - 7);
      context.fillStyle = theme.text;
      context.fillText(String(model.all.steps[step].step), layout.left - 6, middle + 7);
    }
  });
  context.restore();
}

function shortened(context: CanvasRenderingContext2D, text: string, room: number): string {
  if (context.measureText(text).width <= room) return text;
  let cut = text;
  while (cut.length > 1 && context.measureText(`${cut}…`).width > room) cut = cut.slice(0, -1);
  return `${cut}…`;
}
