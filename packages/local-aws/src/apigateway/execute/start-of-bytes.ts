import { utf8Text } from "@long-running-api/api-gateway";

/** The first bytes of a UTF-8 text, as text. */
export function startOfBytes(bytes: Uint8Array, bytesMax: number): string {
  if (bytes.length <= bytesMax) return utf8Text(bytes);
  let end = bytesMax;
  while (end > bytesMax - 3 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  return utf8Text(bytes.subarray(0, end > 0 && ((bytes[end] ?? 0) & 0xc0) !== 0x80 ? end : bytesMax));
}
