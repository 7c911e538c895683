import type { MarksData } from '../protocol/decode-cloud.js';
import { button } from '../shell/controls.js';
import { element } from '../shell/dom.js';
import { short } from '../tensor/format.js';
import { colorOf, gradeScale } from '../tensor/scale.js';
import { css } from '../theme/colormap.js';
import { seriesColor } from '../theme/palette.js';
import type { Theme } from '../theme/theme.js';

/** The colour of each point: by its class, by its number, or one for all. */
export function pointColors({ kinds, color }: MarksData, theme: Theme): (i: number) => string {
  if (kinds.length > 0) return (i) => seriesColor(kinds[i], theme.dark);
  if (color.length === 0) return () => seriesColor(0, theme.dark);
  const scale = gradeScale(color, theme.dark);
  return (i) => css(colorOf(scale, color[i]));
}

/** The classes with their colours, each a button that hides and shows its points; or the ramp of numbers as colours. */
export class Legend {
  readonly node = element('div', { class: 'lectern-Classes', role: 'group', 'aria-label': 'classes' });
  /** Classes whose points are not drawn. */
  readonly hidden = new Set<number>();
  private swatches: HTMLElement[] = [];
  private ramp: HTMLElement | undefined;
  private marks: MarksData | undefined;

  constructor(private readonly changed: () => void) {}

  /** Shows other points; classes with the same names stay hidden. */
  update(marks: MarksData): void {
    if (this.marks?.classes.join('\n') !== marks.classes.join('\n')) this.hidden.clear();
    this.marks = marks;
    this.ramp = undefined;
    this.node.hidden = marks.kinds.length === 0 && marks.color.length === 0;
    this.node.setAttribute('aria-label', marks.kinds.length > 0 ? 'classes' : 'colours');
    this.swatches = marks.classes.map(() => element('span', { class: 'lectern-Swatch' }));
    this.node.replaceChildren(...marks.classes.map((name, kind) => this.entry(marks, name, kind)));
    if (marks.kinds.length === 0 && marks.color.length > 0) {
      const { low, high } = gradeScale(marks.color, false);
      this.ramp = element('div', { class: 'lectern-Ramp', 'aria-hidden': 'true' });
      const ends = [low, (low + high) / 2, high].map((value) => element('span', {}, short(value, 3)));
      this.node.append(
        element('div', { class: 'lectern-RampBox' }, this.ramp, element('div', { class: 'lectern-RampEnds' }, ...ends)),
      );
    }
  }

  /** Gives the entries the colours of the theme. */
  paint(theme: Theme): void {
    for (const [kind, swatch] of this.swatches.entries()) swatch.style.background = seriesColor(kind, theme.dark);
    if (!this.ramp || !this.marks) return;
    const { map } = gradeScale(this.marks.color, theme.dark);
    const stops = Array.from({ length: 17 }, (_, i) => css(map[Math.round((i / 16) * 255)]));
    this.ramp.style.background = `linear-gradient(to right, ${stops.join(', ')})`;
  }

  /** Whether a point is drawn. */
  shows(i: number): boolean {
    return !this.marks || this.marks.kinds.length === 0 || !this.hidden.has(this.marks.kinds[i]);
  }

  private entry(marks: MarksData, name: string, kind: number): HTMLElement {
    const count = marks.kinds.filter((one) => one === kind).length;
    const node = button('', `Hide or show the points of ${name}`, () => {
      if (!this.hidden.delete(kind)) this.hidden.add(kind);
      show();
      this.changed();
    });
    const show = () => node.setAttribute('aria-pressed', String(!this.hidden.has(kind)));
    node.classList.add('lectern-ClassEntry');
    node.append(
      this.swatches[kind],
      name,
      element('span', { class: 'lectern-Faint' }, ` ${count.toLocaleString('en')}`),
    );
    show();
    return node;
  }
}
