import { existsSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { findChromium } from './chromium.mjs';

const DRIVER = 'vk_swiftshader_icd.json';

/**
 * Environment variables with which WebGPU finds SwiftShader, the Vulkan driver that Chromium on Linux brings: a program
 * that plays a GPU, so that the tests of WebGPU run on every machine. Without Chromium, and where the caller names a
 * driver himself, there are none.
 * @returns {NodeJS.ProcessEnv}
 */
export function softwareGpu() {
  const folder = process.env.VK_ICD_FILENAMES ? undefined : swiftShaderFolder();
  if (folder === undefined) return {};
  const libraries = [folder, process.env.LD_LIBRARY_PATH].filter(Boolean).join(':');
  return { VK_ICD_FILENAMES: join(folder, DRIVER), LD_LIBRARY_PATH: libraries };
}

/** The folder of Chromium's own libraries. @returns {string | undefined} */
function swiftShaderFolder() {
  const browser = findChromium();
  if (process.platform !== 'linux' || browser === undefined) return undefined;
  const folders = [dirname(realpathSync(browser)), '/usr/lib/chromium', '/usr/lib/chromium-browser'];
  return folders.find((folder) => existsSync(join(folder, DRIVER)) && existsSync(join(folder, 'libvulkan.so.1')));
}
