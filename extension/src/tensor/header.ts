import type { TensorData } from '../protocol/decode-tensor.js';
import { element, svg } from '../shell/dom.js';
import { preferences } from '../shell/preferences.js';
import { short, shortType } from './format.js';

/** The line over a tensor: its name, shape, dtype, range with the shape of the distribution, mean and deviation. */
export function tensorHeader(data: TensorData): HTMLElement {
  const { summary } = data;
  const header = element('div', { class: 'lectern-Header' });
  if (data.title) header.append(element('strong', { class: 'lectern-Title' }, data.title), ' ');
  header.append(fact(`Tensor[${data.shape.join(', ')}] ${shortType(data.dtype)}`));
  if (data.dtype === 'bool') {
    if (summary.count > 0) {
      header.append(fact(`${amount(summary.count - summary.zeros)} true`), fact(`${amount(summary.zeros)} false`));
    }
  } else if (summary.bins.length === 1) {
    const odd = summary.nan + summary.posInf + summary.negInf > 0;
    header.append(fact(odd ? `x=${short(summary.min)} where finite` : `all ${short(summary.min)}`));
  } else if (summary.bins.length > 1) {
    const range = fact(`x∈[${short(summary.min)} `);
    range.append(preferences.sparkline ? sparkline(summary.bins) : '…', ` ${short(summary.max)}]`);
    header.append(range, fact(`μ=${short(summary.mean)}`));
    if (Number.isFinite(summary.std)) header.append(fact(`σ=${short(summary.std)}`));
  } else if (summary.count > 0) header.append(fact('no finite value'));
  for (const [count, name] of [
    [summary.nan, 'NaN'],
    [summary.posInf, '+Inf'],
    [summary.negInf, '−Inf'],
  ] as const) {
    if (count > 0) {
      header.append(element('span', { class: 'lectern-Fact lectern-mod-warn' }, `${amount(count)} ${name}`));
    }
  }
  return header;
}

/** What was cut, in words, or an empty text. */
export function cutText(data: TensorData): string {
  const cut = data.shape.flatMap((size, axis) => {
    const kept = data.indices[axis].length;
    return kept < size ? [`${kept} of ${size.toLocaleString('en')} on axis ${axis}`] : [];
  });
  return cut.length > 0 ? `Shown: ${cut.join(', ')}; the middle is cut.` : '';
}

function fact(text: string): HTMLElement {
  return element('span', { class: 'lectern-Fact' }, text);
}

function amount(count: number): string {
  return count.toLocaleString('en');
}

function sparkline(bins: number[]): SVGSVGElement {
  const height = 12;
  const width = 4;
  const most = Math.max(1, ...bins);
  const bars = bins.map((count, i) => {
    const bar = count === 0 ? 0 : Math.max(1, (count / most) * height);
    return svg('rect', { x: i * width, y: height - bar, width: width - 1, height: bar });
  });
  const label = `distribution in ${bins.length} bins: ${bins.join(', ')}`;
  const attributes = { class: 'lectern-Spark', role: 'img', 'aria-label': label };
  return svg('svg', { ...attributes, width: bins.length * width, height }, ...bars);
}
