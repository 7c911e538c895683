import type { TrainingSpec } from '../protocol/spec.js';
import { select, toggle } from '../shell/controls.js';
import { element } from '../shell/dom.js';
import { SMOOTHED_FROM, type XKind } from './curve.js';
import type { Drawing } from './figure.js';

/** What the toolbar of a training view can ask for. */
export interface ToolbarCalls {
  drawing(change: Partial<Drawing>): void;
  pause(on: boolean): void;
}

/** The controls over the curves. */
export class TrainingToolbar {
  readonly nodes: HTMLElement[];
  private readonly x: ReturnType<typeof select>;
  private readonly pause: ReturnType<typeof toggle>;
  private epochs: boolean | undefined;

  constructor(
    private readonly drawing: Drawing,
    calls: ToolbarCalls,
  ) {
    this.x = select('x', 'What the horizontal axis counts', (value) =>
      calls.drawing({ x: value as XKind, range: undefined }),
    );
    const log = toggle('log y', 'Logarithmic vertical axis', (logY) => calls.drawing({ logY }));
    log.set(drawing.logY);
    this.pause = toggle('Pause', 'Hold the curves still while training goes on', (on) => calls.pause(on));
    this.nodes = [
      smoothingSlider(drawing.smoothing, (weight) => calls.drawing({ smoothing: weight })),
      this.x.node,
      log.node,
      this.pause.node,
    ];
  }

  /** Offers what `spec` has: epochs only when it has any, a pause only while it runs; of one that `ran` its button stays. */
  refresh(spec: TrainingSpec, live: boolean, ran: boolean): void {
    const epochs = spec.series.some((series) => series.epoch.some((epoch) => epoch !== null));
    this.pause.node.hidden = !ran;
    this.pause.node.disabled = !live && this.pause.node.getAttribute('aria-pressed') !== 'true';
    if (epochs === this.epochs) return;
    this.epochs = epochs;
    const choices = [
      { value: 'step', text: 'step' },
      { value: 'epoch', text: 'epoch', disabled: !epochs },
      { value: 'time', text: 'time' },
    ];
    this.x.set(choices, this.drawing.x);
  }
}

/** A slider for the weight of the moving average. */
export function smoothingSlider(start: number, changed: (weight: number) => void): HTMLElement {
  const title = `Moving average of series with ${SMOOTHED_FROM} points or more; the raw line stays faint`;
  const range = element('input', {
    type: 'range',
    min: '0',
    max: '0.99',
    step: '0.01',
    title,
    'aria-label': 'smoothing',
  });
  const value = element('output', { class: 'lectern-Amount' }, start.toFixed(2));
  range.value = String(start);
  range.addEventListener('input', () => {
    value.textContent = Number(range.value).toFixed(2);
    changed(Number(range.value));
  });
  return element('label', { class: 'lectern-Field' }, element('span', {}, 'smoothing'), range, value);
}
