import type { Magic } from './magic.js';

/** `%reset`: an empty scope. The language forgets the declarations of earlier cells by itself. */
export const reset: Magic = {
  name: 'reset',
  kind: 'line',
  usage: '%reset',
  help: 'Forgets every name that cells have declared; a cell with it sees none of them.',
  run({ forgetVariables }) {
    forgetVariables();
  },
};
