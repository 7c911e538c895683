import type { SpaceAxis } from '../space/box.js';
import type { Projected } from '../space/camera.js';
import type { Theme } from '../theme/theme.js';

const ZOOM = { least: 0.5, most: 60 };
const EDGE = { across: 14, below: 22 };

/** Looks straight at the square from −1 to 1; it can be moved and made larger. */
export class PlaneCamera {
  private zoom = 1;
  private shift = { x: 0, y: 0 };

  /** Moves what is seen by CSS pixels. */
  move(across: number, down: number): void {
    this.shift = { x: this.shift.x + across, y: this.shift.y + down };
  }

  /** Makes everything larger around the middle of the page, within limits. */
  magnify(by: number): void {
    const zoom = Math.max(ZOOM.least, Math.min(ZOOM.most, this.zoom * by));
    const ratio = zoom / this.zoom;
    this.shift = { x: this.shift.x * ratio, y: this.shift.y * ratio };
    this.zoom = zoom;
  }

  reset(): void {
    this.zoom = 1;
    this.shift = { x: 0, y: 0 };
  }

  /** The map from the square to a page of that size, both axes on one scale. */
  onto(width: number, height: number): (x: number, y: number) => Projected {
    const unit = (Math.min(width - 2 * EDGE.across, height - 2 * EDGE.below) / 2) * 0.94 * this.zoom;
    const { x: across, y: down } = this.shift;
    return (x, y) => ({ x: width / 2 + across + x * unit, y: height / 2 + down - y * unit, depth: 0, size: 1 });
  }

  /** Draws a frame with the names of the axes at its edges. */
  drawFrame(
    context: CanvasRenderingContext2D,
    [across, up]: readonly SpaceAxis[],
    width: number,
    height: number,
    theme: Theme,
  ): void {
    context.strokeStyle = theme.line;
    context.lineWidth = 1;
    context.strokeRect(0.5, 0.5, width - 1, height - 1);
    context.font = `11px ${theme.font}`;
    context.fillStyle = theme.faint;
    context.textAlign = 'center';
    context.textBaseline = 'bottom';
    context.fillText(across?.name ?? '', width / 2, height - 4);
    context.save();
    context.translate(5, height / 2);
    context.rotate(-Math.PI / 2);
    context.textBaseline = 'top';
    context.fillText(up?.name ?? '', 0, 0);
    context.restore();
  }
}
