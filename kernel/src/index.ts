export type { Bundle, Outcome, ReportedError, Script, Shown } from './contract/frames.js';
export { type InstallTarget, installKernelSpec } from './install/install.js';
export { createKernelSpec, type KernelSpec } from './install/kernelspec.js';
export type { Language } from './language/language.js';
