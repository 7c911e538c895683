import { element } from './dom.js';

/** Rows beyond these are left out of a table, which says so. */
const MOST_ROWS = 200;

/** A scrolling table of texts whose first column names its rows. `label` is its accessible name. */
export function dataTable(label: string, headings: string[], rows: string[][]): HTMLElement {
  const top = element('tr', {}, ...headings.map((text) => element('th', { scope: 'col' }, text)));
  const body = rows.slice(0, MOST_ROWS).map(([name, ...cells]) => {
    const line = element('tr', {}, element('th', { scope: 'row' }, name));
    line.append(...cells.map((text) => element('td', {}, text)));
    return line;
  });
  const cut = rows.length > MOST_ROWS ? `: first ${MOST_ROWS} of ${rows.length.toLocaleString('en')} rows` : '';
  const table = element(
    'table',
    { class: 'lectern-Table' },
    element('caption', {}, `${label}${cut}`),
    element('thead', {}, top),
    element('tbody', {}, ...body),
  );
  return element('div', { class: 'lectern-TableBox', role: 'region', tabindex: '0', 'aria-label': label }, table);
}
