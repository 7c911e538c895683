import { openPage, type Page, textWidth } from './canvas.js';
import { writeTitle } from './title.js';

/** What stands over a drawing: its title and a line of facts. */
export interface Head {
  title?: string;
  line: string;
}

const MARGIN = 16;

/**
 * A page with words over the room for a drawing of `width` × `height` pixels, and where that room begins; `undefined`
 * where there is no canvas.
 */
export function openHeadedPage(
  { title = '', line }: Head,
  width: number,
  height: number,
): { page: Page; left: number; top: number } | undefined {
  const top = MARGIN + (title ? 22 : 0) + 24;
  const words = Math.max(textWidth(title, 14, 'bold'), textWidth(line, 11));
  const wide = Math.ceil(Math.max(width, words) + 2 * MARGIN);
  const page = openPage(wide, Math.ceil(top + height + MARGIN));
  if (!page) return undefined;
  const { pen } = page;
  writeTitle(pen, title, MARGIN, MARGIN - 2);
  pen.fillText(line, MARGIN, top - 24);
  return { page, left: (wide - width) / 2, top };
}
