import { FAINT, INK } from '../picture/axes.js';
import { font, openPage, textWidth } from '../picture/canvas.js';
import { cutRows } from '../text-table.js';
import type { TableSpec } from './spec.js';
import { tableWords } from './words.js';

const MARGIN = 16;
const LINE = 18;
const GAP = 20;
const ENDS = 20;
const MOST = { columns: 14, letters: 44 };

/** The picture of a table as a PNG file in base64: its first and last rows, numbers to the right. */
export function tablePng(spec: TableSpec): string | undefined {
  const words = tableWords(spec);
  const head = words.head.slice(0, MOST.columns);
  if (head.length === 0) return undefined;
  const cut = (cell: string) => (cell.length > MOST.letters ? `${cell.slice(0, MOST.letters - 1)}…` : cell);
  const rows = cutRows(words.rows, ENDS).map((row) => row.slice(0, MOST.columns).map(cut));
  const widths = head.map((name, c) =>
    Math.max(textWidth(name, 11, 'bold'), ...rows.map((row) => textWidth(row[c].trimStart(), 11) + indent(row[c]))),
  );
  const more = words.head.length - head.length;
  const notes = [...(words.notes ?? []), ...(more > 0 ? [`picture: without ${more} more columns`] : [])];
  const top = MARGIN + (spec.title ? 24 : 0);
  const width = Math.max(
    widths.reduce((sum, each) => sum + each + GAP, -GAP),
    textWidth(spec.title ?? '', 14, 'bold'),
    ...notes.map((note) => textWidth(note, 11)),
  );
  const height = top + LINE * (rows.length + 1) + 6 + (notes.length ? 6 + LINE * notes.length : 0) + MARGIN / 2;
  const page = openPage(Math.ceil(width + 2 * MARGIN), Math.ceil(height));
  if (!page) return undefined;
  const { pen } = page;
  pen.textBaseline = 'top';
  pen.textAlign = 'left';
  pen.fillStyle = INK;
  pen.font = font(14, 'bold');
  pen.fillText(spec.title ?? '', MARGIN, MARGIN - 2);
  const write = (cells: readonly string[], y: number) => {
    let x = MARGIN;
    cells.forEach((cell, c) => {
      const left = words.left?.includes(head[c]);
      pen.textAlign = left ? 'left' : 'right';
      pen.fillText(cell.trimStart(), left ? x + indent(cell) : x + widths[c], y);
      x += widths[c] + GAP;
    });
  };
  pen.font = font(11, 'bold');
  write(head, top);
  pen.strokeStyle = '#b4b8bf';
  pen.lineWidth = 1;
  pen.beginPath();
  pen.moveTo(MARGIN, top + LINE + 0.5);
  pen.lineTo(page.width - MARGIN, top + LINE + 0.5);
  pen.stroke();
  pen.font = font(11);
  rows.forEach((row, i) => {
    write(row, top + LINE * (i + 1) + 5);
  });
  pen.textAlign = 'left';
  pen.fillStyle = FAINT;
  notes.forEach((note, i) => {
    pen.fillText(note, MARGIN, top + LINE * (rows.length + 1 + i) + 12);
  });
  return page.png();
}

function indent(cell: string): number {
  return (cell.length - cell.trimStart().length) * 6;
}
