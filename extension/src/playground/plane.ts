import type { PlayState } from '../protocol/decode-playground.js';
import { element } from '../shell/dom.js';
import { onKeys } from '../shell/keys.js';
import { short } from '../tensor/format.js';
import { type Colormap, css } from '../theme/colormap.js';
import type { Theme } from '../theme/theme.js';
import { colorOf, cssOf, paintUnit, valueAt } from './paint.js';

/** A step of the keyboard's cursor, as a share of the side. */
const STEP = 0.04;

/** The plane of the data: what a unit says everywhere, with the points; pointer and arrow keys read values. */
export class Plane {
  readonly node = element('div', { class: 'lectern-Plane', role: 'application', tabindex: '0' });
  private readonly map = element('canvas', { 'aria-hidden': 'true' });
  private readonly marks = element('canvas', { 'aria-hidden': 'true' });
  private readonly undo: () => void;
  private state: PlayState | undefined;
  private cells: Uint8Array | undefined;
  private what = '';
  private cursor: { x: number; y: number } | undefined;

  /** `say` gets what is under the cursor in words; `moved` is called when the plane must be drawn again. */
  constructor(
    private readonly say: (text: string | undefined) => void,
    private readonly moved: () => void,
  ) {
    this.node.append(this.map, this.marks);
    this.node.setAttribute('aria-roledescription', 'decision plane');
    const move = (right: number, down: number) => () => {
      const { x, y } = this.cursor ?? { x: 0.5 - right * STEP, y: 0.5 - down * STEP };
      const clamp = (n: number) => Math.max(0, Math.min(1, n));
      this.point({ x: clamp(x + right * STEP), y: clamp(y + down * STEP) });
    };
    this.undo = onKeys(this.node, {
      ArrowLeft: move(-1, 0),
      ArrowRight: move(1, 0),
      ArrowUp: move(0, -1),
      ArrowDown: move(0, 1),
      Escape: () => this.point(undefined),
    });
    this.node.addEventListener('pointermove', (event) => {
      const box = this.node.getBoundingClientRect();
      this.point({ x: (event.clientX - box.left) / box.width, y: (event.clientY - box.top) / box.height });
    });
    this.node.addEventListener('pointerleave', () => this.point(undefined));
    this.node.addEventListener('blur', () => this.point(undefined));
  }

  /** Draws a heat map under the points. `what` names its unit. */
  draw(
    state: PlayState,
    cells: Uint8Array,
    what: string,
    { map, theme, discrete, tests }: { map: Colormap; theme: Theme; discrete: boolean; tests: boolean },
  ): void {
    this.state = state;
    this.cells = cells;
    this.what = what;
    const [first, second] = state.axes;
    const counts = `${state.train.length / 3} training and ${state.test.length / 3} test points`;
    this.node.setAttribute(
      'aria-label',
      `What ${what} says of ${first} and ${second}, with ${counts}. Arrow keys read.`,
    );
    const side = this.node.clientWidth;
    if (side === 0) return;
    paintUnit(this.map, cells, Math.min(256, Math.max(96, side)), map, discrete);
    const ratio = window.devicePixelRatio || 1;
    this.marks.width = Math.round(side * ratio);
    this.marks.height = Math.round(side * ratio);
    const pen = this.marks.getContext('2d');
    if (!pen) return;
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    if (tests) this.drawPoints(pen, state.test, side, map, theme, false);
    this.drawPoints(pen, state.train, side, map, theme, true);
    this.drawCursor(pen, side, theme);
  }

  /** What is shown now, as one picture. */
  picture(): HTMLCanvasElement {
    const canvas = element('canvas');
    canvas.width = Math.max(600, this.marks.width);
    canvas.height = canvas.width;
    const pen = canvas.getContext('2d');
    pen?.drawImage(this.map, 0, 0, canvas.width, canvas.height);
    pen?.drawImage(this.marks, 0, 0, canvas.width, canvas.height);
    return canvas;
  }

  /** Says the value under the cursor again, when the map has changed. */
  refresh(): void {
    if (this.cursor) this.tell();
  }

  dispose(): void {
    this.undo();
  }

  private drawPoints(
    pen: CanvasRenderingContext2D,
    points: Float32Array,
    side: number,
    map: Colormap,
    theme: Theme,
    trained: boolean,
  ): void {
    const state = this.state as PlayState;
    const [low1, high1, low2, high2] = state.extent;
    const size = side < 180 ? 2.2 : 3.2;
    for (let i = 0; i < points.length; i += 3) {
      const x = ((points[i] - low1) / (high1 - low1)) * side;
      const y = ((high2 - points[i + 1]) / (high2 - low2)) * side;
      pen.beginPath();
      // Points that are not trained on are squares: told apart without colour too.
      if (trained) pen.arc(x, y, size, 0, 2 * Math.PI);
      else pen.rect(x - size * 0.8, y - size * 0.8, size * 1.6, size * 1.6);
      // The ends of the dark scale are nearly white: hues tell classes apart a little before them.
      pen.fillStyle = css(colorOf(map, points[i + 2], theme.dark ? 0.75 : 0.92));
      pen.fill();
      pen.lineWidth = 1;
      pen.strokeStyle = trained ? theme.surface : theme.text;
      pen.stroke();
    }
  }

  private drawCursor(pen: CanvasRenderingContext2D, side: number, theme: Theme): void {
    if (!this.cursor) return;
    const x = this.cursor.x * side;
    const y = this.cursor.y * side;
    pen.strokeStyle = theme.text;
    pen.lineWidth = 1;
    pen.beginPath();
    pen.moveTo(x - 7, y);
    pen.lineTo(x + 7, y);
    pen.moveTo(x, y - 7);
    pen.lineTo(x, y + 7);
    pen.stroke();
  }

  private point(cursor: { x: number; y: number } | undefined): void {
    this.cursor = cursor;
    if (cursor) this.tell();
    else this.say(undefined);
    this.moved();
  }

  private tell(): void {
    const { state, cells, cursor } = this;
    if (!state || !cells || !cursor) return;
    const [low1, high1, low2, high2] = state.extent;
    const value = valueAt(cells, cursor.x, cursor.y);
    const place = [low1 + cursor.x * (high1 - low1), high2 - cursor.y * (high2 - low2)];
    const where = `${state.axes[0]} ${short(place[0], 3)}, ${state.axes[1]} ${short(place[1], 3)}`;
    const edge = Math.abs(value) >= 0.995 ? ' or beyond' : '';
    this.say(`${where}: ${this.what} says ${short(Number(value.toFixed(2)), 3)}${edge}`);
  }
}

/** The colour of a class or a value, for legends. */
export function pointColor(map: Colormap, value: number): string {
  return cssOf(map, value, 0.92);
}
