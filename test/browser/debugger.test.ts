import type { Locator, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { openWithKernel, runAll } from '../helpers/browser.js';
import { writeCode } from '../helpers/browser-notebook.js';
import { closeUncomplaining, labSession } from '../helpers/browser-session.js';

const AREA =
  'function area(width: number, height: number): number {\n  const product = width * height;\n  return product;\n}';
const USE =
  'const x = tensor([[1, 2], [3, 4]]);\nlet total = 0;\nfor (const side of [3, 4]) {\n  total += area(side, 2);\n}\ntotal';

const session = labSession();

/** Clicks the place left of a line of a code cell where breakpoints stand. */
async function clickGutter(page: Page, cell: number, line: number): Promise<void> {
  // The first element of a gutter is an invisible one that keeps its width.
  const place = page.locator('.jp-CodeCell').nth(cell).locator('.cm-breakpoint-gutter .cm-gutterElement').nth(line);
  await place.click();
  await place.locator('.cm-breakpoint-icon').waitFor();
}

const panel = (page: Page, name: string): Locator => page.locator(`.jp-DebuggerSidebar .jp-Debugger${name}`);

/** What the variables panel shows: names with their values. */
function variables(page: Page): Promise<Record<string, string>> {
  return panel(page, 'Variables').evaluate((node) => {
    const items = [...node.querySelectorAll('.jp-TreeItem')];
    const text = (item: Element, part: string) =>
      item.querySelector(`.jp-DebuggerVariables-${part}`)?.textContent ?? '';
    return Object.fromEntries(items.map((item) => [text(item, 'name'), text(item, 'detail')]));
  });
}

describe("JupyterLab's debugger with our kernel", () => {
  test('stops at a breakpoint set in a cell, shows call stack, variables and the line, and continues', async () => {
    writeCode(session.lab.folder, 'debug.ipynb', [AREA, USE]);
    const { page, complaints } = await session.open({ viewport: { width: 1500, height: 1000 } });
    await openWithKernel(page, session.lab, 'debug.ipynb');
    await page.locator('.jp-DebuggerBugButton').click();
    await page.locator('.jp-NotebookPanel[data-jp-debugger="true"]').waitFor();
    await clickGutter(page, 0, 3);
    await runAll(page);
    const frames = panel(page, 'Callstack').locator('li');
    await expect
      .poll(() => frames.allTextContents())
      .toEqual([expect.stringContaining('area'), expect.stringMatching(/cell 2/)]);
    await page
      .locator('.jp-CodeCell')
      .first()
      .locator('.jp-DebuggerEditor-highlight', { hasText: 'return product' })
      .waitFor();
    await expect.poll(() => variables(page)).toMatchObject({ width: '3', height: '2', product: '6' });

    await frames.nth(1).click();
    await page
      .locator('.jp-CodeCell')
      .nth(1)
      .locator('.jp-DebuggerEditor-highlight', { hasText: 'area(side, 2)' })
      .waitFor();
    await expect.poll(() => variables(page)).toEqual({ side: '3' });
    await page.locator('.jp-DebuggerSidebar select').selectOption('Cell variables');
    await expect
      .poll(() => variables(page))
      .toMatchObject({ x: expect.stringMatching(/^Tensor\[2, 2\] f32/), total: '0' });

    const resume = page.getByRole('button', { name: 'Continue' }).first();
    await resume.click();
    await expect.poll(() => variables(page)).toMatchObject({ total: '6' });
    await resume.click();
    await page.locator('.jp-OutputArea-executeResult', { hasText: '14' }).waitFor();
    await expect.poll(() => frames.count()).toBe(0);
    await expect.poll(() => variables(page)).toMatchObject({ total: '14' });
    await closeUncomplaining({ page, complaints });
  });
});
