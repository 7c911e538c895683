import { describe, expect, test } from 'vitest';
import { tensorSpec } from '../../lib/src/view/tensor/tensor.js';
import { readValues } from '../../lib/src/view/values.js';
import { hasFocus, view } from '../helpers/browser.js';
import { expectAccessible } from '../helpers/browser-access.js';
import { tensorBundle } from '../helpers/browser-notebook.js';
import { pngSize, savedBy } from '../helpers/browser-save.js';
import { closeUncomplaining, labSession, savedViews } from '../helpers/browser-session.js';
import { readable } from '../helpers/readable.js';

type Kind = Parameters<typeof readable>[2];

/** The saved output of a tensor of this shape with the name `title`. */
function output(title: string, shape: number[], value: (flat: number) => number, kind: Kind = {}) {
  const count = shape.reduce((product, size) => product * size, 1);
  const x = readable(
    shape,
    Array.from({ length: count }, (_, flat) => value(flat)),
    kind,
  );
  return tensorBundle(tensorSpec(readValues(x), { title }));
}

/** Thirds: no decimal of fewer digits than a float32 needs names one. */
const third = (flat: number) => (flat + 1) / 3;
const infinite = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1, -0.5];
const MOST = 2 ** 31 - 1;
/** Two slices of sizes that are far apart, with one value that outshines all others. */
const slices = (flat: number) => (flat === 0 ? 1e6 : flat < 100 ? (flat - 50) / 50 : flat - 150);

const session = labSession();
const saved = savedViews(
  session,
  [
    output('slices', [2, 10, 10], slices),
    output('rank 0', [], third),
    output('rank 1', [3], third),
    output('rank 2', [2, 3], third),
    output('rank 3', [2, 2, 3], third),
    output('rank 4', [2, 2, 2, 3], third),
    output('rank 5', [2, 2, 2, 2, 3], third),
    output('nothing', [0], third),
    output('hollow', [3, 0, 2], third),
    output('lost', [2, 2], () => Number.NaN),
    output('infinite', [2, 2], (flat) => infinite[flat]),
    output('flags', [2, 3], (flat) => flat % 2, { dtype: 'bool' }),
    output('whole', [1, 3], (flat) => [-MOST - 1, 16_777_217, MOST][flat], { dtype: 'int32' }),
    output('large', [1024, 1024], (flat) => Math.cos(Math.floor(flat / 1024) / 50) * Math.cos((flat % 1024) / 50)),
    output('long', [1, 10_000], (flat) => Math.sin(flat / 100)),
    output('longer', [60_000], (flat) => flat),
    output('one', [1, 1], () => 0.1),
    output('tiny', [2], (flat) => [1.401298464324817e-45, -0][flat]),
  ],
  { viewport: { width: 1280, height: 1400 } },
);
const { press } = saved;

/** The view of the tensor with this name, in sight. */
const shown = (title: string) => saved.shown(`Tensor ${title}`);

async function facts(title: string): Promise<string[]> {
  return (await shown(title)).locator('.lectern-Fact').allTextContents();
}

/** The pixels of a tensor's canvas; fails for a canvas of one colour. */
async function pixels(title: string): Promise<string> {
  return (await shown(title)).locator('canvas').evaluate((node) => {
    const canvas = node as HTMLCanvasElement;
    const data = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data;
    if (!data || new Set(new Uint32Array(data.buffer)).size < 3) throw new Error('nothing is drawn');
    return canvas.toDataURL();
  });
}

/** Puts the cursor on the first cell, presses keys, and returns what the readout says. */
async function read(title: string, ...keys: string[]): Promise<string | null> {
  const found = await shown(title);
  await found.getByRole('application').focus();
  await press('Escape', 'Home', ...keys);
  return found.locator('.lectern-Readout').textContent();
}

async function table(title: string): Promise<string[]> {
  const found = await shown(title);
  await found.getByRole('button', { name: 'Table' }).click();
  const cells = await found.getByRole('cell').allTextContents();
  await found.getByRole('button', { name: 'Table' }).click();
  return cells;
}

describe('a tensor of each kind', () => {
  test('of rank 0 is a number in full', async () => {
    expect(await facts('rank 0')).toEqual(['Tensor[] f32', 'all 0.3333']);
    expect(await (await shown('rank 0')).locator('output').textContent()).toBe('0.33333334');
  });

  test.each([
    [1, '[2] = 1', ['0.33333334', '0.6666667', '1']],
    [2, '[0, 2] = 1', ['0.33333334', '0.6666667', '1', '1.3333334', '1.6666666', '2']],
    [3, '[1, 0, 2] = 3', ['2.3333333', '2.6666667', '3', '3.3333333', '3.6666667', '4']],
  ])('of rank %i reads its index and its value in full at the cursor and in the table', async (rank, said, cells) => {
    await pixels(`rank ${rank}`);
    expect((await facts(`rank ${rank}`)).slice(0, 1)).toEqual([`Tensor[${'2, '.repeat(rank - 1)}3] f32`]);
    expect(await read(`rank ${rank}`, 'PageDown', 'End')).toBe(said);
    expect(await table(`rank ${rank}`)).toEqual(cells);
  });

  test('of ranks 4 and 5 has a slider for each axis that is not seen, and every value within reach', async () => {
    await pixels('rank 4');
    const four = await shown('rank 4');
    for (const axis of [0, 3]) await four.getByRole('slider', { name: `axis ${axis}` }).fill('1');
    expect(await read('rank 4', 'ArrowDown')).toBe('[1, 1, 0, 1] = 6.6666665');
    await pixels('rank 5');
    const five = await shown('rank 5');
    for (const axis of [0, 1, 2]) await five.getByRole('slider', { name: `axis ${axis}` }).fill('1');
    expect(await read('rank 5', 'ArrowDown', 'End')).toBe('[1, 1, 1, 1, 2] = 16');
    expect((await table('rank 5'))[0]).toBe('14.333333');
  });

  test('with no value says so', async () => {
    expect(await facts('nothing')).toEqual(['Tensor[0] f32']);
    await (await shown('nothing')).getByText('No values: an axis has length 0.').waitFor();
    expect(await facts('hollow')).toEqual(['Tensor[3, 0, 2] f32']);
    await (await shown('hollow')).getByText('No values: an axis has length 0.').waitFor();
  });

  test('that is NaN everywhere has no range and no colours to stand for one', async () => {
    await pixels('lost');
    expect(await facts('lost')).toEqual(['Tensor[2, 2] f32', 'no finite value', '4 NaN']);
    expect(await (await shown('lost')).locator('.lectern-RampBox').isVisible()).toBe(false);
    expect(await read('lost', 'ArrowDown')).toBe('[1, 0] = NaN');
  });

  test('with infinite values counts them, tells them apart and takes its range from the others', async () => {
    await pixels('infinite');
    const [, range, ...rest] = await facts('infinite');
    expect(range).toBe('x∈[−0.5  1]');
    expect(rest).toEqual(['μ=0.25', 'σ=1.061', '1 +Inf', '1 −Inf']);
    expect(await read('infinite', 'ArrowRight')).toBe('[0, 1] = −Inf');
    expect(await table('infinite')).toEqual(['+Inf', '−Inf', '1', '−0.5']);
  });

  test('of booleans says true and false, in its summary, at the cursor, in the table and beside its colours', async () => {
    await pixels('flags');
    expect(await facts('flags')).toEqual(['Tensor[2, 3] bool', '3 true', '3 false']);
    expect(await read('flags', 'ArrowRight')).toBe('[0, 1] = true');
    expect((await table('flags')).slice(0, 2)).toEqual(['false', 'true']);
    const flags = await shown('flags');
    expect(await flags.locator('.lectern-RampEnds').textContent()).toBe('falsetrue');
    expect(await flags.getByRole('combobox', { name: 'colours' }).count()).toBe(0);
  });

  test('of whole numbers loses no digit of the largest', async () => {
    await pixels('whole');
    expect((await facts('whole')).slice(0, 2)).toEqual(['Tensor[1, 3] i32', 'x∈[−2.147e9  2.147e9]']);
    expect(await read('whole', 'ArrowRight')).toBe('[0, 1] = 16777217');
    expect(await table('whole')).toEqual(['−2147483648', '16777217', '2147483647']);
  });

  test('of a million values keeps both ends of each axis and says what was cut', async () => {
    await pixels('large');
    const large = await shown('large');
    expect(await large.getByText(/^Shown/).textContent()).toBe(
      'Shown: 256 of 1,024 on axis 0, 256 of 1,024 on axis 1; the middle is cut.',
    );
    const colours = large.getByRole('combobox', { name: 'colours' });
    await colours.selectOption('percentile');
    await large.getByText('percentiles of the values that are shown').waitFor();
    await colours.selectOption('symmetric');
    expect(await read('large', 'End')).toMatch(/^\[0, 1023\] = −0\.0\d{7,}$/);
    await large.getByRole('button', { name: 'Table' }).click();
    await large.getByText('large[:, :]: first 50 × 20 of 256 × 256 values').waitFor();
    await large.getByRole('button', { name: 'Table' }).click();
  });

  test('that is one long row is drawn from its first to its last cell, also with large cells', async () => {
    const first = await pixels('long');
    expect(await read('long', 'End')).toMatch(/^\[0, 9999\] = −0\.51\d+$/);
    await expect.poll(() => pixels('long')).not.toBe(first);
    await pixels('longer');
    const longer = await shown('longer');
    await longer.getByRole('application').focus();
    await press(...'+'.repeat(12));
    expect(await read('longer', 'End')).toBe('[59999] = 59999');
    const canvas = longer.locator('canvas');
    await expect.poll(() => canvas.evaluate((node) => (node as HTMLCanvasElement).width)).toBeLessThan(1280);
    await pixels('longer');
    await press('0');
  });

  test('of one cell, and of the smallest numbers there are, is drawn and read in full', async () => {
    await pixels('one');
    expect(await facts('one')).toEqual(['Tensor[1, 1] f32', 'all 0.1']);
    expect(await read('one')).toBe('[0, 0] = 0.1');
    expect(await table('one')).toEqual(['0.1']);
    expect(await table('tiny')).toEqual(['1e−45', '−0']);
  });
});

describe('the colours of a tensor', () => {
  const ends = async (): Promise<string[]> =>
    (await shown('slices')).locator('.lectern-RampEnds span').allTextContents();
  const choose = async (list: string, text: string): Promise<void> => {
    await (await shown('slices')).getByRole('combobox', { name: list }).selectOption({ label: text });
  };

  test('go from end to end of the tensor or the slice: around zero, from min to max, without outliers', async () => {
    expect(await ends()).toEqual(['−1e6', '0', '1e6']);
    await choose('colours', 'min to max');
    expect(await ends()).toEqual(['−50', '499975', '1e6']);
    await choose('colours', '1 % to 99 %');
    expect(await ends()).toEqual(['−48', '0', '48']);
    const slices = await shown('slices');
    await slices.getByText('4 values beyond the colours').waitFor({ state: 'detached' });
    await slices.getByText('1 value beyond the colours').waitFor();
    expect(await read('slices')).toBe('[0, 0, 0] = 1000000 (beyond the colours)');
    await choose('range of', 'this slice');
    await slices.getByRole('slider', { name: 'axis 0' }).fill('1');
    await choose('colours', 'min to max');
    expect(await ends()).toEqual(['−50', '−0.5', '49']);
    await choose('colours', 'mean ± 3σ');
    expect(await ends()).toEqual(['−87.5', '−0.5', '86.5']);
    await slices.getByRole('slider', { name: 'axis 0' }).fill('0');
    await choose('range of', 'whole tensor');
  });

  test('go by a symmetric logarithm when asked to, so that small values differ beside one large', async () => {
    await choose('colours', '± largest');
    const before = await pixels('slices');
    const slices = await shown('slices');
    await slices.getByRole('button', { name: 'log' }).click();
    await slices.getByText(/^logarithmic beyond ±/).waitFor();
    expect(await ends()).toEqual(['−1e6', '0', '1e6']);
    expect(await pixels('slices')).not.toBe(before);
    await slices.getByRole('button', { name: 'log' }).click();
    expect(await pixels('slices')).toBe(before);
  });

  test("go over a range of one's own, which must not end before it starts", async () => {
    await choose('colours', 'own range');
    const slices = await shown('slices');
    const low = slices.getByRole('spinbutton', { name: 'low end of the colours' });
    const high = slices.getByRole('spinbutton', { name: 'high end of the colours' });
    expect([await low.inputValue(), await high.inputValue()]).toEqual(['-1000000', '1000000']);
    await low.fill('-2');
    await high.fill('0.5');
    await press('Enter');
    expect(await ends()).toEqual(['−2', '−0.75', '0.5']);
    await high.fill('-3');
    await press('Enter');
    await slices.getByText('The low end of the colours must be a number below the high end.').waitFor();
    expect(await high.getAttribute('aria-invalid')).toBe('true');
    expect(await ends()).toEqual(['−2', '−0.75', '0.5']);
    await choose('colours', '± largest');
  });
});

describe('the reader of a tensor', () => {
  test('pins several values, also of other slices, and takes each away', async () => {
    await read('rank 3', 'Enter', 'ArrowRight', 'Enter', 'PageUp', 'Enter');
    const pins = (await shown('rank 3')).getByRole('list', { name: 'Pinned values' });
    const texts = () => pins.getByRole('listitem').locator('span').allTextContents();
    expect(await texts()).toEqual([
      'pinned [1, 0, 0] = 2.3333333',
      'pinned [1, 0, 1] = 2.6666667',
      'pinned [0, 0, 1] = 0.6666667',
    ]);
    await pins.getByRole('button', { name: 'Unpin [1, 0, 1]' }).click();
    expect(await texts()).toEqual(['pinned [1, 0, 0] = 2.3333333', 'pinned [0, 0, 1] = 0.6666667']);
    await press('Enter');
    expect(await texts()).toEqual(['pinned [1, 0, 0] = 2.3333333']);
    await press('Enter');
    expect(await pins.count()).toBe(0);
    const surface = (await shown('rank 3')).getByRole('application');
    expect(await hasFocus(surface)).toBe(true);
  });

  test('makes cells larger and smaller by keys, buttons and the wheel with Ctrl, and fits them again', async () => {
    const { page } = saved;
    const large = await shown('large');
    const surface = large.getByRole('application');
    await page.mouse.move(5, 5);
    await surface.focus();
    await press('Escape');
    const fitted = await pixels('large');
    const across = () => large.locator('.lectern-Roll').evaluate((node) => node.clientWidth);
    const first = await across();
    await large.getByRole('button', { name: '+', exact: true }).click();
    const second = await across();
    expect(second).toBeGreaterThan(first);
    await surface.focus();
    await press('+');
    const third = await across();
    expect(third).toBeGreaterThan(second);
    await press('-');
    expect(await across()).toBe(second);
    await press('0');
    expect(await across()).toBe(first);
    await surface.hover({ position: { x: 120, y: 100 } });
    await large.getByText(/^\[66, 68\] = /).waitFor();
    await page.keyboard.down('Control');
    for (const size of [second, third]) {
      await page.mouse.wheel(0, -100);
      await expect.poll(across).toBe(size);
    }
    await page.keyboard.up('Control');
    await page.mouse.move(5, 5);
    await large.getByText(/^Point at a cell/).waitFor();
    await surface.hover({ position: { x: 120, y: 100 } });
    // There is nothing to scroll to the side: the row stays under the pointer.
    await large.getByText(/^\[66, 24\] = /).waitFor();
    await page.mouse.move(5, 5);
    await surface.focus();
    await press('Escape');
    await press('0');
    await expect.poll(() => pixels('large')).toBe(fitted);
  });

  test('saves the slice as numbers in full and as a picture', async () => {
    const four = await shown('rank 4');
    const csv = await savedBy(four, 'CSV');
    expect(csv.name).toBe('rank-4-1-1.csv');
    expect(csv.bytes.toString()).toBe(',0,1\n0,4.6666665,5.6666665\n1,6.6666665,7.6666665\n');
    const png = await savedBy(four, 'PNG');
    expect(png.name).toBe('rank-4-1-1.png');
    expect(png.bytes.subarray(1, 4).toString()).toBe('PNG');
    expect(pngSize(png.bytes).width).toBeGreaterThan(480);
  });

  test('meets no broken rule of accessibility in the light, the dark and the high contrast theme', async () => {
    await (await shown('slices')).getByRole('combobox', { name: 'colours' }).selectOption('own');
    await read('rank 2', 'Enter');
    await expectAccessible(saved.page);
    await closeUncomplaining(saved);
  });
});

test('a cell shows a tensor with its name, its axes and what is not finite', async () => {
  const cells = [`view.tensor(tensor([[1, NaN], [-1 / 3, 4]]), { title: 'made', axes: ['from', 'to'] });`];
  await session.run(cells, async (page) => {
    const made = view(page, 'Tensor made');
    await made.getByText('1 NaN', { exact: true }).waitFor();
    await made.getByRole('application', { name: /2 rows on axis 0 \(from\), 2 columns on axis 1 \(to\)/ }).focus();
    for (const key of ['ArrowDown', 'ArrowDown']) await page.keyboard.press(key);
    await made.getByText('[1, 0] = −0.33333334', { exact: true }).waitFor();
  });
});
