/** A canvas of that many CSS pixels at twice their resolution, filled with a colour and drawn on: a picture to save. */
export function pageCanvas(
  width: number,
  height: number,
  background: string,
  draw: (context: CanvasRenderingContext2D) => void,
): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(width * 2);
  canvas.height = Math.round(height * 2);
  const context = canvas.getContext('2d');
  if (!context) return canvas;
  context.scale(2, 2);
  context.fillStyle = background;
  context.fillRect(0, 0, width, height);
  draw(context);
  return canvas;
}
