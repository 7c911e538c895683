import { onKeys, rowKeys } from '../shell/keys.js';
import { listen } from '../shell/listen.js';
import type { Heatmap } from './heatmap.js';
import type { Cell, TensorModel } from './model.js';

/** Reports the cell under the pointer and the cell that is clicked. Returns the function that stops it. */
export function onCellPointer(
  surface: HTMLElement,
  heatmap: Heatmap,
  calls: { hover(cell: Cell | undefined): void; choose(cell: Cell): void },
): () => void {
  const cellOf = (event: PointerEvent | MouseEvent) => {
    const box = heatmap.canvas.getBoundingClientRect();
    return heatmap.cellAt(event.clientX - box.left, event.clientY - box.top);
  };
  return listen(surface, {
    pointermove: (event) => calls.hover(cellOf(event)),
    pointerleave: () => calls.hover(undefined),
    click: (event) => {
      const cell = cellOf(event);
      if (cell) calls.choose(cell);
    },
  });
}

/** How far a wheel or two fingers go for one step of the zoom. */
const WHEEL_STEP = 40;

/** Reports steps of the zoom by the wheel with Ctrl or Cmd; without, it scrolls the notebook. Returns what stops it. */
export function onZoomWheel(surface: HTMLElement, zoom: (direction: -1 | 1, event: WheelEvent) => void): () => void {
  let gone = 0;
  const wheel = (event: WheelEvent) => {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    gone += event.deltaY;
    if (Math.abs(gone) < WHEEL_STEP) return;
    zoom(gone < 0 ? 1 : -1, event);
    gone = 0;
  };
  return listen(surface, { wheel }, { passive: false });
}

/** Moves the model's cursor by the keyboard. Returns the function that stops it. */
export function onCellKeys(
  surface: HTMLElement,
  model: TensorModel,
  calls: { moved(): void; pin(): void; clear(): void; zoom(direction: -1 | 0 | 1): void; turned(): void },
): () => void {
  const move = (down: number, right: number) => {
    model.moveCursor(down, right);
    calls.moved();
  };
  const turn = (by: number) => () => {
    const [axis] = model.sliders;
    if (axis === undefined) return;
    const last = model.data.indices[axis].length - 1;
    model.at[axis] = Math.max(0, Math.min(last, model.at[axis] + by));
    calls.turned();
  };
  const keys: Record<string, () => void> = {
    ...rowKeys(move),
    PageUp: turn(-1),
    PageDown: turn(1),
    Enter: calls.pin,
    ' ': calls.pin,
    Escape: calls.clear,
    '+': () => calls.zoom(1),
    '-': () => calls.zoom(-1),
    '0': () => calls.zoom(0),
  };
  return onKeys(surface, keys);
}
