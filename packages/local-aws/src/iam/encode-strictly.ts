/** A text percent-encoded as RFC 3986 says, stricter than encodeURIComponent: `*` becomes %2A. */
export function encodeStrictly(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
