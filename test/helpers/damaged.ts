import fc from 'fast-check';

/** What takes the place of a field: other types, sizes that no memory holds, names of the prototype, hostile text. */
const JUNK: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom(
    null,
    true,
    '',
    'NaN',
    '-Infinity',
    'not a number',
    '<img src=x onerror=alert(1)>',
    '__proto__',
    'constructor',
    [],
    {},
    [[]],
    [null],
    0,
    -1,
    0.5,
    1e9,
    2 ** 31,
    Number.MAX_SAFE_INTEGER,
    1e308,
    { length: 1e9 },
    [0, 1e9],
    [[0, 1e9]],
    { toString: 'text' },
  ),
  fc.jsonValue({ maxDepth: 2 }),
);

const HOWS = ['replace', 'drop', 'double', 'halve', 'number', 'number', 'text'] as const;

/** Other numbers where a number stands, and other texts where a text does: they get further than a wrong type. */
const NUMBERS = [0, -1, 1, 2, 0.5, 1e9, 1e308, -1e308, 1e-308, 'NaN', 'Infinity', '-Infinity'];
const TEXTS = [
  '',
  '<img src=x onerror=alert(1)>',
  '</script><b>bold</b>',
  '\u202Eright to left',
  '%{x}',
  '__proto__',
  'toString',
];

const DAMAGE = fc.record({ seat: fc.nat(1e6), how: fc.constantFrom(...HOWS), junk: JUNK, choice: fc.nat(1e6) });

/** The JSON of `payload` with one or two places changed so that a renderer cannot trust it. */
export function damaged(payload: unknown): fc.Arbitrary<string> {
  const whole = JSON.stringify(payload);
  return fc.array(DAMAGE, { minLength: 1, maxLength: 2 }).map((list) => {
    const root: { root: unknown } = { root: JSON.parse(whole) };
    for (const { seat, how, junk, choice } of list) {
      const places = [...seats(root)];
      if (places.length === 0) break;
      const { parent, key } = places[seat % places.length];
      const value = parent[key];
      if (how === 'drop' && !Array.isArray(parent)) delete parent[key];
      else if (how === 'drop') (parent as unknown as unknown[]).splice(Number(key), 1);
      else parent[key] = changed(value, how, choice) ?? JSON.parse(JSON.stringify(junk));
    }
    return JSON.stringify(root.root) ?? 'null';
  });
}

function changed(value: unknown, how: (typeof HOWS)[number], choice: number): unknown {
  if (how === 'number' && typeof value === 'number') return NUMBERS[choice % NUMBERS.length];
  if (how === 'text' && typeof value === 'string') return TEXTS[choice % TEXTS.length];
  if (how === 'double' && Array.isArray(value)) return [...value, ...value];
  if (how === 'double' && typeof value === 'string') return value + value;
  if (how === 'halve' && (Array.isArray(value) || typeof value === 'string')) return value.slice(0, value.length >> 1);
  return undefined;
}

/** Every place of a JSON value but the rests of long lists, so that short fields are hit as often as numbers. */
function* seats(value: unknown): Generator<{ parent: Record<string, unknown>; key: string }> {
  if (typeof value !== 'object' || value === null) return;
  const parent = value as Record<string, unknown>;
  for (const key of Object.keys(parent).slice(0, 12)) {
    yield { parent, key };
    yield* seats(parent[key]);
  }
}
