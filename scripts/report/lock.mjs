/**
 * @typedef {object} Package An entry of a lock file, as far as it is read here.
 * @property {string} version
 * @property {boolean} [dev]
 * @property {string} [license]
 * @property {Record<string, string>} [engines]
 * @property {Record<string, string>} [optionalDependencies]
 */

/**
 * Optional packages that an entry of the lock file names and that have no entry of their own.
 * @param {Record<string, Package>} packages
 * @returns {{ name: string, version: string, parent: Package }[]}
 */
export function missingPlatforms(packages) {
  return Object.entries(packages).flatMap(([path, parent]) =>
    Object.entries(parent.optionalDependencies ?? {})
      .filter(([name]) => !packages[`node_modules/${name}`] && !packages[`${path}/node_modules/${name}`])
      .map(([name, version]) => ({ name, version, parent })),
  );
}

const SYSTEM = '(android|darwin|freebsd|linux|openharmony|win32)';
const PROCESSOR = '(arm64|arm|ia32|ppc64|riscv64|s390x|x64|universal)';
const PLATFORM = new RegExp(`-${SYSTEM}-${PROCESSOR}(?:-(gnu|musl|msvc|gnueabihf))?$`);

/**
 * The entry of a package that holds a binary for the platform in its name. It has no checksum: the registry at hand does
 * not have the package.
 * @param {string} name @param {string} version @param {Package} parent
 */
export function platformEntry(name, version, parent) {
  const common = { ...(parent.dev ? { dev: true } : {}), license: parent.license, optional: true };
  if (name.endsWith('-wasm32-wasi')) return { version, cpu: ['wasm32'], ...common, engines: parent.engines };
  const platform = name.match(PLATFORM);
  if (platform === null || !/^\d+\.\d+\.\d+/.test(version)) {
    throw new Error(
      `lock file: ${name}@${version} is missing and its name tells no platform; run npm install elsewhere`,
    );
  }
  const [, os, cpu, abi] = platform;
  return {
    version,
    ...(cpu === 'universal' ? {} : { cpu: [cpu] }),
    ...(os === 'linux' && abi !== 'gnueabihf' ? { libc: [abi === 'musl' ? 'musl' : 'glibc'] } : {}),
    ...common,
    os: [os],
    engines: parent.engines,
  };
}
