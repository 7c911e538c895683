/** @typedef {{ seq: number, type: string, at: number, bytes: number }} Seen */

/**
 * Runs in the page: notes every message about live views, and the time between frames, from now on.
 * @returns {void}
 */
export function watchPage() {
  const page = /** @type {any} */ (globalThis);
  /** @type {Seen[]} */
  const seen = [];
  /** @type {number[]} */
  const frames = [];
  page.lecternBench = { seen, frames };
  const { sessionContext } = page.jupyterapp.shell.currentWidget;
  sessionContext.iopubMessage.connect((/** @type {any} */ _, /** @type {any} */ { header, content, buffers }) => {
    const { data } = content;
    const spec = data?.['application/vnd.lectern.training.v1+json'];
    const about = header.msg_type === 'comm_msg' ? data : spec;
    if (!about?.seq || about.type === 'end') return;
    const bytes = (buffers ?? []).reduce(
      (/** @type {number} */ sum, /** @type {any} */ part) => sum + part.byteLength,
      0,
    );
    seen.push({ seq: about.seq, type: spec ? 'output' : about.type, at: performance.now(), bytes });
  });
  let last = performance.now();
  const next = (/** @type {number} */ now) => {
    frames.push(now - last);
    last = now;
    page.requestAnimationFrame(next);
  };
  page.requestAnimationFrame(next);
}

/**
 * How many of the numbers from the first seen to the last never came.
 * @param {Seen[]} seen
 */
export function dropped(seen) {
  const numbers = new Set(seen.map(({ seq }) => seq));
  return numbers.size === 0 ? 0 : Math.max(...numbers) - numbers.size;
}

/**
 * The most messages that arrived within any one second.
 * @param {Seen[]} seen
 */
export function busiestSecond(seen) {
  let first = 0;
  let most = 0;
  seen.forEach(({ at }, i) => {
    while (at - seen[first].at > 1000) first++;
    most = Math.max(most, i - first + 1);
  });
  return most;
}

/**
 * The value below which a share of the values lies.
 * @param {number[]} values @param {number} share
 */
export function quantile(values, share) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}
