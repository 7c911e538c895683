import { cd } from './cd.js';
import { env } from './env.js';
import { file } from './file.js';
import { html } from './html.js';
import { javascript } from './javascript.js';
import { load } from './load.js';
import { lsmagic } from './lsmagic.js';
import type { Magic } from './magic.js';
import { markdown } from './markdown.js';
import { memory } from './memory.js';
import { npm } from './npm.js';
import { reset } from './reset.js';
import { shell } from './shell.js';
import { time } from './time.js';
import { timeit } from './timeit.js';
import { who } from './who.js';

/** Every magic. */
export const MAGICS: readonly Magic[] = [
  shell,
  cd,
  env,
  load,
  lsmagic(() => MAGICS),
  memory,
  npm,
  reset,
  time,
  timeit,
  who,
  file,
  html,
  javascript,
  markdown,
];

/** The magic of a name without `%`. */
export function findMagic(name: string): Magic | undefined {
  return MAGICS.find((magic) => magic.name === name);
}
