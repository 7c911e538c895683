import { element } from '../shell/dom.js';
import { seriesColor } from '../theme/palette.js';
import type { SurfaceModel } from './model.js';
import { placeText } from './words.js';

/** Names and colours of the paths, with where each is at the present step. */
export class PathLegend {
  readonly node = element('ul', { class: 'lectern-Legend' });
  private places: HTMLElement[] = [];

  /** Makes an entry a path. */
  fill(model: SurfaceModel): void {
    const { paths } = model.data;
    this.node.hidden = paths.length === 0;
    this.places = paths.map(() => element('span', { class: 'lectern-Fact' }));
    this.node.replaceChildren(
      ...paths.map(({ name }, i) => {
        const swatch = element('span', { class: 'lectern-Swatch', 'aria-hidden': 'true' });
        swatch.style.background = seriesColor(i, false);
        return element('li', {}, swatch, `${name} `, this.places[i]);
      }),
    );
  }

  /** Says where the paths are at a place of the stepper. */
  say(model: SurfaceModel, place: number): void {
    model.data.paths.forEach((path, i) => {
      this.places[i].textContent = placeText(path, model.entry(path, place));
    });
  }
}
