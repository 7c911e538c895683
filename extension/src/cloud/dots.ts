/** Pixels of a kept picture for one on the page: what is drawn smaller or between pixels stays smooth. */
const FINE = 2;

/**
 * Points drawn as copies of one picture a colour. A path a point takes several times as long, which shows when ten thousand
 * are turned.
 */
export class Dots {
  private readonly pictures = new Map<string, HTMLCanvasElement>();
  /** From the middle of a point to the edge of its picture, in CSS pixels. */
  private readonly half: number;

  constructor(
    private readonly radius: number,
    private readonly edge: { color: string; width: number },
    private readonly ratio: number,
  ) {
    this.half = Math.ceil(radius + edge.width);
  }

  draw(context: CanvasRenderingContext2D, x: number, y: number, size: number, color: string): void {
    const half = this.half * size;
    context.drawImage(this.picture(color), x - half, y - half, 2 * half, 2 * half);
  }

  private picture(color: string): HTMLCanvasElement {
    const known = this.pictures.get(color);
    if (known) return known;
    const canvas = document.createElement('canvas');
    const scale = FINE * this.ratio;
    canvas.width = canvas.height = Math.ceil(2 * this.half * scale);
    const context = canvas.getContext('2d');
    this.pictures.set(color, canvas);
    if (!context) return canvas;
    context.scale(canvas.width / (2 * this.half), canvas.width / (2 * this.half));
    context.beginPath();
    context.arc(this.half, this.half, this.radius, 0, 2 * Math.PI);
    context.fillStyle = color;
    context.fill();
    context.lineWidth = this.edge.width;
    context.strokeStyle = this.edge.color;
    context.stroke();
    return canvas;
  }
}
