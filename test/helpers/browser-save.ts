import { readFileSync } from 'node:fs';
import type { Locator } from 'playwright-core';

/** A file that a view's button saved. */
export interface Saved {
  name: string;
  bytes: Buffer;
}

/** Clicks a view's button `format` (`PNG`) and returns what the browser saved. */
export async function savedBy(view: Locator, format: string): Promise<Saved> {
  const [download] = await Promise.all([
    view.page().waitForEvent('download'),
    view.getByRole('button', { name: format, exact: true }).click(),
  ]);
  return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
}

/** Names of the files that a view's buttons save, one after the other. */
export async function namesSavedBy(view: Locator, ...formats: string[]): Promise<string[]> {
  const names: string[] = [];
  for (const format of formats) names.push((await savedBy(view, format)).name);
  return names;
}

/** Width and height in pixels that the head of a PNG file says. */
export function pngSize(png: Buffer): { width: number; height: number } {
  return { width: png.readUInt32BE(16), height: png.readUInt32BE(20) };
}
