import type { Page } from 'playwright-core';

interface StillWindow {
  still: { log(): string[] };
}

/**
 * From now on looks at every frame at each view of ours whose name begins with `name`: where its toolbar and its pictures
 * are in it, how high it is, what the browser says has moved by itself, and that no picture that was drawn is blank. A
 * reload of the page ends it.
 */
export function watchStill(page: Page, name: string): Promise<void> {
  return page.evaluate((name) => {
    const PARTS = '.lectern-Toolbar, .lectern-Surface, .lectern-Plot, .lectern-Plane, .lectern-Net, .nsewdrag';
    const seen = new Map<string, Map<string, string>>();
    const faults = new Set<string>();
    const drawn = new WeakSet<HTMLCanvasElement>();
    const round = (...lengths: number[]) => lengths.map((length) => Math.round(length * 2) / 2).join(' ');
    const note = (view: string, part: string, place: string, words: string) => {
      const places = seen.get(`${view}: ${part}`) ?? new Map<string, string>();
      if (!places.has(place)) places.set(place, words);
      seen.set(`${view}: ${part}`, places);
    };
    const blank = (canvas: HTMLCanvasElement) => {
      const { width, height } = canvas;
      const pen = width > 0 && height > 0 ? canvas.getContext('2d') : null;
      if (!pen) return true;
      return !pen.getImageData(0, 0, width, height).data.some((value) => value > 0);
    };
    const look = () => {
      for (const view of document.querySelectorAll<HTMLElement>(`.lectern-View[aria-label^="${name}"]`)) {
        const box = view.getBoundingClientRect();
        if (box.width === 0) continue;
        const label = view.getAttribute('aria-label') ?? '';
        const words = view.innerText.replaceAll('\n', ' | ').slice(0, 300);
        note(label, 'height', round(box.height), words);
        view.querySelectorAll(PARTS).forEach((part, i) => {
          const at = part.getBoundingClientRect();
          if (at.width > 0)
            note(label, `${part.classList[0]} ${i}`, round(at.x - box.x, at.y - box.y, at.width, at.height), words);
        });
        for (const canvas of view.querySelectorAll<HTMLCanvasElement>(
          '.lectern-Surface canvas, .lectern-Plane canvas',
        )) {
          if (!blank(canvas)) drawn.add(canvas);
          else if (drawn.has(canvas)) faults.add(`${label}: a picture was blank`);
        }
      }
    };
    // A size that changes in each frame is told when all jobs of the frame are done, before it is painted.
    const probe = document.createElement('div');
    probe.style.cssText = 'position: fixed; top: 0; left: 0; height: 1px; width: 1px; pointer-events: none';
    document.body.append(probe);
    new ResizeObserver(look).observe(probe);
    const turn = () => {
      probe.style.width = probe.style.width === '1px' ? '2px' : '1px';
      requestAnimationFrame(turn);
    };
    turn();
    type Shift = { sources: { node: Node | null; previousRect: DOMRect; currentRect: DOMRect }[] };
    const moved = (entries: PerformanceEntryList) => {
      for (const { sources } of entries as unknown as Shift[]) {
        for (const { node, previousRect: from, currentRect: to } of sources) {
          const part = node instanceof Element ? node : node?.parentElement;
          const view = part?.closest('.lectern-View')?.getAttribute('aria-label');
          if (!part || !view?.startsWith(name) || part.closest('.lectern-View') === part) continue;
          const text = `${part.className} ${node?.textContent}`.slice(0, 80);
          faults.add(`${view}: ${text} went from ${round(from.x, from.y)} to ${round(to.x, to.y)}`);
        }
      }
    };
    new PerformanceObserver((list) => moved(list.getEntries())).observe({ type: 'layout-shift', buffered: true });
    (window as unknown as StillWindow).still = {
      log: () => [
        ...[...seen].flatMap(([part, places]) =>
          places.size > 1 ? [`${part}: ${[...places].map(([place, words]) => `${place} (${words})`).join(' → ')}`] : [],
        ),
        ...faults,
      ],
    };
  }, name);
}

/** What moved since {@link watchStill}, or was blank; empty when nothing. */
export function movedSince(page: Page): Promise<string[]> {
  return page.evaluate(() => (window as unknown as StillWindow).still.log());
}

/** The views whose names end with the number of pixels are that wide from their first frame, and wide pages allow it. */
export async function setWidths(page: Page, widths: readonly number[]): Promise<void> {
  const rules = widths.map(
    (width) => `.lectern-Output:has(> [aria-label$=" ${width}"]) { max-width: ${width}px !important; }`,
  );
  await page.addStyleTag({ content: rules.join('\n') });
}
