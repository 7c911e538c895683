import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { brokenRules, setTheme, THEMES } from './browser.js';

/** Expects that parts of the page break no rule of axe in any theme, nor when the first one is back, which then holds. */
export async function expectAccessible(page: Page, selector = '.lectern-View'): Promise<void> {
  for (const theme of [...THEMES, THEMES[0]]) {
    await setTheme(page, theme);
    expect(await brokenRules(page, selector), theme).toEqual([]);
  }
}
