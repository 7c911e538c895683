import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Locator } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import * as kinds from '../../extension/src/protocol/spec.js';
import { brokenRules, command, openWithKernel, save, setTheme } from '../helpers/browser.js';
import { outputsIn } from '../helpers/browser-notebook.js';
import { labSession, openNotebook } from '../helpers/browser-session.js';

const NOTEBOOK = fileURLToPath(new URL('../../notebooks/gallery.ipynb', import.meta.url));
/** Where the pictures of the documentation go; without it none are made. */
const PICTURES = process.env.LECTERN_SCREENSHOTS;
const THEMES = { light: 'JupyterLab Light', dark: 'JupyterLab Dark' };
/** A busy machine needs minutes for all cells. */
const RUN = 600_000;

const session = labSession();
const watched = openNotebook(
  session,
  (page, lab) => {
    copyFileSync(NOTEBOOK, join(lab.folder, 'gallery.ipynb'));
    return openWithKernel(page, lab, 'gallery.ipynb');
  },
  // So high that every cell is in sight: a notebook draws what is out of sight late.
  { viewport: { width: 900, height: 2000 }, deviceScaleFactor: 1 },
);

beforeAll(async () => {
  const { page } = watched;
  await command(page, 'application:toggle-left-area');
  await command(page, 'notebook:run-all-cells');
  await save(page);
}, RUN);

const outputs = () => outputsIn(session.lab.folder, 'gallery.ipynb');
const viewsOf = () => watched.page.locator('.lectern-Output > .lectern-View');

/** Names of all views, in the order of the notebook. */
const names = () => viewsOf().evaluateAll((nodes) => nodes.map((node) => node.getAttribute('aria-label') ?? ''));

test('the gallery runs without an error and shows every kind of view', () => {
  expect(
    outputs().filter(({ output_type }) => output_type !== 'display_data' && output_type !== 'execute_result'),
  ).toEqual([]);
  const shown = new Set(outputs().flatMap(({ data }) => Object.keys(data ?? {})));
  const known = Object.entries(kinds).flatMap(([name, value]) => (name.endsWith('_MIME') ? [String(value)] : []));
  expect(known.filter((mime) => !shown.has(mime))).toEqual([]);
});

test('each of its views has a name of its own, a picture and a text for places without it', async () => {
  const all = await names();
  expect(new Set(all).size).toBe(all.length);
  expect(all).not.toContain('');
  const bare = outputs().filter(
    ({ data = {} }) =>
      Object.keys(data).some((mime) => mime.startsWith('application/vnd.lectern.')) &&
      !(data['image/png'] && data['text/plain']),
  );
  expect(bare).toEqual([]);
});

test('nothing in it breaks an accessibility rule or complains, in either theme', async () => {
  const { page, complaints } = watched;
  for (const [name, theme] of Object.entries(THEMES)) {
    await setTheme(page, theme);
    for (const [i, view] of (await viewsOf().all()).entries()) {
      await view.scrollIntoViewIfNeeded();
      await view.evaluate(drawn);
      await view.evaluate((node) => node.setAttribute('data-checked', ''));
      expect(await brokenRules(page, '[data-checked]'), await view.getAttribute('aria-label').then(String)).toEqual([]);
      await view.evaluate((node) => node.removeAttribute('data-checked'));
      if (PICTURES) await picture(view, PICTURES, i, name);
    }
  }
  expect(complaints).toEqual([]);
});

/** Waits until a view has been painted after it came into sight. */
function drawn(): Promise<void> {
  return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done())));
}

async function picture(view: Locator, folder: string, index: number, theme: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const name = (await names())[index].toLowerCase().replace(/[^a-z0-9]+/g, '-');
  await view.screenshot({ path: join(folder, `${name}-${theme}.png`) });
}
