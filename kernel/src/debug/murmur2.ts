const MULTIPLIER = 0x5bd1e995;

/**
 * The 32-bit MurmurHash2 of a text's UTF-8 bytes (Austin Appleby, 2008), by which front ends and kernels find the same
 * name for the text of a cell.
 */
export function murmur2(text: string, seed: number): number {
  const bytes = Buffer.from(text, 'utf8');
  const whole = bytes.length & ~3;
  let hash = seed ^ bytes.length;
  for (let offset = 0; offset < whole; offset += 4) {
    let word = Math.imul(bytes.readUInt32LE(offset), MULTIPLIER);
    word ^= word >>> 24;
    hash = Math.imul(hash, MULTIPLIER) ^ Math.imul(word, MULTIPLIER);
  }
  if (whole < bytes.length) {
    hash ^= bytes.readUIntLE(whole, bytes.length - whole);
    hash = Math.imul(hash, MULTIPLIER);
  }
  hash = Math.imul(hash ^ (hash >>> 13), MULTIPLIER);
  return (hash ^ (hash >>> 15)) >>> 0;
}
