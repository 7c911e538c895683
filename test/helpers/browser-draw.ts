import type { Page } from 'playwright-core';

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
export function drawAll(page: Page, outputs: { mime: string; json: string }[]): Promise<Drawn[]> {
  return page.evaluate(async (list) => {
    interface Renderer {
      node: HTMLElement;
      renderModel(model: unknown): Promise<void>;
      dispose(): void;
    }
    interface Registry {
      createRenderer(mime: string): Renderer;
      createModel(options: { data: object; trusted: boolean }): unknown;
    }
    const { jupyterapp } = window as unknown as {
      jupyterapp: { shell: { currentWidget: { content: { rendermime: Registry } } } };
    };
    const registry = jupyterapp.shell.currentWidget.content.rendermime;
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
