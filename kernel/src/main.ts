#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { parseCommand } from './cli/arguments.js';
import { installKernelSpec, uninstallKernelSpec } from './install/install.js';

const HELP = `lectern install [--user | --sys-prefix | --prefix DIR] [--name NAME] [--max-memory MB]
    make the kernel known to Jupyter; --max-memory limits the JavaScript heap of the cells
lectern uninstall [--user | --sys-prefix | --prefix DIR] [--name NAME]
lectern doctor
    what was found on this machine, and whether the kernel answers
lectern kernel --connection-file FILE [--language typescript|echo] [--preload PACKAGE|none] [--max-memory MB]
    what Jupyter calls
lectern --version`;

async function main(args: string[]): Promise<void> {
  const command = parseCommand(args);
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  switch (command.command) {
    case 'kernel': {
      const { runKernel } = await import('./cli/kernel.js');
      await runKernel(command, version);
      break;
    }
    case 'install':
      console.log(`installed ${command.name} in ${installKernelSpec(command.target, command)}`);
      break;
    case 'uninstall':
      console.log(`removed ${uninstallKernelSpec(command.target, command.name)}`);
      break;
    case 'doctor': {
      const { examine } = await import('./cli/doctor.js');
      if (!(await examine(version))) process.exitCode = 1;
      break;
    }
    case 'version':
      console.log(version);
      break;
    case 'help':
      console.log(HELP);
  }
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
