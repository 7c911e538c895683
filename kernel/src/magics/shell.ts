import type { Magic } from './magic.js';
import { runProcess } from './process.js';

/** `!command`: the system's shell. */
export const shell: Magic = {
  name: '!',
  kind: 'command',
  usage: '!COMMAND',
  help: 'Runs a command of the system and shows its output as it comes; a failing command fails the cell.',
  async run(context, { argument }) {
    await runProcess(context, 'sh', ['-c', argument], { label: argument, cwd: process.cwd() });
  },
};
