import { onKeys } from '../shell/keys.js';
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
  const move = (event: PointerEvent) => calls.hover(cellOf(event));
  const leave = () => calls.hover(undefined);
  const click = (event: MouseEvent) => {
    const cell = cellOf(event);
    if (cell) calls.choose(cell);
  };
  surface.addEventListener('pointermove', move);
  surface.addEventListener('pointerleave', leave);
  surface.addEventListener('click', click);
  return () => {
    surface.removeEventListener('pointermove', move);
    surface.removeEventListener('pointerleave', leave);
    surface.removeEventListener('click', click);
  };
}

/** Moves the model's cursor by the keyboard. Returns the function that stops it. */
export function onCellKeys(
  surface: HTMLElement,
  model: TensorModel,
  calls: { moved(): void; pin(): void; clear(): void; zoom(direction: -1 | 1): void; turned(): void },
): () => void {
  const move = (down: number, right: number) => () => {
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
    ArrowUp: move(-1, 0),
    ArrowDown: move(1, 0),
    ArrowLeft: move(0, -1),
    ArrowRight: move(0, 1),
    Home: () => move(0, -model.colCount)(),
    End: () => move(0, model.colCount)(),
    PageUp: turn(-1),
    PageDown: turn(1),
    Enter: calls.pin,
    ' ': calls.pin,
    Escape: calls.clear,
    '+': () => calls.zoom(1),
    '-': () => calls.zoom(-1),
  };
  return onKeys(surface, keys);
}
