import { join } from 'node:path';
import { writeReference } from './report/reference.mjs';
import { build } from './setup/all.mjs';
import { inRoot } from './setup/paths.mjs';
import { main } from './setup/steps.mjs';

// `npm run docs`: the reference of the library's public names, as a site in .out/docs.
await main(async () => {
  await build();
  const folder = inRoot('.out', 'docs');
  writeReference(folder, 'inherit');
  process.stdout.write(`open ${join(folder, 'index.html')}\n`);
});
