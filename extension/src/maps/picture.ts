import { FOOT } from '../matrix/cells.js';
import { pageCanvas } from '../shell/page.js';
import type { Theme } from '../theme/theme.js';
import { layoutOf, paintGrid } from './grid.js';
import { matrixLayout, paintMatrix } from './matrix.js';
import type { MapsModel } from './model.js';

const WIDTH = 1000;

/** What is seen, the maps or their correlations, on a canvas of its own, for a file. */
export function mapsPicture(model: MapsModel, theme: Theme): HTMLCanvasElement {
  if (model.correlated) {
    const layout = matrixLayout(model, WIDTH);
    return pageCanvas(layout.width + 4, layout.top + layout.height + FOOT, theme.surface, (context) => {
      paintMatrix(context, model, layout, theme);
    });
  }
  const layout = layoutOf(model, WIDTH);
  return pageCanvas(
    layout.left + layout.across * layout.stepX + 2,
    layout.down * layout.stepY + 2,
    theme.surface,
    (context) => {
      paintGrid(context, model, layout, theme);
    },
  );
}
