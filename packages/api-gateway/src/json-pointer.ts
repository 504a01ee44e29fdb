/** The parts of a JSON pointer such as `#/definitions/a~1b` or `/a/0`: ~1 is a slash, ~0 a tilde (RFC 6901). */
export function pointerParts(pointer: string): string[] {
  return pointer.replace(/^#?\//, "").split("/").map(unescapePointer);
}

/** One part of a JSON pointer, unescaped. */
export function unescapePointer(part: string): string {
  return part.replaceAll("~1", "/").replaceAll("~0", "~");
}
