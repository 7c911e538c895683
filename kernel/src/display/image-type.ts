/** Bytes at the beginning of a file, by its type; `null` stands for any byte. */
const SIGNATURES: [mime: string, bytes: (number | null)[]][] = [
  ['image/png', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  ['image/jpeg', [0xff, 0xd8, 0xff]],
  ['image/gif', [0x47, 0x49, 0x46, 0x38]],
  ['image/webp', [0x52, 0x49, 0x46, 0x46, null, null, null, null, 0x57, 0x45, 0x42, 0x50]],
];

/** The MIME type of the picture that bytes hold, told by their first few; `undefined` for anything else. */
export function imageTypeOf(value: unknown): string | undefined {
  if (!(value instanceof Uint8Array)) return undefined;
  return SIGNATURES.find(([, bytes]) => bytes.every((byte, at) => byte === null || value[at] === byte))?.[0];
}
