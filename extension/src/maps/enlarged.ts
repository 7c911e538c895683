import { button } from '../shell/controls.js';
import { element } from '../shell/dom.js';
import { arrowKeys, onKeys } from '../shell/keys.js';
import { Readout } from '../shell/readout.js';
import { Surface } from '../shell/surface.js';
import { within } from '../shell/within.js';
import { exact, short } from '../tensor/format.js';
import type { Theme } from '../theme/theme.js';
import type { MapsModel } from './model.js';
import { paintMap } from './pixels.js';

const SIDE = 320;
const HINT = 'Point at a pixel, or use the arrow keys.';

/** One map shown large, with the value under the pointer or the arrow keys. */
export class EnlargedMap {
  readonly node: HTMLElement;
  private readonly surface = new Surface('enlarged map');
  private readonly readout = new Readout(HINT);
  private readonly undo: (() => void)[];
  private cursor: { row: number; col: number } | undefined;
  private scale = 1;
  private theme: Theme | undefined;

  /** `turn` is called when the keyboard asks for an earlier or later step. */
  constructor(
    private readonly model: MapsModel,
    readonly map: number,
    close: () => void,
    turn: (by: number) => void,
  ) {
    const name = element('strong', { class: 'lectern-Title' }, model.name(map));
    const head = element('figcaption', { class: 'lectern-Header' }, name, button('Close', 'Back to the grid', close));
    this.surface.node.setAttribute('aria-label', `${model.name(map)}, large. Arrow keys move, Escape closes.`);
    this.node = element('figure', { class: 'lectern-Panel' }, head, this.surface.node, this.readout.node);
    const move = (down: number, right: number) => {
      const { row, col } = this.cursor ?? { row: down > 0 || right > 0 ? -down : 0, col: -right };
      this.point(within(row + down, model.data.height), within(col + right, model.data.width));
    };
    this.undo = [
      this.surface.onPointer({
        hover: (at) => {
          const [row, col] = at ? [Math.floor(at.y / this.scale), Math.floor(at.x / this.scale)] : [-1, -1];
          const inside = row >= 0 && col >= 0 && row < model.data.height && col < model.data.width;
          this.point(inside ? row : undefined, col);
        },
      }),
      onKeys(this.surface.node, {
        ...arrowKeys(move),
        PageUp: () => turn(1),
        PageDown: () => turn(-1),
        Escape: close,
      }),
    ];
  }

  focus(): void {
    this.surface.node.focus();
  }

  draw(theme: Theme): void {
    this.theme = theme;
    const { height, width } = this.model.data;
    const room = Math.min(SIDE, this.surface.node.clientWidth || SIDE);
    const fit = room / Math.max(height, width);
    this.scale = fit >= 2 ? Math.floor(fit) : fit;
    const context = this.surface.clear(width * this.scale, height * this.scale);
    const image = document.createElement('canvas');
    paintMap(this.model, this.map, theme.dark, image);
    context.imageSmoothingEnabled = false;
    context.drawImage(image, 0, 0, width * this.scale, height * this.scale);
    if (!this.cursor) return;
    const side = Math.max(4, this.scale);
    // Two lines, one of which is seen on every colour.
    for (const [color, out] of [
      [theme.surface, 1],
      [theme.text, 0],
    ] as const) {
      context.strokeStyle = color;
      context.lineWidth = 1;
      const [x, y] = [this.cursor.col * this.scale - out + 0.5, this.cursor.row * this.scale - out + 0.5];
      context.strokeRect(x, y, side + 2 * out - 1, side + 2 * out - 1);
    }
  }

  dispose(): void {
    for (const undo of this.undo) undo();
  }

  /** Says the value under the cursor anew, as another step has it. */
  refresh(): void {
    this.readout.say(this.cursor && this.say(this.cursor.row, this.cursor.col));
  }

  private point(row: number | undefined, col: number): void {
    this.cursor = row === undefined ? undefined : { row, col };
    this.refresh();
    if (this.theme) this.draw(this.theme);
  }

  private say(row: number, col: number): string {
    const { width, channels, pooled } = this.model.data;
    const at = (row * width + col) * channels;
    // Over steps values are rounded, and more digits would promise too much.
    const word = (value: number) => (this.model.stepped ? short(value, 3) : exact(value, 'float32'));
    const values = Array.from(this.model.values(this.map).subarray(at, at + channels), word);
    const where = pooled > 1 ? `[${row * pooled}…, ${col * pooled}…] mean` : `[${row}, ${col}]`;
    return `${where} ${this.model.stepped ? '≈' : '='} ${values.length > 1 ? `(${values.join(', ')})` : values[0]}`;
  }
}
