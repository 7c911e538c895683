import type { Magic } from './magic.js';

/** `%%markdown`: the cell is Markdown. */
export const markdown: Magic = {
  name: 'markdown',
  kind: 'cell',
  usage: '%%markdown',
  help: 'Shows the rest of the cell as Markdown.',
  run({ display }, { body }) {
    display({ 'text/markdown': body });
  },
};
