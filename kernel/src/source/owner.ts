import { fileURLToPath } from 'node:url';

/** Whose code a script is: the user's own files, a package's, or `hidden` (Node's and the kernel's own). */
export type Owner = 'package' | 'user' | 'hidden';

const KERNEL_ROOT = new URL('..', import.meta.url).href;
const KERNEL_FOLDER = fileURLToPath(KERNEL_ROOT);
const HIDDEN = ['node:', 'lectern:', KERNEL_ROOT, KERNEL_FOLDER];
const PACKAGE = '[\\\\/]node_modules[\\\\/]|[\\\\/]lib[\\\\/]dist[\\\\/]';

/** Whose a script is by its name: a path, a URL, or empty. Cells are the user's. */
export function ownerOf(name: string): Owner {
  if (!name || HIDDEN.some((start) => name.startsWith(start))) return 'hidden';
  return new RegExp(PACKAGE).test(name) ? 'package' : 'user';
}

/** Regular expressions, as text, that match the names of hidden scripts. */
export const HIDDEN_PATTERNS: readonly string[] = ['^$', ...HIDDEN.map((start) => `^${escaped(start)}`)];

/** Regular expressions, as text, that match the names of hidden scripts and of packages. */
export const FOREIGN_PATTERNS: readonly string[] = [...HIDDEN_PATTERNS, PACKAGE];

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
