import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Magic, MagicError } from './magic.js';
import { runProcess } from './process.js';

/** `%npm install x`: the package manager in the notebook's folder. */
export const npm: Magic = {
  name: 'npm',
  kind: 'line',
  usage: '%npm install PACKAGE …',
  help: "Runs npm in the notebook's folder; what it installs can be imported at once.",
  async run(context, { argument }) {
    if (!argument) throw new MagicError('%npm: expected a command, got nothing; try %npm install PACKAGE');
    const quiet = ['--no-fund', '--no-audit', '--no-update-notifier', '--color=false'];
    await runProcess(context, npmProgram(), [...argument.split(/\s+/), ...quiet], {
      label: `npm ${argument}`,
      cwd: context.folder,
    });
  },
};

/** The npm that belongs to the Node that runs, which need not be on the path. */
function npmProgram(): string {
  const beside = join(dirname(process.execPath), 'npm');
  return existsSync(beside) ? beside : 'npm';
}
