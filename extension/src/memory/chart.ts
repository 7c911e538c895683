import { bytesText } from '../shell/bytes.js';
import { element, svg } from '../shell/dom.js';

/** What a kernel held after one execution. */
export interface Reading {
  bytes: number;
  process: number;
  tensors: number;
}

const WIDTH = 240;
const HEIGHT = 44;

/** A small curve for the tensors and one for the processes, with their lowest and highest values in words. */
export function historyChart(history: Reading[]): HTMLElement[] {
  return [
    curve(
      'tensors',
      history.map(({ bytes }) => bytes),
    ),
    curve(
      'processes',
      history.map(({ process }) => process),
    ),
  ];
}

function curve(name: string, values: number[]): HTMLElement {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const times = values.length === 1 ? '1 reading' : `${values.length} readings`;
  const range = [...new Set([bytesText(low), bytesText(high)])].join(' to ');
  const words = `${range} in ${times}`;
  const across = (i: number) => (values.length === 1 ? WIDTH : (i / (values.length - 1)) * WIDTH);
  // From zero, so that a small change does not look like a large one.
  const down = (value: number) => HEIGHT - 2 - (high > 0 ? (value / high) * (HEIGHT - 4) : 0);
  const places = values.map((value, i) => [across(i), down(value)] as const);
  const line = places.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' ');
  const drawing = svg(
    'svg',
    { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: 'none', role: 'img', 'aria-label': `${name}: ${words}` },
    svg('line', { x1: 0, x2: WIDTH, y1: HEIGHT - 2, y2: HEIGHT - 2, class: 'lectern-mod-zero' }),
    svg('polyline', { points: values.length === 1 ? `0,${places[0][1]} ${line}` : line }),
  );
  const caption = element('figcaption', {}, `${name} `, element('span', { class: 'lectern-Faint' }, words));
  return element('figure', { class: 'lectern-Curve' }, caption, drawing);
}
