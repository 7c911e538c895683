/** A point of a space on the page: CSS pixels, how far behind the middle it lies, and how much nearer things are larger. */
export interface Projected {
  x: number;
  y: number;
  depth: number;
  size: number;
}

/** Turn and height of the eye, in radians, that a space is first seen from. */
export const START = { yaw: -0.6, pitch: 0.42, zoom: 1 };
/** Distance of the eye from the middle, in half sides of the cube. */
const DISTANCE = 7;
/** Half the longest diagonal of the cube is drawn in half the room. */
const REACH = 2;
const ZOOM = { least: 0.5, most: 12 };

/** Looks from outside at the cube from −1 to 1 whose third axis points up. */
export class Camera {
  yaw = START.yaw;
  pitch = START.pitch;
  zoom = START.zoom;

  /** Turns by angles in radians; the eye stays between straight below and straight above. */
  turn(right: number, up: number): void {
    this.yaw += right;
    this.pitch = Math.max(-Math.PI / 2, Math.min(Math.PI / 2, this.pitch + up));
  }

  /** Makes everything `by` times as large, within limits. */
  magnify(by: number): void {
    this.zoom = Math.max(ZOOM.least, Math.min(ZOOM.most, this.zoom * by));
  }

  reset(): void {
    Object.assign(this, START);
  }

  /** The map from the cube to a page of that size. Made once a drawing, as it holds the sines. */
  onto(width: number, height: number): (x: number, y: number, z: number) => Projected {
    const [sinYaw, cosYaw] = [Math.sin(this.yaw), Math.cos(this.yaw)];
    const [sinPitch, cosPitch] = [Math.sin(this.pitch), Math.cos(this.pitch)];
    const unit = (Math.min(width, height) / 2 / REACH) * this.zoom;
    return (x, y, z) => {
      const across = x * cosYaw - y * sinYaw;
      const away = x * sinYaw + y * cosYaw;
      const depth = away * cosPitch - z * sinPitch;
      const size = DISTANCE / (DISTANCE + depth);
      const up = away * sinPitch + z * cosPitch;
      return { x: width / 2 + across * size * unit, y: height / 2 - up * size * unit, depth, size };
    };
  }
}
