import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KernelClient } from '../helpers/kernel-client.js';

const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

describe('rich output', () => {
  let client: KernelClient;
  let folder: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'lectern-rich-'));
    writeFileSync(join(folder, 'dot.png'), Buffer.from(PNG));
    writeFileSync(join(folder, 'dot.svg'), '<svg xmlns="http://www.w3.org/2000/svg"></svg>');
    writeFileSync(join(folder, 'notes.txt'), 'no picture');
    client = await KernelClient.start({ args: ['--preload', 'none'], cwd: folder });
  });
  afterAll(async () => {
    await client.stop();
    rmSync(folder, { recursive: true });
  });

  /** The bundle of the value of a cell. */
  async function dataOf(code: string): Promise<Record<string, string>> {
    const cell = await client.execute(code);
    expect(cell.outputs.map(({ type }) => type)).toEqual(['execute_result']);
    return cell.outputs[0].content.data as Record<string, string>;
  }

  it('is made of HTML, Markdown, SVG, JavaScript and JSON, as text or template', async () => {
    expect(await dataOf("Lectern.html('<b>x</b>')")).toMatchObject({ 'text/html': '<b>x</b>' });
    expect(await dataOf(`Lectern.html\`<b>\${1 + 1}</b>\``)).toMatchObject({ 'text/html': '<b>2</b>' });
    expect(await dataOf("Lectern.markdown('*x*')")).toEqual({ 'text/markdown': '*x*', 'text/plain': '*x*' });
    expect(await dataOf("Lectern.svg('<svg/>')")).toMatchObject({ 'image/svg+xml': '<svg/>' });
    expect(await dataOf("Lectern.javascript('1')")).toMatchObject({ 'application/javascript': '1' });
    expect(await dataOf('Lectern.json({ a: [1] })')).toEqual({
      'application/json': { a: [1] },
      'text/plain': '{ a: [ 1 ] }',
    });
  });

  it('puts a formula without delimiters on a line of its own', async () => {
    expect(await dataOf('Lectern.latex`\\frac{a}{b}`')).toEqual({
      'text/latex': '$$\\frac{a}{b}$$',
      'text/plain': '\\frac{a}{b}',
    });
    expect(await dataOf("Lectern.latex('$a$ and $b$')")).toMatchObject({ 'text/latex': '$a$ and $b$' });
  });

  it('is made of pictures, told by their first bytes', async () => {
    const base64 = Buffer.from(PNG).toString('base64');
    expect(await dataOf(`new Uint8Array([${PNG}])`)).toMatchObject({ 'image/png': base64 });
    expect(await dataOf('Buffer.from([0xff, 0xd8, 0xff, 0xe0])')).toHaveProperty('image/jpeg');
    expect(await dataOf("Lectern.image('dot.png')")).toEqual({
      'image/png': base64,
      'text/plain': 'image/png, dot.png',
    });
    expect(await dataOf("Lectern.image('dot.svg')")).toHaveProperty('image/svg+xml');
    expect(await dataOf('new Uint8Array([1, 2, 3])')).toEqual({ 'text/plain': 'Uint8Array(3) [ 1, 2, 3 ]' });
    const wrong = await client.execute("Lectern.image('notes.txt')");
    expect(wrong.reply.content.evalue).toBe(
      'image: expected PNG, JPEG, GIF, WebP or SVG, got notes.txt that begin with 6e6f2070',
    );
  });

  it('shows what a promise gives when it arrives, and does not hold the cell', async () => {
    const cell = await client.execute(
      'let arrive: (value: string) => void;\ndisplay(new Promise<string>((resolve) => { arrive = resolve; }));',
    );
    expect(cell.outputs.map(({ content }) => content.data)).toEqual([{ 'text/plain': 'pending…' }]);
    const { display_id } = cell.outputs[0].content.transient as { display_id: string };
    const arrived = (text: string) =>
      client.waitFor(
        ({ type, content }) => type === 'update_display_data' && JSON.stringify(content.data).includes(text),
      );
    await client.execute("arrive('here');");
    expect((await arrived('here')).content).toMatchObject({ transient: { display_id } });
    await client.execute("display(Promise.reject(new Error('lost')));");
    expect((await arrived('lost')).content.data).toEqual({
      'text/plain': 'the promise was rejected: Error: lost',
    });
  });
});

describe('the text of values', () => {
  let client: KernelClient;
  beforeAll(async () => {
    client = await KernelClient.start({ args: ['--preload', 'none'] });
  });
  afterAll(() => client.stop());

  const values: [what: string, code: string, text: RegExp][] = [
    ['a map', "new Map([['a', 1]])", /^Map\(1\) \{ 'a' => 1 \}$/],
    ['a set', 'new Set([1, 2])', /^Set\(2\) \{ 1, 2 \}$/],
    ['an instance', 'class Point { x = 1; y = [2]; }\nnew Point()', /^Point \{ x: 1, y: \[ 2 \] \}$/],
    ['a typed array', 'new Float32Array([1.5, 2])', /^Float32Array\(2\) \[ 1\.5, 2 \]$/],
    [
      'a circle',
      'const ring: any = { name: 1 };\nring.self = ring;\nring',
      /^<ref \*1> \{ name: 1, self: \[Circular \*1\] \}$/,
    ],
    ['a getter, which is not run', '({ get boom(): number { throw new Error(); } })', /^\{ boom: \[Getter\] \}$/],
    [
      'a proxy that throws',
      'new Proxy({}, { get() { throw 1; }, ownKeys() { throw 2; }, has() { throw 3; } })',
      /^\{\}$/,
    ],
    [
      'an object whose own form throws',
      "({ [Symbol.for('nodejs.util.inspect.custom')]() { throw new Error('mine'); } })",
      /^\[object that cannot be shown: Error: mine\]$/,
    ],
    ['a revoked proxy', 'const { proxy, revoke } = Proxy.revocable({}, {});\nrevoke();\nproxy', /Revoked Proxy/],
    ['a big map', 'new Map(Array.from({ length: 1e5 }, (_, n) => [n, n] as const))', /99900 more items/],
    ['a big object', 'Object.fromEntries(Array.from({ length: 1e5 }, (_, n) => [n, n]))', /more characters\)$/],
    ['a deep object', '({ a: { b: { c: { d: { e: { f: 1 } } } } } })', /e: \[Object\]/],
    ['a big typed array', 'new Float64Array(1e6)', /999900 more items/],
    ['a long string', "'x'.repeat(50_000)", /40000 more characters$/],
    ['a number', '0.1 + 0.2', /^0\.30000000000000004$/],
    ['a bigint', '2n ** 64n', /^18446744073709551616n$/],
  ];
  it.each(values)('shows %s', async (_what, code, text) => {
    const cell = await client.execute(code);
    expect(cell.result).toMatch(text);
    expect(cell.result?.length).toBeLessThan(110_000);
    expect(cell.result).not.toContain('\u001b');
  });

  it('shows nothing for undefined and null for null', async () => {
    expect((await client.execute('undefined')).outputs).toEqual([]);
    expect((await client.execute('null')).result).toBe('null');
  });
});

describe('console', () => {
  let client: KernelClient;
  beforeAll(async () => {
    client = await KernelClient.start({ args: ['--preload', 'none'] });
  });
  afterAll(() => client.stop());

  const methods: [method: string, code: string, stream: 'stdout' | 'stderr', text: RegExp][] = [
    [
      'table',
      'console.table([{ a: 1, b: 2 }, { a: 3, b: 4 }])',
      'stdout',
      /│ \(index\) │ a │ b │[\s\S]*│ 1 +│ 3 │ 4 │/,
    ],
    [
      'group',
      "console.group('outer'); console.log('inner'); console.groupEnd(); console.log('after')",
      'stdout',
      /^outer\n {2}inner\nafter\n$/,
    ],
    ['time', "console.time('t'); console.timeEnd('t')", 'stdout', /^t: [\d.]+m?s\n$/],
    ['dir', 'console.dir({ a: { b: { c: { d: 1 } } } }, { depth: 0 })', 'stdout', /^\{ a: \[Object\] \}\n$/],
    ['count', "console.count(); console.count('x'); console.count()", 'stdout', /^default: 1\nx: 1\ndefault: 2\n$/],
    ['assert', "console.assert(1 > 2, 'not %s', 'so')", 'stderr', /^Assertion failed: not so\n$/],
    ['trace', "console.trace('here')", 'stderr', /^Trace: here\n\s+at cell \d+:1:\d+\n$/],
    ['warn', "console.warn('careful')", 'stderr', /^careful\n$/],
    ['log with a format', "console.log('%d%% of %o', 5, 'x')", 'stdout', /^5% of 'x'\n$/],
  ];
  it.each(methods)('%s writes plain text', async (_method, code, stream, text) => {
    const cell = await client.execute(`${code};`);
    expect(cell.reply.content.status).toBe('ok');
    expect(cell.stream(stream)).toMatch(text);
  });
});
