import type { Magic } from './magic.js';

/** `%%html`: the cell is HTML. */
export const html: Magic = {
  name: 'html',
  kind: 'cell',
  usage: '%%html',
  help: 'Shows the rest of the cell as HTML.',
  run({ display }, { body }) {
    display({ 'text/html': body });
  },
};
