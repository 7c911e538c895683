import { build } from './setup/all.mjs';
import { main } from './setup/steps.mjs';

// `npm run build`: compiles the three packages and puts kernel and extension into `.venv`.
await main(build);
