import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openUnderStrictPolicy, view } from '../helpers/browser.js';
import { drawAll } from '../helpers/browser-draw.js';
import { labSession, openNotebook } from '../helpers/browser-session.js';
import { damaged } from '../helpers/damaged.js';
import { everyView, ownData, writeEveryView } from '../helpers/every-view.js';
import { withHostileTexts } from '../helpers/hostile.js';
import { huge } from '../helpers/huge.js';

const EXAMPLES = everyView();

const watched = openNotebook(labSession(), (page, lab) => {
  writeEveryView(lab.folder, 'every.ipynb', EXAMPLES);
  return openUnderStrictPolicy(page, lab, 'every.ipynb');
});

describe('in an untrusted notebook without a kernel, under a policy that forbids code made from text', () => {
  test('the policy holds', async () => {
    const made = await watched.page.evaluate(
      () =>
        // In a frame, because what the test evaluates itself is exempt.
        new Promise((told) =>
          requestAnimationFrame(() => {
            try {
              told(new Function('return "made"')());
            } catch (error) {
              told((error as Error).name);
            }
          }),
        ),
    );
    expect(made).toBe('EvalError');
    watched.complaints.length = 0;
  });

  test.each(EXAMPLES)('$name is drawn', async ({ name }) => {
    const shown = view(watched.page, name);
    await shown.waitFor({ state: 'attached' });
    await shown.scrollIntoViewIfNeeded();
    await shown.locator('canvas, table, svg').first().waitFor();
    expect(await watched.page.locator('.lectern-Problem:visible').count()).toBe(0);
    expect(watched.complaints).toEqual([]);
  });

  test.each(EXAMPLES)('damaged data of $name are drawn or told in one sentence', async ({ bundle }) => {
    const [mime, data] = ownData(bundle);
    const outputs = fc.sample(damaged(data), { seed: 6, numRuns: 60 }).map((json) => ({ mime, json }));
    for (const [i, { sentence, shown }] of (await drawAll(watched.page, outputs)).entries()) {
      expect(shown || /^Cannot draw: .+\.$/s.test(sentence ?? ''), briefly(outputs[i].json)).toBe(true);
      expect(sentence ?? ': expected', briefly(outputs[i].json)).toContain(': expected');
    }
    expect(watched.complaints).toEqual([]);
  });

  test.each(EXAMPLES)('markup in the texts of $name stays text', async ({ bundle }) => {
    const [mime, data] = ownData(bundle);
    const outputs = withHostileTexts(data).map((value) => ({ mime, json: JSON.stringify(value) }));
    const drawn = await drawAll(watched.page, outputs);
    expect(drawn.flatMap(({ strangers }) => strangers)).toEqual([]);
    expect(drawn.some(({ text, shown }) => shown && text.includes('<img src=x onerror='))).toBe(true);
    expect(watched.complaints).toEqual([]);
  });

  test.each(huge())('$what gets a sentence', async ({ mime, json, says }) => {
    const [{ sentence }] = await drawAll(watched.page, [{ mime, json: json() }]);
    expect(sentence).toMatch(says);
    expect((sentence ?? '').length).toBeLessThan(200);
    expect(watched.complaints).toEqual([]);
  });
});

/** Data as one can read them in a failure: without the bulk of packed numbers. */
function briefly(json: string): string {
  return json.replace(/[A-Za-z0-9+/=]{100,}/g, (text) => `${text.length} characters`).slice(0, 2000);
}
