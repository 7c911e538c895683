import type { Locator, Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { CONTROLS_MIME, type ControlsSpec } from '../../lib/src/view/controls/spec.js';
import { lineSpec } from '../../lib/src/view/plot/line.js';
import { PLOT_MIME } from '../../lib/src/view/plot/spec.js';
import { command, idle, openWithKernel, restartKernel, runAll, save, view } from '../helpers/browser.js';
import { expectAccessible } from '../helpers/browser-access.js';
import { closeUncomplaining, labSession, liveNotebook, savedViews } from '../helpers/browser-session.js';

const SAVED: ControlsSpec = {
  version: 1,
  id: 'gone',
  seq: 4,
  title: 'saved',
  controls: [
    { kind: 'slider', name: 'rate', label: 'rate', min: 0, max: 1, step: 0.01, value: 0.25 },
    { kind: 'select', name: 'f', label: 'f', options: ['tanh', 'relu'], value: 1 },
    { kind: 'checkbox', name: 'bias', label: 'bias', value: true },
    { kind: 'button', name: 'draw again', label: 'draw again', value: 2 },
  ],
  outputs: [
    { type: 'stream', name: 'stdout', text: 'loss 0.5\n' },
    { type: 'display', data: { [PLOT_MIME]: lineSpec([3, 2, 1], { title: 'inner' }) }, metadata: {} },
    { type: 'error', ename: 'Error', evalue: 'late', traceback: ['Error: late'] },
  ],
};

const CELLS = [
  `const c = view.controls({
    rate: view.slider({ min: 0, max: 10, step: 1, value: 3 }),
    f: view.select({ options: ['tanh', 'relu'] }),
    bias: view.checkbox(),
    go: view.button({ label: 'go' }),
  }, ({ rate, f, bias, go }) => {
    console.log(\`rate \${rate}, \${f}, \${bias}, \${go}\`);
    if (rate === 9) throw new RangeError('too fast');
    view.line([rate, 2, 1], { title: 'inner' });
  }, { title: 'live' });`,
  `const alone = view.slider({ label: 'alone', onChange: async (v) => { console.log('alone', v); } });`,
];

const session = labSession();
const saved = savedViews(session, [
  { [CONTROLS_MIME]: SAVED },
  { [CONTROLS_MIME]: { ...SAVED, controls: [{ kind: 'dial' }] } },
]);
const live = liveNotebook(session, CELLS);
let controls: Locator;

beforeAll(async () => {
  await runAll(live.page);
  controls = view(live.page, 'Controls live');
  await view(live.page, 'Controls alone').waitFor();
  await idle(live.page);
});

/** Adds a cell with this code at the end and runs it; does not wait for its end. */
async function runCell(page: Page, code: string): Promise<void> {
  await page.locator('.jp-Cell').last().locator('.jp-InputPrompt').click();
  await command(page, 'notebook:insert-cell-below');
  await command(page, 'notebook:enter-edit-mode');
  await page.keyboard.insertText(code);
  await command(page, 'notebook:run-cell', false);
}

describe('controls without a kernel', () => {
  test('show their last values and output, disabled, with the sentence what to do; axe is clean in every theme', async () => {
    const { page } = saved;
    const shown = view(page, 'Controls saved');
    await shown.getByText('Not connected: run the cell again.').waitFor();
    expect(await shown.getByRole('slider', { name: 'rate' }).inputValue()).toBe('0.25');
    expect(await shown.getByRole('slider', { name: 'rate' }).isDisabled()).toBe(true);
    expect(await shown.getByRole('combobox', { name: 'f' }).isDisabled()).toBe(true);
    expect(await shown.getByRole('checkbox', { name: 'bias' }).isChecked()).toBe(true);
    expect(await shown.getByRole('button', { name: 'draw again' }).isDisabled()).toBe(true);
    await shown.getByText('loss 0.5').waitFor();
    await shown.getByText('Error: late').waitFor();
    await view(page, 'Line chart inner').locator('.main-svg').first().waitFor();
    await page.getByText('Cannot draw: control kind: expected one of slider').waitFor();
    await expectAccessible(page, '.lectern-Controls');
    await closeUncomplaining(saved);
  });
});

describe('controls with a kernel', () => {
  test('call back with each change, by pointer and keys, and replace the output of the change before', async () => {
    const output = controls.getByRole('group', { name: 'Output of the callback' });
    await output.getByText('rate 3, tanh, false, 0').waitFor();
    await controls.getByRole('slider', { name: 'rate' }).focus();
    await live.page.keyboard.press('ArrowRight');
    await output.getByText('rate 4, tanh, false, 0').waitFor();
    await controls.getByRole('combobox', { name: 'f' }).selectOption('relu');
    await controls.getByRole('checkbox', { name: 'bias' }).check();
    await controls.getByRole('button', { name: 'go' }).click();
    await output.getByText('rate 4, relu, true, 1').waitFor();
    await controls.getByRole('spinbutton', { name: 'rate, exact' }).fill('6');
    await live.page.keyboard.press('Enter');
    await output.getByText('rate 6, relu, true, 1').waitFor();
    expect(await output.getByText(/^rate /).count()).toBe(1);
    await view(live.page, 'Line chart inner').locator('.main-svg').first().waitFor();
  });

  test('end at the last value of a fast drag', async () => {
    const slider = controls.getByRole('slider', { name: 'rate' });
    await slider.focus();
    for (let i = 0; i < 10; i++) await live.page.keyboard.press('ArrowLeft');
    await controls.getByText('rate 0, relu, true, 1').waitFor();
    expect(await slider.inputValue()).toBe('0');
  });

  test('show the error of the callback with its traceback, and recover', async () => {
    await controls.getByRole('slider', { name: 'rate' }).fill('9');
    await controls.getByText('RangeError: too fast').waitFor();
    await controls.getByText('Failed: RangeError').waitFor();
    expect(await controls.getByText('cell 1, line 8').count()).toBe(1);
    await controls.getByRole('slider', { name: 'rate' }).fill('2');
    await controls.getByText('rate 2, relu').waitFor();
    expect(await controls.getByText('Failed').count()).toBe(0);
  });

  test('follow code, and say that they wait while a cell runs', async () => {
    const { page } = live;
    await runCell(page, 'c.values.rate = 5;');
    await controls.getByText('rate 5, relu').waitFor();
    expect(await controls.getByRole('slider', { name: 'rate' }).inputValue()).toBe('5');
    const fs = `const fs = await import('node:fs');`;
    await runCell(page, `${fs} console.log('holds', 'on'); while (!fs.existsSync('stop'));`);
    await page.getByText('holds on', { exact: true }).waitFor();
    await controls.getByRole('slider', { name: 'rate' }).fill('7');
    await controls.getByText('Waits for the running cell.').waitFor();
    session.lab.write('stop', '');
    await controls.getByText('rate 7, relu').waitFor();
    expect(await controls.getByText('Waits for the running cell.').count()).toBe(0);
  });

  test('work on after a reload of the page, with the last state in the notebook', async () => {
    const { page } = live;
    await controls.getByRole('slider', { name: 'rate' }).fill('1');
    await controls.getByText('rate 1, relu').waitFor();
    await save(page);
    // Not by a plain reload, which brings back the notebook of another page that asks for a kernel.
    await openWithKernel(page, session.lab, 'live.ipynb');
    await controls.getByText('rate 1, relu').waitFor();
    const slider = controls.getByRole('slider', { name: 'rate' });
    await expect.poll(() => slider.isEnabled()).toBe(true);
    await slider.fill('8');
    await controls.getByText('rate 8, relu').waitFor();
    await view(page, 'Controls alone').getByText('alone 0.5').waitFor();
  });

  test('go on in a notebook when its second view is closed', async () => {
    const { page } = live;
    await command(page, 'docmanager:clone', false);
    await expect.poll(() => controls.count()).toBe(2);
    await command(page, 'application:close');
    await expect.poll(() => controls.count()).toBe(1);
    // A comm that is opened now finds its handler only if the one that both views shared is still there.
    await runCell(
      page,
      "view.slider({ label: 'late', min: 0, max: 9, value: 2, onChange: (n) => console.log('late', n) });",
    );
    const late = view(page, 'Controls late');
    await late.getByRole('slider', { name: 'late' }).fill('6');
    await late.getByText('late 6').waitFor();
  });

  test('are disabled when the kernel restarts, and live again when the cell is run again', async () => {
    const { page, complaints } = live;
    await restartKernel(page);
    await controls.getByText('Not connected: run the cell again.').waitFor();
    expect(await controls.getByRole('slider', { name: 'rate' }).isDisabled()).toBe(true);
    await idle(page);
    await page.locator('.jp-Cell').first().locator('.jp-InputPrompt').click();
    await command(page, 'notebook:run-cell', false);
    await controls.getByText('rate 3, tanh').waitFor();
    await controls.getByRole('slider', { name: 'rate' }).fill('4');
    await controls.getByText('rate 4, tanh').waitFor();
    expect(complaints).toEqual([]);
  });
});
