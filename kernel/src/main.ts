#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { parseCommand } from './cli/arguments.js';
import { installKernelSpec } from './install/install.js';

const HELP = `lectern kernel --connection-file FILE [--language typescript|echo] [--preload PACKAGE|none] [--max-memory MB]
lectern install [--user | --sys-prefix | --prefix DIR] [--name NAME]
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
      console.log(`installed ${command.name} in ${installKernelSpec(command.target, command.name)}`);
      break;
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
