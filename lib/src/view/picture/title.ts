import { FAINT, INK } from './axes.js';
import { font, type Pen } from './canvas.js';

/** Writes the title of a picture with its upper left corner at a place, and makes the pen ready for the facts below it. */
export function writeTitle(pen: Pen, title: string, x: number, y: number): void {
  pen.textAlign = 'left';
  pen.textBaseline = 'top';
  pen.fillStyle = INK;
  pen.font = font(14, 'bold');
  pen.fillText(title, x, y);
  pen.fillStyle = FAINT;
  pen.font = font(11);
}
