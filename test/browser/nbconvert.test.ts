import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { venvBin } from '../../scripts/setup/paths.mjs';
import { startBrowser } from '../helpers/browser.js';
import { everyView, writeEveryView } from '../helpers/every-view.js';

const EXAMPLES = everyView();
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lectern-nbconvert-'));
  writeEveryView(folder, 'every.ipynb', EXAMPLES);
  const convert = ['-m', 'nbconvert', '--to', 'html', '--template', 'classic', '--log-level=ERROR'];
  execFileSync(venvBin('python'), [...convert, join(folder, 'every.ipynb')], { stdio: 'pipe' });
}, 60_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('a page and a PDF that nbconvert and Chromium make show the picture of every kind of view, with what it says', async () => {
  const browser = await startBrowser();
  try {
    // The page's own scripts are on other machines.
    const page = await (await browser.newContext({ offline: true })).newPage();
    await page.goto(pathToFileURL(join(folder, 'every.html')).href, { waitUntil: 'domcontentloaded' });
    const pictures = await page.locator('.output_png img, .jp-RenderedImage img').evaluateAll((list) =>
      list.map((node) => {
        const { naturalWidth, naturalHeight, alt } = node as HTMLImageElement;
        return { naturalWidth, naturalHeight, alt };
      }),
    );
    expect(pictures.length).toBe(EXAMPLES.length);
    for (const { naturalWidth, naturalHeight, alt } of pictures) {
      expect(naturalWidth).toBeGreaterThan(50);
      expect(naturalHeight).toBeGreaterThan(20);
      expect(alt).toMatch(/\S.{10}/);
    }
    expect((await page.pdf()).subarray(0, 5).toString()).toBe('%PDF-');
  } finally {
    await browser.close();
  }
});
