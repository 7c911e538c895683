import { listen } from '../shell/listen.js';
import type { Camera } from './camera.js';

const STEP = Math.PI / 24;
const CLOSER = 1.2;
/** Radians that a drag by one pixel turns. */
const DRAG = 0.009;

/** Said in the hint of views that turn. */
export const TURN_HINT = 'drag or arrow keys turn, + and − zoom, 0 resets';

/**
 * Turns a camera by dragging over `node` and by its arrow keys; + and − zoom, 0 goes back to the start. Keys held with
 * Shift are left to the view. `changed` is called after each move. Returns the function that stops it.
 */
export function turning(node: HTMLElement, camera: Camera, changed: () => void): () => void {
  const keys: Record<string, () => void> = {
    ArrowLeft: () => camera.turn(-STEP, 0),
    ArrowRight: () => camera.turn(STEP, 0),
    ArrowUp: () => camera.turn(0, STEP),
    ArrowDown: () => camera.turn(0, -STEP),
    '+': () => camera.magnify(CLOSER),
    '=': () => camera.magnify(CLOSER),
    '-': () => camera.magnify(1 / CLOSER),
    '0': () => camera.reset(),
  };
  const keydown = (event: KeyboardEvent) => {
    const act = Object.hasOwn(keys, event.key) ? keys[event.key] : undefined;
    const held = event.ctrlKey || event.metaKey || event.altKey || (event.shiftKey && event.key.startsWith('Arrow'));
    if (!act || held) return;
    event.preventDefault();
    act();
    changed();
  };
  const stopDrag = dragging(node, (across, down) => {
    camera.turn(across * DRAG, down * DRAG);
    changed();
  });
  const stopKeys = listen(node, { keydown });
  return () => {
    stopKeys();
    stopDrag();
  };
}

/** Tells how far the pointer went since the last call while it drags over `node`. Returns the function that stops it. */
export function dragging(node: HTMLElement, moved: (across: number, down: number) => void): () => void {
  let last: { x: number; y: number } | undefined;
  const end = () => {
    last = undefined;
  };
  return listen(node, {
    pointerdown: (event) => {
      if (event.button !== 0) return;
      last = { x: event.clientX, y: event.clientY };
      node.setPointerCapture(event.pointerId);
    },
    pointermove: (event) => {
      if (!last) return;
      const [across, below] = [event.clientX - last.x, event.clientY - last.y];
      last = { x: event.clientX, y: event.clientY };
      moved(across, below);
    },
    pointerup: end,
    pointercancel: end,
  });
}
