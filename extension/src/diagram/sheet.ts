import { element, svg } from '../shell/dom.js';
import { MoreEdges, type Side } from './more-edges.js';

const HEIGHT = { least: 90, most: 460 };
const EDGE = 12;
const ZOOM = { least: 0.08, most: 3 };
/** Below this words are hard to read: a large drawing is first shown from its beginning at this scale. */
const READABLE = 0.72;
/** Part of the room that a step on to what is out of sight goes. */
const STEP = 0.8;

/**
 * A drawing that can be moved and zoomed inside a box which takes the keyboard. Until the reader moves it, it is laid out
 * anew for another room; at each side past which it goes on there is a mark.
 */
export class Sheet {
  readonly node = element('div', { class: 'lectern-Surface lectern-Sheet', role: 'application', tabindex: '0' });
  readonly content = svg('g');
  private readonly svg = svg('svg', { 'aria-hidden': 'true' }, this.content);
  private size = { width: 0, height: 0 };
  private scale = 1;
  private left = 0;
  private top = 0;
  /** The room that the drawing was laid out for, and by whom it was placed last. */
  private laidFor = 0;
  private placed: 'taken' | 'fitted' | 'moved' = 'taken';
  private readonly more = new MoreEdges((side) => this.moveOn(side));
  private drag: { x: number; y: number; left: number; top: number; moved: boolean } | undefined;

  constructor(kind: string) {
    this.node.setAttribute('aria-roledescription', kind);
    this.node.append(this.svg, ...this.more.nodes);
    this.node.addEventListener('pointerdown', (event) => {
      this.drag = { x: event.clientX, y: event.clientY, left: this.left, top: this.top, moved: false };
    });
    this.node.addEventListener('pointermove', (event) => this.dragged(event));
    const end = () => {
      this.drag = undefined;
    };
    this.node.addEventListener('pointerup', end);
    this.node.addEventListener('pointercancel', end);
    // A drag that ends over a box is no click on it.
    this.node.addEventListener('click', (event) => this.moved && event.stopPropagation(), { capture: true });
    this.node.addEventListener('wheel', (event) => this.wheel(event), { passive: false });
  }

  private moved = false;

  /** Takes a drawing of another size: as large as fits, or from its beginning so that it can be read. */
  take(width: number, height: number): void {
    this.size = { width, height };
    const room = this.room();
    this.placed = 'taken';
    const most = HEIGHT.most - 2 * EDGE;
    this.scale = Math.max(READABLE, Math.min(1, room / Math.max(1, width), most / Math.max(1, height)));
    const wanted = Math.ceil(height * this.scale) + 2 * EDGE;
    this.svg.style.height = `${Math.max(HEIGHT.least, Math.min(HEIGHT.most, wanted))}px`;
    this.left = width * this.scale <= room ? (room - width * this.scale) / 2 : 0;
    this.top = wanted <= HEIGHT.most ? (this.tall() - height * this.scale) / 2 : 0;
    this.apply();
  }

  /** Lays the drawing out for the room that there is now, unless the reader placed it; says whether it did. */
  resized(): boolean {
    if (this.placed === 'moved' || this.room() === this.laidFor) {
      this.apply();
      return false;
    }
    if (this.placed === 'fitted') this.fit();
    else this.take(this.size.width, this.size.height);
    return true;
  }

  /** Makes the drawing larger or smaller around the middle of what is seen. */
  zoom(factor: number): void {
    this.zoomAt(factor, this.room() / 2, this.tall() / 2);
  }

  /** Shows all of the drawing. */
  fit(): void {
    const { width, height } = this.size;
    this.placed = 'fitted';
    this.scale = Math.min(1, this.room() / Math.max(1, width), this.tall() / Math.max(1, height));
    this.left = (this.room() - width * this.scale) / 2;
    this.top = (this.tall() - height * this.scale) / 2;
    this.apply();
  }

  /** Moves the drawing as little as brings a part of it into sight. */
  show(x: number, y: number, width: number, height: number): void {
    const into = (start: number, length: number, room: number) => {
      if (start < 0 || length > room) return -start;
      return Math.min(0, room - start - length);
    };
    this.left += into(this.left + (x - width / 2) * this.scale, width * this.scale, this.room());
    this.top += into(this.top + (y - height / 2) * this.scale, height * this.scale, this.tall());
    this.apply();
  }

  private room(): number {
    return Math.max(40, this.node.clientWidth - 2 * EDGE);
  }

  private tall(): number {
    return Math.max(40, this.svg.clientHeight - 2 * EDGE);
  }

  /** Brings more of what lies past a side into sight, until the drawing ends there. */
  private moveOn(side: Side): void {
    const [room, tall] = [this.room(), this.tall()];
    const [width, height] = [this.size.width * this.scale, this.size.height * this.scale];
    if (side === 'left') this.left = Math.min(0, this.left + STEP * room);
    if (side === 'right') this.left = Math.max(room - width, this.left - STEP * room);
    if (side === 'top') this.top = Math.min(0, this.top + STEP * tall);
    if (side === 'bottom') this.top = Math.max(tall - height, this.top - STEP * tall);
    this.placed = 'moved';
    this.apply();
  }

  private zoomAt(factor: number, x: number, y: number): void {
    this.placed = 'moved';
    const scale = Math.max(ZOOM.least, Math.min(ZOOM.most, this.scale * factor));
    this.left = x - ((x - this.left) * scale) / this.scale;
    this.top = y - ((y - this.top) * scale) / this.scale;
    this.scale = scale;
    this.apply();
  }

  private wheel(event: WheelEvent): void {
    // The plain wheel goes on scrolling the notebook, which has nothing at its sides.
    if (!event.ctrlKey && !event.metaKey) {
      this.wheelAside(event);
      return;
    }
    event.preventDefault();
    const box = this.svg.getBoundingClientRect();
    this.zoomAt(Math.exp(-event.deltaY / 300), event.clientX - box.left - EDGE, event.clientY - box.top - EDGE);
  }

  private wheelAside(event: WheelEvent): void {
    const { left, right } = this.past();
    if (Math.abs(event.deltaX) <= Math.abs(event.deltaY) || !(event.deltaX > 0 ? right : left)) return;
    event.preventDefault();
    const least = Math.min(0, this.room() - this.size.width * this.scale);
    this.left = Math.max(least, Math.min(0, this.left - event.deltaX));
    this.placed = 'moved';
    this.apply();
  }

  private dragged(event: PointerEvent): void {
    if (!this.drag) {
      this.moved = false;
      return;
    }
    const [x, y] = [event.clientX - this.drag.x, event.clientY - this.drag.y];
    this.moved = this.drag.moved ||= Math.hypot(x, y) > 4;
    if (!this.moved) return;
    this.placed = 'moved';
    this.left = this.drag.left + x;
    this.top = this.drag.top + y;
    this.apply();
  }

  private apply(): void {
    const at = `translate(${EDGE + this.left} ${EDGE + this.top}) scale(${this.scale})`;
    this.content.setAttribute('transform', at);
    this.laidFor = this.room();
    this.more.show(this.past());
  }

  /** At which sides the drawing goes on past the box; the empty edge around it is no part of it. */
  private past(): Record<Side, boolean> {
    const { left, top, scale, size } = this;
    return {
      left: left < -EDGE,
      right: left + size.width * scale > this.room() + EDGE,
      top: top < -EDGE,
      bottom: top + size.height * scale > this.tall() + EDGE,
    };
  }
}
