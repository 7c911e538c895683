export type { Bundle, Outcome, ReportedError, Script, Shown } from './contract/frames.js';
export type { InstallTarget } from './install/folders.js';
export { type InstallOptions, installKernelSpec, uninstallKernelSpec } from './install/install.js';
export { createKernelSpec, type KernelSpec } from './install/kernelspec.js';
export type { Language } from './language/language.js';
