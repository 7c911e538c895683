import type { Page } from 'playwright-core';

/** Data of a view and their MIME type, as JSON text. */
interface Output {
  mime: string;
  json: string;
}

interface Renderer {
  node: HTMLElement;
  renderModel(model: unknown): Promise<void>;
  dispose(): void;
}

/** JupyterLab's page, as far as drawing needs it: the renderers of the open notebook. */
interface LabWindow {
  jupyterapp: {
    shell: {
      currentWidget: {
        content: {
          rendermime: {
            createRenderer(mime: string): Renderer;
            createModel(options: { data: object; trusted: boolean }): unknown;
          };
        };
      };
    };
  };
}

/** An entry of the browser's about parts of a page that moved by themselves. */
interface Shift {
  sources: { node: Node | null; previousRect: DOMRect; currentRect: DOMRect }[];
}

/** What became of data that a renderer got: the sentence in place of the view, or nothing of the kind. */
export interface Drawn {
  mime: string;
  sentence: string | undefined;
  /** Whether a view stands there, with at least one part that has a size. */
  shown: boolean;
  /** All that it says. */
  text: string;
  /** Tags of elements in it that no view makes. */
  strangers: string[];
}

/**
 * Hands data to the renderers of the open notebook, twenty at a time, each in a box of its own that is taken away when
 * three frames have passed. Data travel as JSON text, as a notebook file has them.
 */
export function drawAll(page: Page, outputs: Output[]): Promise<Drawn[]> {
  return page.evaluate(async (list) => {
    const registry = (window as unknown as LabWindow).jupyterapp.shell.currentWidget.content.rendermime;
    const frame = () => new Promise((next) => requestAnimationFrame(next));
    const results: Drawn[] = [];
    for (let first = 0; first < list.length; first += 20) {
      const batch = list.slice(first, first + 20).map(({ mime, json }) => {
        const renderer = registry.createRenderer(mime);
        const box = document.createElement('div');
        box.style.cssText = 'position: fixed; inset: 0 auto auto 0; width: 640px; max-height: 90vh; overflow: auto';
        box.append(renderer.node);
        document.body.append(box);
        const model = registry.createModel({ data: { [mime]: JSON.parse(json) }, trusted: false });
        return { mime, renderer, box, done: renderer.renderModel(model) };
      });
      await Promise.all(batch.map(({ done }) => done));
      for (let i = 0; i < 3; i++) await frame();
      for (const { mime, renderer, box } of batch) {
        const view = renderer.node.querySelector<HTMLElement>('.lectern-View');
        const sentence = renderer.node.querySelector(':scope > .lectern-Problem')?.textContent ?? undefined;
        const strangers = [...renderer.node.querySelectorAll('img, script, iframe, b, i, a[href]')];
        results.push({
          mime,
          sentence,
          shown: view !== null && view.offsetHeight > 0,
          text: renderer.node.textContent ?? '',
          strangers: strangers.map(({ tagName }) => tagName),
        });
        renderer.dispose();
        box.remove();
      }
    }
    return results;
  }, outputs);
}

/** Draws outputs below each other in a box `width` pixels wide over the page, and leaves them there: `#drawn`. */
export async function keepDrawn(page: Page, outputs: Output[], width: number): Promise<void> {
  await page.evaluate(
    async ([list, width]) => {
      const registry = (window as unknown as LabWindow).jupyterapp.shell.currentWidget.content.rendermime;
      const box = document.createElement('div');
      box.id = 'drawn';
      box.style.cssText = `position: absolute; inset: 0 auto auto 0; width: ${width}px; background: var(--jp-layout-color0)`;
      document.body.append(box);
      for (const { mime, json } of list) {
        const renderer = registry.createRenderer(mime);
        box.append(renderer.node);
        await renderer.renderModel(registry.createModel({ data: { [mime]: JSON.parse(json) }, trusted: false }));
      }
      // Charts wait for a frame of their own after plotly.js has come.
      for (let i = 0; i < 8; i++) await new Promise((next) => requestAnimationFrame(next));
    },
    [outputs, width] as const,
  );
}

/** Takes away what {@link keepDrawn} left. */
export function letGo(page: Page): Promise<void> {
  return page.evaluate(() => document.querySelector('#drawn')?.remove());
}

/** Parts of the drawn views that stick out of their view, but for what one can scroll to: `Tensor weights: <div …>`. */
export function tooWide(page: Page): Promise<string[]> {
  return page.locator('#drawn .lectern-View').evaluateAll((views) =>
    views.flatMap((view) => {
      const edge = view.getBoundingClientRect().right + 1;
      const scrolls = (node: Element | null): boolean =>
        node !== null &&
        node !== view &&
        (getComputedStyle(node).overflowX !== 'visible' || scrolls(node.parentElement));
      return [...view.querySelectorAll('*')]
        .filter((node) => node.getBoundingClientRect().right > edge && !scrolls(node.parentElement))
        .map((node) => `${view.getAttribute('aria-label')}: ${node.outerHTML.slice(0, 120)}`);
    }),
  );
}

/** Words and controls of the drawn views, their drawings apart, that lie over each other: `LeNet-5: range / All`. */
export function overlapping(page: Page): Promise<string[]> {
  return page.locator('#drawn .lectern-View').evaluateAll((views) =>
    views.flatMap((view) => {
      const parts = [...view.querySelectorAll('.lectern-Header, .lectern-Toolbar, .lectern-Sliders, .lectern-Stepper')];
      const pieces: { name: string; boxes: DOMRect[] }[] = [];
      const within = (node: Node): void => {
        if (node instanceof HTMLElement && /^(BUTTON|SELECT|INPUT)$/.test(node.tagName)) {
          const name = node.getAttribute('aria-label') ?? node.textContent ?? '';
          pieces.push({ name, boxes: [...node.getClientRects()] });
        } else if (node.nodeType === Node.TEXT_NODE && node.textContent?.trim()) {
          const words = document.createRange();
          words.selectNodeContents(node);
          const spoken = node.parentElement?.closest('.lectern-Spoken');
          if (!spoken) pieces.push({ name: node.textContent, boxes: [...words.getClientRects()] });
        } else {
          for (const child of node.childNodes) within(child);
        }
      };
      for (const part of parts) if (!parts.some((other) => other !== part && other.contains(part))) within(part);
      const covers = (a: DOMRect, b: DOMRect) =>
        Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 &&
        Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 4;
      return pieces.flatMap((one, i) =>
        pieces
          .slice(i + 1)
          .filter((other) => one.boxes.some((a) => other.boxes.some((b) => covers(a, b))))
          .map((other) => `${view.getAttribute('aria-label')}: ${one.name} / ${other.name}`),
      );
    }),
  );
}

/** What moves in the page, as the browser sees it, while one output is given one content after the other. */
export function movedWhileUpdating(page: Page, mime: string, contents: string[]): Promise<string[]> {
  return page.evaluate(
    async ([mime, contents]) => {
      const registry = (window as unknown as LabWindow).jupyterapp.shell.currentWidget.content.rendermime;
      const frame = () => new Promise((next) => requestAnimationFrame(next));
      const renderer = registry.createRenderer(mime);
      const box = document.createElement('div');
      box.style.cssText = 'position: absolute; inset: 0 auto auto 0; width: 680px; background: var(--jp-layout-color0)';
      const below = document.createElement('p');
      below.textContent = 'below';
      box.append(renderer.node, below);
      document.body.append(box);
      const show = (json: string) =>
        renderer.renderModel(registry.createModel({ data: { [mime]: JSON.parse(json) }, trusted: false }));
      await show(contents[0]);
      for (let i = 0; i < 8; i++) await frame();
      const moved: string[] = [];
      const note = (entries: PerformanceEntryList) => {
        for (const entry of entries as unknown as Shift[]) {
          for (const { node, previousRect: from, currentRect: to } of entry.sources) {
            const what = node?.parentElement ? `${node.parentElement.className} ${node.textContent}` : '';
            moved.push(`${what}: ${from.x}, ${from.y} to ${to.x}, ${to.y}`);
          }
        }
      };
      const observer = new PerformanceObserver((list) => note(list.getEntries()));
      observer.observe({ type: 'layout-shift', buffered: false });
      for (const json of contents.slice(1)) {
        await show(json);
        await frame();
      }
      for (let i = 0; i < 20; i++) await frame();
      note(observer.takeRecords());
      observer.disconnect();
      renderer.dispose();
      box.remove();
      return moved;
    },
    [mime, contents] as const,
  );
}
