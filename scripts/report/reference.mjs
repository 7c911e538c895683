import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { inRoot, ROOT } from '../setup/paths.mjs';

/**
 * Writes the reference of the library, from its sources' doc comments, with the pages of docs/, as a site that opens
 * from disk.
 * @param {string} folder @param {'inherit' | 'pipe'} stdio
 */
export function writeReference(folder, stdio) {
  rmSync(folder, { recursive: true, force: true });
  // TypeDoc reads with the compiler that has a JavaScript API, which is the one of the kernel.
  const typedoc = dirname(createRequire(inRoot('kernel', 'package.json')).resolve('typedoc/package.json'));
  const { status, stderr } = spawnSync(
    process.execPath,
    [
      join(typedoc, 'bin', 'typedoc'),
      ...['--entryPoints', inRoot('lib', 'src', 'index.ts')],
      ...['--tsconfig', inRoot('lib', 'tsconfig.json')],
      ...['--out', folder],
      ...['--name', 'Lectern'],
      ...['--readme', inRoot('README.md')],
      ...['--projectDocuments', inRoot('docs', '*.md')],
      ...['--highlightLanguages', 'typescript', '--highlightLanguages', 'python', '--highlightLanguages', 'bash'],
      ...['--highlightLanguages', 'json'],
      ...['--excludeInternal', '--excludePrivate', '--excludeProtected', '--disableSources'],
      // The README links to folders, and comments to names that are not public.
      ...[
        '--validation.invalidPath',
        'false',
        '--validation.notExported',
        'false',
        '--validation.invalidLink',
        'false',
      ],
    ],
    { cwd: ROOT, stdio, encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(`the reference was not written${stderr ? `:\n${stderr}` : ', see above'}`);
}
