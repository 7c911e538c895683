import { element } from './dom.js';
import { listen } from './listen.js';

/** A canvas in whole device pixels inside a box that takes the keyboard; all lengths here are CSS pixels. */
export class Surface {
  readonly node = element('div', { class: 'lectern-Surface', role: 'application', tabindex: '0' });
  readonly canvas = element('canvas', { 'aria-hidden': 'true' });
  readonly context: CanvasRenderingContext2D;
  width = 0;
  height = 0;

  constructor(kind: string) {
    const context = this.canvas.getContext('2d');
    if (!context) throw new Error(`${kind}: expected a 2d canvas, got none from the browser`);
    this.context = context;
    this.node.setAttribute('aria-roledescription', kind);
    this.node.append(this.canvas);
  }

  /** Sizes and clears the canvas, ready to be drawn on in CSS pixels. */
  clear(width: number, height: number): CanvasRenderingContext2D {
    const ratio = window.devicePixelRatio || 1;
    const [across, down] = [Math.round(width * ratio), Math.round(height * ratio)];
    if (this.canvas.width !== across) this.canvas.width = across;
    if (this.canvas.height !== down) this.canvas.height = down;
    this.canvas.style.width = `${width}px`;
    this.canvas.style.height = `${height}px`;
    this.width = width;
    this.height = height;
    this.context.setTransform(ratio, 0, 0, ratio, 0, 0);
    this.context.clearRect(0, 0, width, height);
    return this.context;
  }

  /** Scrolls as little as brings a part of the drawing into the box, where the drawing is larger than that. */
  reveal(x: number, y: number, width: number, height: number): void {
    const { node } = this;
    node.scrollLeft = Math.max(x + width - node.clientWidth, Math.min(x, node.scrollLeft));
    node.scrollTop = Math.max(y + height - node.clientHeight, Math.min(y, node.scrollTop));
  }

  /** Reports where the pointer is, `undefined` when it leaves, and clicks. Returns the function that stops it. */
  onPointer(calls: { hover(at: { x: number; y: number } | undefined): void; click?(): void }): () => void {
    return listen(this.node, {
      pointermove: (event) => {
        const box = this.canvas.getBoundingClientRect();
        calls.hover({ x: event.clientX - box.left, y: event.clientY - box.top });
      },
      pointerleave: () => calls.hover(undefined),
      click: () => calls.click?.(),
    });
  }
}
