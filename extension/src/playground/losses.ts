import type { PlayState } from '../protocol/decode-playground.js';
import { element, svg } from '../shell/dom.js';
import { short } from '../tensor/format.js';
import { seriesColor } from '../theme/palette.js';

const WIDTH = 200;
const HEIGHT = 60;

/** The curves of both losses, small, with their last values in words. */
export class Losses {
  readonly node = element('div', { class: 'lectern-Losses' });
  private readonly picture = svg('svg', {
    viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
    preserveAspectRatio: 'none',
    role: 'img',
  });
  private readonly lines = [0, 1].map(() =>
    svg('polyline', { fill: 'none', 'stroke-width': 1.5, 'vector-effect': 'non-scaling-stroke' }),
  );
  private readonly words = [0, 1, 2].map(() => element('span', { class: 'lectern-Fact' }));

  constructor() {
    this.lines[1].setAttribute('stroke-dasharray', '4 3');
    this.picture.append(...this.lines);
    this.node.append(element('div', { class: 'lectern-LossFacts' }, ...this.words), this.picture);
  }

  draw({ history, trainLoss, testLoss, accuracy, epoch }: PlayState, dark: boolean): void {
    const finite = history.filter((value, i) => i % 3 > 0 && Number.isFinite(value));
    const top = finite.reduce((most, value) => Math.max(most, value), 1e-9);
    this.lines.forEach((line, which) => {
      const points: string[] = [];
      for (let i = 0; i < history.length; i += 3) {
        const value = history[i + 1 + which];
        if (!Number.isFinite(value)) continue;
        const x = (history[i] / Math.max(1, epoch)) * WIDTH;
        points.push(`${x.toFixed(1)},${(HEIGHT - 1 - (value / top) * (HEIGHT - 3)).toFixed(1)}`);
      }
      line.setAttribute('points', points.join(' '));
      line.setAttribute('stroke', seriesColor(which, dark));
      this.words[which].style.setProperty('border-color', seriesColor(which, dark));
    });
    this.words[0].textContent = `train loss ${fixed(trainLoss)}`;
    this.words[1].textContent = `test loss ${fixed(testLoss)}`;
    this.words[2].textContent = accuracy === undefined ? '' : `${(100 * accuracy).toFixed(1)} % of tests right`;
    const label = `Losses from 0 to ${short(top, 3)} over ${epoch} epochs: train ${fixed(trainLoss)}, test ${fixed(testLoss)}`;
    this.picture.setAttribute('aria-label', label);
  }
}

/** Of one width while it falls, so that nothing jumps. */
function fixed(loss: number): string {
  return Number.isFinite(loss) && Math.abs(loss) < 1000 ? loss.toFixed(4) : short(loss, 3);
}
