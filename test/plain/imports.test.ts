import { describe, expect, it } from 'vitest';
import { importsOf, read, repositoryFiles } from '../helpers/sources.js';

/** The layers of the library, lowest first; a file imports its own layer and those before it. */
const LAYERS = [
  ['errors.ts', 'interrupted.ts'],
  ['random'],
  ['backend'],
  ['disk'],
  ['numeric'],
  ['view'],
  ['tensor', 'autograd'],
  ['fft', 'classical'],
  ['nn', 'loss'],
  ['optim'],
  ['data'],
  ['metrics'],
  ['files'],
  ['datasets'],
  ['io'],
  ['train'],
  ['search'],
  ['explore'],
  ['index.ts'],
];

/** The list of the names behind `view.` stands with the list of all names: some views compute what they show. */
const NAMESPACE = 'lib/src/view/index.ts';

/** The longest that a source file may be, in lines. */
const LIMIT = 400;

const files = repositoryFiles();
const sourcesOf = (folder: string) => files.filter((path) => path.startsWith(`${folder}/src/`) && /\.tsx?$/.test(path));
const layerOf = (path: string) =>
  path === NAMESPACE ? LAYERS.length - 1 : LAYERS.findIndex((names) => names.includes(path.split('/')[2]));

describe('imports go one way', () => {
  it('reads the sources that it judges', () => {
    expect(sourcesOf('lib').length).toBeGreaterThan(10);
    expect(sourcesOf('lib').flatMap(importsOf).length).toBeGreaterThan(10);
    expect(importsOf('test/plain/imports.test.ts').map(({ specifier }) => specifier)).toEqual([
      'vitest',
      '../helpers/sources.js',
    ]);
  });

  it('the library imports neither the kernel nor the extension', () => {
    const bad = sourcesOf('lib')
      .flatMap(importsOf)
      .filter(({ specifier, target }) => /^@lectern\//.test(specifier) || (target && !target.startsWith('lib/')));
    expect(bad).toEqual([]);
  });

  it('the kernel and the extension never import each other', () => {
    const kernel = sourcesOf('kernel').flatMap(importsOf);
    const extension = sourcesOf('extension').flatMap(importsOf);
    expect(kernel.filter(({ specifier }) => /extension\/|@lectern\/jupyterlab/.test(specifier))).toEqual([]);
    expect(extension.filter(({ specifier }) => /kernel\/src|@lectern\/kernel/.test(specifier))).toEqual([]);
  });

  it('every folder of the library stands in a layer', () => {
    const unknown = sourcesOf('lib').filter((path) => layerOf(path) < 0);
    expect(unknown).toEqual([]);
  });

  it('a layer of the library imports no layer above it', () => {
    const bad = sourcesOf('lib')
      .flatMap(importsOf)
      .filter(({ from, target }) => target !== undefined && layerOf(target) > layerOf(from))
      .map(({ from, target }) => `${from} imports ${target}`);
    expect(bad).toEqual([]);
  });

  it('the library has no static import of a Node module', () => {
    const bad = sourcesOf('lib')
      .flatMap(importsOf)
      .filter(({ specifier }) => specifier.startsWith('node:'))
      .map(({ from, specifier }) => `${from} imports ${specifier}`);
    expect(bad).toEqual([]);
  });
});

describe('sources stay easy to read', () => {
  const sources = files.filter((path) => /\.(ts|tsx|mjs|py|css|cc)$/.test(path));

  it('no list of public names is `export *`', () => {
    const bad = sources.filter((path) => /^export \* from/m.test(read(path)));
    expect(bad).toEqual([]);
  });

  it(`no source file is longer than ${LIMIT} lines`, () => {
    const long = sources
      .map((path) => ({ path, lines: read(path).split('\n').length - 1 }))
      .filter(({ lines }) => lines > LIMIT);
    expect(long).toEqual([]);
  });

  it('no file is a drawer for anything', () => {
    expect(sources.filter((path) => /(^|\/)(utils?|helpers?|common|misc)\.\w+$/.test(path))).toEqual([]);
  });
});
