import { startLab } from './lab/server.mjs';
import { setUp } from './setup/all.mjs';
import { main } from './setup/steps.mjs';

// `npm start [-- options of jupyter lab]`: makes the machine ready, then opens JupyterLab on the notebooks.
await main(async () => {
  await setUp();
  await startLab(process.argv.slice(2));
});
