import type { Page } from 'playwright-core';

/**
 * Does to each drawn view what a reader does who only looks: points at its picture place by place, goes through it with
 * the arrow keys, pins a value, moves its sliders from end to end, chooses other colours and plays; in the page, without
 * waiting but for the frames that draw it. Says what changed the height of a view or the place of its toolbar or its
 * picture.
 */
export function movedByLooking(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const frames = async (count: number) => {
      for (let i = 0; i < count; i++) await new Promise((next) => requestAnimationFrame(next));
    };
    const moved: string[] = [];
    for (const view of document.querySelectorAll<HTMLElement>('#drawn .lectern-View')) {
      const parts = [...view.querySelectorAll<HTMLElement>('.lectern-Toolbar, .lectern-Surface, .lectern-Plot, table')];
      const places = () => {
        const box = view.getBoundingClientRect();
        const tops = parts.map((part) => {
          const at = part.getBoundingClientRect();
          return `${part.classList[0]} ${Math.round(at.y - box.y)}+${Math.round(at.height)}`;
        });
        return [`height ${Math.round(box.height)}`, ...tops];
      };
      const label = view.getAttribute('aria-label');
      let before = places();
      const check = async (deed: string) => {
        await frames(2);
        const after = places();
        const said = view.querySelector('.lectern-Readout')?.textContent ?? '';
        const changes = after.flatMap((place, i) => (place === before[i] ? [] : [`${before[i]} to ${place}`]));
        if (changes.length > 0) moved.push(`${label}: ${deed}: ${changes.join(', ')} (${said})`);
        before = after;
      };
      for (const target of view.querySelectorAll<HTMLElement>('canvas, td, .lectern-Box')) {
        const box = target.getBoundingClientRect();
        if (box.width === 0) continue;
        const point = (type: string, x: number, y: number) => {
          const at = { clientX: box.x + x * box.width, clientY: box.y + y * box.height, bubbles: true };
          target.dispatchEvent(new PointerEvent(type, at));
        };
        for (const [x, y] of [
          [0.3, 0.3],
          [0.5, 0.5],
          [0.52, 0.9],
          [0.8, 0.2],
          [0.97, 0.97],
        ]) {
          point('pointermove', x, y);
          await check(`pointed at ${x}, ${y}`);
        }
        target.dispatchEvent(new PointerEvent('pointerleave'));
        target.parentElement?.dispatchEvent(new PointerEvent('pointerleave'));
        await check('pointed away');
      }
      for (const target of view.querySelectorAll<HTMLElement>('[role="application"], .lectern-Matrix, .lectern-Rows')) {
        if (target.offsetWidth === 0) continue;
        for (const key of ['ArrowRight', 'ArrowDown', 'ArrowRight', 'ArrowLeft', 'End', 'Escape']) {
          target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
          await check(`key ${key}`);
        }
      }
      const heat = view.matches('.lectern-Tensor') ? view.querySelector('[role="application"]') : null;
      for (const key of heat ? ['ArrowRight', 'Enter', 'Escape'] : []) {
        heat?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
        await check(`pin, ${key}`);
      }
      for (const slider of view.querySelectorAll<HTMLInputElement>('input[type="range"]')) {
        const name = slider.getAttribute('aria-label') ?? slider.closest('label')?.textContent ?? '';
        if (slider.offsetWidth === 0 || slider.disabled) continue;
        const from = slider.value;
        const [least, most] = [Number(slider.min || 0), Number(slider.max || 100)];
        for (const value of [least, least + (most - least) * 0.37, most, Number(from)]) {
          slider.value = String(value);
          slider.dispatchEvent(new Event('input', { bubbles: true }));
          await check(`slider ${name} at ${slider.value}`);
        }
      }
      for (const list of view.querySelectorAll<HTMLSelectElement>('select[aria-label="colours"]')) {
        const from = list.value;
        const choices = [...list.options].filter(({ value, disabled }) => value !== 'own' && !disabled);
        for (const value of [...choices.map((option) => option.value), from]) {
          list.value = value;
          list.dispatchEvent(new Event('change', { bubbles: true }));
          await check(`colours ${value}`);
        }
      }
      for (const play of view.querySelectorAll<HTMLButtonElement>('button[title^="Go through every"]')) {
        if (play.offsetWidth === 0) continue;
        play.click();
        await check('play');
        play.click();
        await check('pause');
      }
    }
    return moved;
  });
}
