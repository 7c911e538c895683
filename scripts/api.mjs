import { mkdirSync, writeFileSync } from 'node:fs';
import { apiReport, REPORT } from './report/api.mjs';
import { build } from './setup/all.mjs';
import { inRoot } from './setup/paths.mjs';
import { main } from './setup/steps.mjs';

// `npm run api`: writes the report of the library's public names anew.
await main(async () => {
  await build();
  mkdirSync(inRoot('docs', 'api'), { recursive: true });
  writeFileSync(REPORT, apiReport());
  process.stdout.write(`${REPORT}\n`);
});
