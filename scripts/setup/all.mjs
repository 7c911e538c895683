import { tensorflowAddon } from './addon.mjs';
import { extensionBuild, typescriptBuild } from './build.mjs';
import { chromium } from './chromium.mjs';
import { extensionInstall } from './extension.mjs';
import { frontEnds } from './front-ends.mjs';
import { kernelspec } from './kernelspec.mjs';
import { labBefore } from './lab-before.mjs';
import { requireNode } from './node.mjs';
import { npmPackages } from './npm.mjs';
import { runSteps } from './steps.mjs';
import { tensorflowWheel } from './tensorflow.mjs';
import { testTools } from './test-tools.mjs';
import { pythonEnvironment } from './venv.mjs';

/** Everything that a notebook needs, in the order in which it can be made. */
const NOTEBOOK_STEPS = [
  npmPackages,
  pythonEnvironment,
  tensorflowWheel,
  tensorflowAddon,
  typescriptBuild,
  extensionBuild,
  kernelspec,
  extensionInstall,
];

/** Makes the machine ready to run notebooks; does nothing twice. */
export async function setUp() {
  requireNode();
  await runSteps(NOTEBOOK_STEPS);
}

/** Makes the machine ready to run the tests; does nothing twice. */
export async function setUpForTests() {
  requireNode();
  await runSteps([...NOTEBOOK_STEPS, testTools, frontEnds, labBefore, chromium]);
}

/** Compiles what changed and installs it into the environment. */
export async function build() {
  requireNode();
  await runSteps([npmPackages, typescriptBuild, extensionBuild, kernelspec, extensionInstall]);
}
