import { readFileSync } from 'node:fs';
import type { Locator, Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { brokenRules, command, hasFocus, reload, runAll, save, setTheme, THEMES, view } from '../helpers/browser.js';
import { writeCode } from '../helpers/browser-notebook.js';
import { labSession, liveNotebook } from '../helpers/browser-session.js';

const VARIABLES = `const weights = tensor([[1.23456789, -2], [3, 4]]);
const small = tensor([1, 2]);
const net = new nn.Linear(4, 3);
const rate = 0.5;
view.tensor(weights, { title: 'weights' });`;
const TRAINING = `const fall = view.training({ title: 'Fall' });
for (let i = 0; i < 200; i++) fall.push({ loss: 2 / (1 + i / 20), accuracy: i / 200 });
fall.done();`;
const LIVE = `const live = view.training({ title: 'Live' });
const files = await import('node:fs');
while (!files.existsSync('enough')) {
  const until = performance.now() + 5;
  while (performance.now() < until);
  live.push({ loss: 1 });
}`;
const RENEWED = "const renewed = tensor([5, 6, 7]);\nview.tensor(renewed, { title: 'renewed' });";

const session = labSession();
beforeAll(() => writeCode(session.lab.folder, '00-start-here.ipynb', ['1']));
const opened = liveNotebook(session, [VARIABLES, TRAINING], { permissions: ['clipboard-read', 'clipboard-write'] });
let page: Page;

beforeAll(() => {
  ({ page } = opened);
});

const panel = (name: string): Locator => page.getByRole('region', { name, exact: true });
const variables = () => panel('Variables');
const runs = () => panel('Training Runs');
const memory = () => panel('Kernel Memory');
const docked = (name: string) => page.locator('.lectern-Docked').getByRole('region', { name, exact: true });
const rowNames = () => variables().locator('tbody').getByRole('rowheader').allTextContents();

/** Replaces what the first cell says and runs it; `wait` says whether to wait for its end. */
async function rerun(source: string, wait = true): Promise<void> {
  await command(page, 'notebook:enter-command-mode');
  const cell = page.locator('.jp-Notebook .jp-Cell').first();
  await cell.locator('.cm-content').click();
  await page.keyboard.press('Control+A');
  await page.keyboard.insertText(source);
  await command(page, 'notebook:run-cell', wait);
}

describe('the panel of variables', () => {
  test('says that there are none, lists them after an execution, tensors and modules first, and counts no execution', async () => {
    await command(page, 'lectern:show-variables');
    await variables().getByText('No variables yet: run a cell that declares one.').waitFor();
    await runAll(page);
    await expect.poll(rowNames).toEqual(['weights', 'small', 'net', 'rate', 'fall']);
    const row = variables().getByRole('row', { name: /weights/ });
    await row.getByText('[2, 2] f32').waitFor();
    expect(await row.getByRole('cell').allTextContents()).toEqual([
      'Tensor',
      expect.stringMatching(/^\[2, 2\] f32 \w+/),
      '16 bytes',
      expect.stringMatching(/^x∈\[-2 .+ 4\] μ=/),
    ]);
    await variables().getByText('5 variables · tensors 24 bytes').waitFor();
    expect(await page.locator('.jp-Notebook .jp-InputPrompt').allTextContents()).toEqual(['[1]:', '[2]:']);
  });

  test('filters, and sorts by a heading in both directions and back', async () => {
    const filter = variables().getByRole('searchbox', { name: 'Filter variables' });
    await filter.fill('tensor');
    await expect.poll(rowNames).toEqual(['weights', 'small']);
    await variables().getByText('2 of 5 variables').waitFor();
    await filter.fill('');
    const size = variables().getByRole('columnheader', { name: 'Size' });
    await size.getByRole('button').click();
    await expect.poll(() => size.getAttribute('aria-sort')).toBe('ascending');
    expect((await rowNames()).slice(2)).toEqual(['small', 'weights', 'net']);
    await size.getByRole('button').click();
    await expect.poll(() => size.getAttribute('aria-sort')).toBe('descending');
    expect(await rowNames()).toEqual(['net', 'weights', 'small', 'rate', 'fall']);
    await size.getByRole('button').click();
    await expect.poll(() => size.getAttribute('aria-sort')).toBe('none');
    expect((await rowNames())[0]).toBe('weights');
  });

  test('opens a variable beside the notebook with arrows and Enter, and shows it anew after it changed', async () => {
    await variables().getByRole('button', { name: 'weights', exact: true }).focus();
    await page.keyboard.press('ArrowDown');
    expect(await hasFocus(variables().getByRole('button', { name: 'small' }))).toBe(true);
    await page.keyboard.press('Enter');
    const small = page.locator('.lectern-Docked');
    await small.getByText('Tensor[2] f32').waitFor();
    await page.getByRole('tab', { name: 'small' }).waitFor();
    await rerun(`${VARIABLES.replace('tensor([1, 2])', 'tensor([1, 2, 3])')}`);
    await small.getByText('Tensor[3] f32').waitFor();
    await page.getByRole('tab', { name: 'small' }).getByTitle(/Close/).click();
  });

  test('says that a cell is running, and asks when it has ended', async () => {
    await rerun(
      `const { existsSync } = await import('node:fs');\nconst before = 1;\nwhile (!existsSync('stop'));`,
      false,
    );
    await variables().getByText('a cell is running').waitFor();
    expect(await rowNames()).not.toContain('before');
    await command(page, 'lectern:show-memory');
    await memory().getByText('A cell is running; its tensors are shown when it ends.').waitFor();
    session.lab.write('stop', '');
    await memory().getByText('heap', { exact: true }).waitFor();
    await command(page, 'lectern:show-variables');
    await expect.poll(rowNames).toContain('before');
  });
});

describe('the panel of kernel memory', () => {
  test('shows tensors, processes and heap, and gives back what is lost', async () => {
    await rerun('let lost: unknown = zeros([500, 500]);\nlost = undefined;');
    await command(page, 'lectern:show-memory');
    for (const name of ['backend', 'tensors', 'most so far', 'collections', 'processes', 'heap']) {
      await memory().getByRole('term').getByText(name, { exact: true }).waitFor();
    }
    await memory()
      .getByRole('img', { name: /^tensors: .+ readings?$/ })
      .waitFor();
    await memory().getByRole('button', { name: 'Collect' }).click();
    await memory()
      .getByText(/^Gave back .+MB\.$/)
      .waitFor();
  });
});

describe('a view in a panel', () => {
  test('opens from the context menu, follows its cell, and can be copied and saved', async () => {
    await rerun(RENEWED);
    const shown = page.locator('.jp-Notebook').getByRole('region', { name: 'Tensor renewed' });
    await shown.getByText('Tensor[3] f32').click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Open View in Panel' }).click();
    await docked('Tensor renewed').getByText('Tensor[3] f32').waitFor();
    await page.getByRole('tab', { name: 'Tensor renewed' }).waitFor();
    await rerun(RENEWED.replace('5, 6, 7', '5, 6, 7, 8'));
    await docked('Tensor renewed').getByText('Tensor[4] f32').waitFor();

    await docked('Tensor renewed').getByText('Tensor[4] f32').click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Copy View Data as JSON' }).click();
    await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toContain('"title": "renewed"');
    await docked('Tensor renewed').getByText('Tensor[4] f32').click({ button: 'right' });
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: 'Save View as PNG' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('Tensor-renewed.png');
    expect(
      readFileSync(await download.path())
        .subarray(1, 4)
        .toString(),
    ).toBe('PNG');
  });
});

describe('the panel of training runs', () => {
  const counts = () =>
    runs()
      .locator('.lectern-Plot')
      .evaluate((node) => ((node as unknown as { data?: unknown[] }).data ?? []).length);
  const names = () =>
    runs()
      .getByRole('textbox')
      .evaluateAll((nodes) => nodes.map((node) => (node as HTMLInputElement).value));

  test('keeps a run when its cell runs again, and draws both in one chart', async () => {
    await command(page, 'lectern:show-runs');
    await expect.poll(names).toEqual(['Fall']);
    await page.locator('.jp-Notebook .jp-Cell').nth(1).locator('.cm-content').click();
    await command(page, 'notebook:run-cell');
    await expect.poll(names).toEqual(['Fall', 'Fall 2']);
    // A faint line and a smoothed one for each run.
    await expect.poll(counts).toBe(4);
    await runs()
      .getByLabel(/^Chart of loss\. Fall 0\.\d+, .+; Fall 2 0\.\d+/)
      .waitFor();
  });

  test('compares another metric, hides, renames, and saves what is shown', async () => {
    await runs().getByRole('combobox', { name: 'metric' }).selectOption('accuracy');
    await runs()
      .getByLabel(/^Chart of accuracy\. Fall 0\.995/)
      .waitFor();
    await runs().getByRole('checkbox', { name: 'Show Fall 2' }).uncheck();
    await expect.poll(counts).toBe(2);
    const name = runs().getByRole('textbox', { name: 'Name of Fall', exact: true });
    await name.fill('slow start');
    await name.press('Enter');
    await runs()
      .getByLabel(/^Chart of accuracy\. slow start/)
      .waitFor();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      runs().getByRole('button', { name: 'CSV' }).click(),
    ]);
    const lines = readFileSync(await download.path(), 'utf8')
      .trim()
      .split('\n');
    expect(lines[0]).toBe('run,panel,series,step,epoch,seconds,value');
    expect(lines).toHaveLength(1 + 2 * 200);
    await runs().getByRole('checkbox', { name: 'Show Fall 2' }).check();
    await expect.poll(counts).toBe(4);
  });

  test('forgets a run that is deleted, and remembers the others when the page is loaded again', async () => {
    const kept = page.waitForRequest(
      (request) => /workspaces/.test(request.url()) && /slow start/.test(request.postData() ?? ''),
    );
    await runs().getByRole('button', { name: 'Delete Fall 2' }).click();
    await expect.poll(names).toEqual(['slow start']);
    await kept;
  });
});

describe('settings, commands and the launcher', () => {
  const saveSettings = (raw: string) =>
    page.evaluate(async (raw) => {
      const { jupyterapp } = window as unknown as {
        jupyterapp: { serviceManager: { settings: { save(id: string, raw: string): Promise<void> } } };
      };
      await jupyterapp.serviceManager.settings.save('@lectern/jupyterlab:plugin', raw);
    }, raw);

  test('after a reload the panels, the views beside the notebook and the settings are back', async () => {
    await save(page);
    await saveSettings('{ "digits": 7, "sparkline": false, "colours": "robust", "logY": true, "smoothing": 0.25 }');
    await reload(page);
    const tensor = docked('Tensor renewed');
    await tensor.getByText('Tensor[4] f32').waitFor();
    expect(await tensor.getByRole('combobox', { name: 'colours' }).inputValue()).toBe('robust');
    await tensor.getByText(/σ=1\.290994/).waitFor();
    expect(await tensor.locator('.lectern-Spark').count()).toBe(0);
    const training = view(page, 'Fall');
    expect(await training.getByRole('slider', { name: 'smoothing' }).inputValue()).toBe('0.25');
    expect(await training.getByRole('button', { name: 'log y' }).getAttribute('aria-pressed')).toBe('true');
    await command(page, 'lectern:show-runs');
    await runs().getByRole('textbox', { name: 'Name of slow start' }).waitFor();
    expect(await runs().getByRole('textbox').count()).toBe(2);
  });

  test('a view beside the notebook shows what its cell shows instead, and moves while that runs', async () => {
    await rerun(LIVE, false);
    const live = docked('Live');
    const step = async () =>
      Number((await live.getByText(/^running · step/).textContent())?.match(/step ([\d,]+)/)?.[1]);
    const before = await step();
    await expect.poll(step).toBeGreaterThan(before);
    session.lab.write('enough', '');
    await live.getByText(/^done · step/).waitFor();
  });

  test('the launcher offers a TypeScript notebook and the course, and not a gallery that is not there', async () => {
    await command(page, 'launcher:create');
    const section = page.locator('.jp-Launcher-section', { hasText: 'Lectern' });
    await section.getByText('Course', { exact: true }).waitFor();
    await section.getByText('TypeScript Notebook', { exact: true }).waitFor();
    expect(await section.getByText('Gallery of Views').count()).toBe(0);
  });

  test('every command says which arguments it takes, and no shortcut is taken by another', async () => {
    const found = await page.evaluate(async () => {
      type Binding = { command: string; keys: readonly string[] };
      const { commands } = (
        window as unknown as {
          jupyterapp: {
            commands: {
              listCommands(): string[];
              describedBy(id: string): Promise<{ args: object | null }>;
              keyBindings: readonly Binding[];
            };
          };
        }
      ).jupyterapp;
      const ours = commands.listCommands().filter((id) => id.startsWith('lectern:'));
      const described = await Promise.all(ours.map((id) => commands.describedBy(id)));
      const isOurs = ({ command }: Binding) => command.startsWith('lectern:');
      const keys = commands.keyBindings.filter(isOurs).map((binding) => binding.keys.join(' '));
      const others = commands.keyBindings
        .filter((binding) => !isOurs(binding))
        .map((binding) => binding.keys.join(' '));
      return {
        ours,
        undescribed: ours.filter((_, i) => described[i].args === null),
        keys,
        clashes: keys.filter((key) => others.includes(key)),
      };
    });
    expect(found.ours).toHaveLength(10);
    expect(found.undescribed).toEqual([]);
    expect(found.keys).toHaveLength(4);
    expect(found.clashes).toEqual([]);
  });

  test('the panels break no accessibility rule in light, dark and high contrast, and the page complained of nothing', async () => {
    for (const theme of THEMES) {
      await setTheme(page, theme);
      for (const name of ['variables', 'runs', 'memory']) {
        await command(page, `lectern:show-${name}`);
        await page.locator(`#lectern-${name} .lectern-View`).waitFor();
        expect(await brokenRules(page, `#lectern-${name}`), `${name} in ${theme}`).toEqual([]);
      }
    }
    expect(opened.complaints).toEqual([]);
  });

  test('the panels say so when the kernel is another one', async () => {
    await page.evaluate(async () => {
      type Commands = { execute(id: string, args: object): Promise<{ path: string }> };
      const { commands } = (window as unknown as { jupyterapp: { commands: Commands } }).jupyterapp;
      const { path } = await commands.execute('docmanager:new-untitled', { path: '', type: 'notebook' });
      await commands.execute('docmanager:open', { path, factory: 'Notebook', kernel: { name: 'python3' } });
    });
    await command(page, 'lectern:show-variables');
    const sentence = 'This kernel is not a Lectern kernel, so there is nothing to show here.';
    await variables().getByText(sentence).waitFor();
    await command(page, 'lectern:show-memory');
    await memory().getByText(sentence).waitFor();
  });
});
