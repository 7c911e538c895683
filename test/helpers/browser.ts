import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type Browser, type BrowserContextOptions, chromium, type Locator, type Page } from 'playwright-core';
import type { Lab } from './browser-lab.js';
import { PATIENCE_MS } from './patience.js';

/** Starts Chromium: the one of the system, or the one that the variable CHROMIUM names. */
export function startBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu'],
  });
}

/** A page that keeps what it complained about. */
export interface WatchedPage {
  page: Page;
  /** Errors on the console and uncaught ones, and requests that left this machine. */
  complaints: string[];
}

/** Opens an empty page that is watched. */
export async function openPage(browser: Browser, options: BrowserContextOptions = {}): Promise<WatchedPage> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(`uncaught ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`${message.text()} (${message.location().url})`);
  });
  page.on('request', (request) => {
    const { protocol, hostname } = new URL(request.url());
    if (protocol.startsWith('http') && hostname !== '127.0.0.1') complaints.push(`request to ${hostname}`);
  });
  return { page, complaints };
}

/** Opens a notebook with no kernel and waits until its first output of ours is drawn. */
export async function openWithoutKernel(page: Page, lab: Lab, notebook: string): Promise<void> {
  await page.goto(lab.url(`lab/tree/${notebook}?reset`));
  await page.locator('.jp-Dialog').getByRole('button', { name: 'No Kernel' }).click();
  await page.locator('.lectern-View').first().waitFor();
}

/** What a careful server lets a page do: its own files, pictures made in it, and no code made from text. */
const STRICT_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  // JupyterLab and plotly.js put style sheets into the page.
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "connect-src 'self' ws:",
].join('; ');

/**
 * Opens a notebook with no kernel in a page under a strict content security policy, and waits for its first view.
 * JupyterLab itself compiles the schemas of its settings when it starts, so the policy holds from then on.
 */
export async function openUnderStrictPolicy(page: Page, lab: Lab, notebook: string): Promise<void> {
  await page.goto(lab.url('lab?reset'));
  await page.locator('.jp-Launcher').waitFor();
  await page.evaluate((policy) => {
    const meta = document.createElement('meta');
    meta.httpEquiv = 'Content-Security-Policy';
    meta.content = policy;
    document.head.append(meta);
  }, STRICT_POLICY);
  await command(page, 'docmanager:open', false, { path: notebook });
  await page.locator('.jp-Dialog').getByRole('button', { name: 'No Kernel' }).click();
  await page.locator('.lectern-View').first().waitFor();
}

/** Opens a notebook and waits until its kernel is idle. */
export async function openWithKernel(page: Page, lab: Lab, notebook: string): Promise<void> {
  await page.goto(lab.url(`lab/tree/${notebook}?reset`));
  await idle(page, 90_000);
  await restored(page);
}

/** Waits until the kernel of the notebook that is open runs nothing; by then the notebook has taken the focus. */
export async function idle(page: Page, timeout?: number): Promise<void> {
  // The notebook's own indicator says idle before a kernel is there; the status bar names the kernel with its state.
  await page.getByText('TypeScript (Lectern) | Idle').waitFor({ timeout });
}

/** Loads the page again; what was open in it comes back. */
export async function reload(page: Page): Promise<void> {
  await page.reload();
  await restored(page);
}

/** Waits until JupyterLab has opened the notebook of the address, which it does late and which moves it to the front. */
async function restored(page: Page): Promise<void> {
  await page.locator('.jp-FileBrowser:not(.jp-mod-restoring)').first().waitFor({ state: 'attached' });
}

/** Executes a JupyterLab command; `wait` says whether to wait for its end. */
export async function command(page: Page, id: string, wait = true, args: Record<string, string> = {}): Promise<void> {
  await page.evaluate(
    async ([id, wait, args]) => {
      const { jupyterapp } = window as unknown as {
        jupyterapp: { commands: { execute(id: string, args: object): Promise<void> } };
      };
      const done = jupyterapp.commands.execute(id, args);
      if (wait) await done;
    },
    [id, wait, args] as const,
  );
}

/** Starts to run all cells; does not wait for their end. */
export function runAll(page: Page): Promise<void> {
  return command(page, 'notebook:run-all-cells', false);
}

/** Restarts the kernel of the notebook that is open; its cells are told that it is gone. */
export async function restartKernel(page: Page): Promise<void> {
  // After a reload no notebook is the current one until the status bar names its kernel.
  await page.getByText(/^TypeScript \(Lectern\) \| (Idle|Busy)$/).waitFor();
  await debuggerSettled(page);
  await command(page, 'kernelmenu:restart', false);
  await page.locator('.jp-Dialog').getByRole('button', { name: 'Confirm Kernel Restart' }).click();
}

/**
 * Waits until JupyterLab's debugger has its answers: it complains about each one that a restart takes away. Its button is
 * enabled after the first answer, and replies come in the order of requests.
 */
async function debuggerSettled(page: Page): Promise<void> {
  await page.locator('.jp-NotebookPanel:visible .jp-DebuggerBugButton:not([aria-disabled="true"])').first().waitFor();
  await page.evaluate(async () => {
    type Debugged = { requestDebug(content: object): { done: Promise<unknown> } };
    const { jupyterapp } = window as unknown as {
      jupyterapp: { shell: { currentWidget: { sessionContext: { session: { kernel: Debugged } } } } };
    };
    const { kernel } = jupyterapp.shell.currentWidget.sessionContext.session;
    await kernel.requestDebug({ seq: 0, type: 'request', command: 'debugInfo' }).done;
  });
}

/** Saves the notebook that is open. */
export function save(page: Page): Promise<void> {
  return command(page, 'docmanager:save');
}

/** The view with this accessible name. */
export function view(page: Page, name: string): Locator {
  return page.getByRole('region', { name, exact: true });
}

/** Whether the keyboard's focus is on this element itself. */
export function hasFocus(element: Locator): Promise<boolean> {
  return element.evaluate((node) => node === document.activeElement);
}

/** A place in an element, in pixels from its upper left corner. */
interface Place {
  x: number;
  y: number;
}

/** Presses the mouse at one place of an element and lets it go at another. */
export async function drag(element: Locator, from: Place, to: Place): Promise<void> {
  const box = await element.boundingBox();
  if (!box) throw new Error(`drag: expected an element with a place in the page, got ${element}`);
  const { mouse } = element.page();
  await mouse.move(box.x + from.x, box.y + from.y);
  await mouse.down();
  await mouse.move(box.x + to.x, box.y + to.y);
  await mouse.up();
}

/** What is drawn on a canvas, to be compared with what was drawn before. */
export function pixels(canvas: Locator): Promise<string> {
  return canvas.evaluate((node) => (node as HTMLCanvasElement).toDataURL());
}

/** Point counts of the lines in a plotly chart, read from its own data. */
export function pointCounts(chart: Locator): Promise<number[]> {
  return chart.evaluate((node) => {
    const data = (node as unknown as { data?: { x: unknown[] }[] }).data ?? [];
    return data.map((trace) => trace.x.length);
  });
}

/** JupyterLab's themes that views are drawn in; it starts in the first. */
export const THEMES = ['JupyterLab Light', 'JupyterLab Dark', 'JupyterLab Dark High Contrast'];

/** Changes JupyterLab's theme and waits until it holds. */
export async function setTheme(page: Page, theme: string): Promise<void> {
  await command(page, 'apputils:change-theme', true, { theme });
  await page.locator(`body[data-jp-theme-name="${theme}"]`).waitFor({ state: 'attached' });
}

/** Accessibility rules of axe that parts of the page break, each with the part: `color-contrast: <span …>`. */
export async function brokenRules(page: Page, selector: string): Promise<string[]> {
  const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  await page.evaluate(source);
  return page.evaluate(async (within) => {
    type Result = { violations: { id: string; nodes: { html: string }[] }[] };
    const { axe } = window as unknown as { axe: { run(within: string): Promise<Result> } };
    const { violations } = await axe.run(within);
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`));
  }, selector);
}
