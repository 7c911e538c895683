/** The UTF-16 offset in `text` of its `count`-th code point: the protocol counts code points, TypeScript UTF-16 units. */
export function utf16Offset(text: string, count: number): number {
  let offset = 0;
  for (let n = 0; n < count && offset < text.length; n++) offset += text.codePointAt(offset)! > 0xffff ? 2 : 1;
  return offset;
}

/** How many code points come before the UTF-16 `offset` in `text`. */
export function codePointOffset(text: string, offset: number): number {
  let count = 0;
  for (let at = 0; at < Math.min(offset, text.length); count++) at += text.codePointAt(at)! > 0xffff ? 2 : 1;
  return count;
}
