import type { Magic } from './magic.js';

/** `%%javascript`: the cell is JavaScript. */
export const javascript: Magic = {
  name: 'javascript',
  kind: 'cell',
  usage: '%%javascript',
  help: 'Runs the rest of the cell as JavaScript in the browser.',
  run({ display }, { body }) {
    display({ 'application/javascript': body });
  },
};
