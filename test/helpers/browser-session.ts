import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';
import {
  openPage,
  openWithKernel,
  openWithoutKernel,
  runAll,
  startBrowser,
  view,
  type WatchedPage,
} from './browser.js';
import { type Application, JUPYTERLAB, type Lab, startLab } from './browser-lab.js';
import { writeCode, writeNotebook } from './browser-notebook.js';

/** A JupyterLab and a Chromium for all tests of a file. */
export interface LabSession {
  readonly lab: Lab;
  /** Opens an empty page that is watched. */
  open(options?: BrowserContextOptions): Promise<WatchedPage>;
  /** Runs cells in a page of their own, waits for what `look` waits for, and expects that the page complained of nothing. */
  run(cells: string[], look: (page: Page) => Promise<void>, options?: BrowserContextOptions): Promise<void>;
}

/** A notebook that all tests of a file see in the same page. */
export interface OpenNotebook extends WatchedPage {
  /** The view with this accessible name, in sight. */
  shown(name: string): Promise<Locator>;
  /** Presses keys, one after the other, where the focus is. */
  press(...keys: string[]): Promise<void>;
}

/** Starts JupyterLab, or what `application` describes then, before the tests of a file, and stops it after them. */
export function labSession(application: () => Application = () => JUPYTERLAB): LabSession {
  let lab: Lab;
  let browser: Browser;
  let runs = 0;
  beforeAll(async () => {
    lab = await startLab(application());
    browser = await startBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await lab?.stop();
  });
  const open = (options?: BrowserContextOptions) => openPage(browser, options);
  return {
    get lab() {
      return lab;
    },
    open,
    async run(cells, look, options) {
      // A name of its own, because a notebook that is opened again finds the kernel that it had.
      const name = `run-${runs++}.ipynb`;
      writeCode(lab.folder, name, cells);
      const watched = await open(options);
      await openWithKernel(watched.page, lab, name);
      await runAll(watched.page);
      await look(watched.page);
      await closeUncomplaining(watched);
    },
  };
}

/** Opens a page before the tests of a file, in which `prepare` opens a notebook. */
export function openNotebook(
  session: LabSession,
  prepare: (page: Page, lab: Lab) => Promise<void>,
  options?: BrowserContextOptions,
): OpenNotebook {
  let watched: WatchedPage;
  beforeAll(async () => {
    watched = await session.open(options);
    await prepare(watched.page, session.lab);
  });
  return {
    get page() {
      return watched.page;
    },
    get complaints() {
      return watched.complaints;
    },
    async shown(name) {
      const found = view(watched.page, name);
      await found.scrollIntoViewIfNeeded();
      return found;
    },
    async press(...keys) {
      for (const key of keys) await watched.page.keyboard.press(key);
    },
  };
}

/** Opens a notebook with these saved outputs and no kernel before the tests of a file. */
export function savedViews(
  session: LabSession,
  outputs: Record<string, unknown>[],
  options?: BrowserContextOptions,
): OpenNotebook {
  const prepare = (page: Page, lab: Lab) => {
    writeNotebook(lab.folder, 'saved.ipynb', outputs);
    return openWithoutKernel(page, lab, 'saved.ipynb');
  };
  return openNotebook(session, prepare, options);
}

/** Opens the notebook `live.ipynb` with these cells and a kernel before the tests of a file; runs none of them. */
export function liveNotebook(session: LabSession, cells: string[], options?: BrowserContextOptions): OpenNotebook {
  const prepare = (page: Page, lab: Lab) => {
    writeCode(lab.folder, 'live.ipynb', cells);
    return openWithKernel(page, lab, 'live.ipynb');
  };
  return openNotebook(session, prepare, options);
}

/** Closes a page, which must not have complained. */
export async function closeUncomplaining({ page, complaints }: WatchedPage): Promise<void> {
  expect(complaints).toEqual([]);
  await page.context().close();
}
