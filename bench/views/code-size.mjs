import { summarize } from '../suite.mjs';
import { runCell } from './page.mjs';
import { LECTERN } from './sides.mjs';
import { SIZES } from './sizes.mjs';

/**
 * What the page fetches of the extension before a view is shown, and with the first of each kind.
 * @param {import('./lab.mjs').Desk} desk @param {import('./kinds.mjs').Kind[]} kinds @param {(text: string) => void} log
 * @returns {Promise<import('../suite.mjs').Row[]>}
 */
export async function codeSizes(desk, kinds, log) {
  const page = await desk.newPage();
  let bytes = 0;
  const seen = new Set();
  /** @type {Promise<void>[]} */
  const reading = [];
  page.on('response', (response) => {
    const { pathname } = new URL(response.url());
    if (!pathname.includes('/extensions/@lectern/') || seen.has(pathname)) return;
    seen.add(pathname);
    reading.push(
      response.body().then((body) => {
        bytes += body.length;
      }),
    );
  });
  const cells = kinds.map((kind) => LECTERN.show(kind, SIZES.small) ?? '');
  await desk.open(page, 'code', LECTERN.kernel, [LECTERN.start, ...cells]);
  const taken = async () => {
    await Promise.all(reading);
    const now = bytes;
    bytes = 0;
    return summarize([now / 1000]);
  };
  /** @type {import('../suite.mjs').Row[]} */
  const rows = [{ what: 'code before a view is shown', unit: 'kB', target: 50, values: { lectern: await taken() } }];
  await runCell(page, 0, '');
  for (const [i, kind] of kinds.entries()) {
    await runCell(page, i + 1, LECTERN.picture(kind));
    rows.push({ what: `code that a first ${kind.name} adds`, unit: 'kB', values: { lectern: await taken() } });
  }
  log(rows.map(({ what, values }) => `${what}: ${JSON.stringify(values.lectern)}`).join('\n'));
  await page.close();
  return rows;
}
