import { element } from '../shell/dom.js';
import { exact } from './format.js';
import type { TensorModel } from './model.js';

/** Cells beyond these are left out of the table, which says so. */
const MOST_ROWS = 50;
const MOST_COLS = 20;

/** The visible slice as a table of full values, with the indices as headings. */
export function sliceTable(model: TensorModel): HTMLElement {
  const rows = Math.min(model.rowCount, MOST_ROWS);
  const cols = Math.min(model.colCount, MOST_COLS);
  const { indices, dtype } = model.data;
  const heading = (axis: number | null, position: number) => (axis === null ? '' : String(indices[axis][position]));
  const corner = [model.rows, model.cols].flatMap((axis) => (axis === null ? [] : [model.axisName(axis)])).join(' \\ ');
  const top = element('tr', {}, element('th', { scope: 'col' }, corner));
  for (let col = 0; col < cols; col++) top.append(element('th', { scope: 'col' }, heading(model.cols, col)));
  const body = element('tbody');
  for (let row = 0; row < rows; row++) {
    const line = element('tr', {}, element('th', { scope: 'row' }, heading(model.rows, row)));
    for (let col = 0; col < cols; col++) line.append(element('td', {}, exact(model.value({ row, col }), dtype)));
    body.append(line);
  }
  const whole = rows === model.rowCount && cols === model.colCount;
  const extent = whole
    ? `${rows} × ${cols} values`
    : `first ${rows} × ${cols} of ${model.rowCount} × ${model.colCount} values`;
  const caption = element('caption', {}, `${captionOf(model)}: ${extent}`);
  const table = element('table', { class: 'lectern-Table' }, caption, element('thead', {}, top), body);
  return element('div', { class: 'lectern-TableBox', role: 'region', tabindex: '0', 'aria-label': 'Values' }, table);
}

function captionOf(model: TensorModel): string {
  return `${model.data.title || 'Tensor'}${model.sliceText()}`;
}

/** The visible slice as rows for a file: all of its kept values in full, under their true indices. */
export function sliceRows(model: TensorModel): string[][] {
  const { indices, dtype } = model.data;
  const heading = (axis: number | null, position: number) => (axis === null ? '' : String(indices[axis][position]));
  const cols = Array.from({ length: model.colCount }, (_, col) => col);
  const top = ['', ...cols.map((col) => heading(model.cols, col))];
  const rows = Array.from({ length: model.rowCount }, (_, row) => [
    heading(model.rows, row),
    ...cols.map((col) => plain(exact(model.value({ row, col }), dtype))),
  ]);
  return [top, ...rows];
}

/** A number as programs read it. */
function plain(text: string): string {
  return text.replaceAll('−', '-').replace('+Inf', 'Infinity').replace('-Inf', '-Infinity');
}
