// Bytes and texts, without Node's Buffer.

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
const encoder = new TextEncoder();

/** The UTF-8 bytes of a text. */
export function utf8Bytes(text: string): Uint8Array<ArrayBuffer> {
  return encoder.encode(text);
}

/** Bytes as UTF-8 text; invalid sequences become U+FFFD. */
export function utf8Text(bytes: Uint8Array): string {
  return decoder.decode(bytes);
}

const bytesPerPiece = 0x6000; // a multiple of three, and few enough arguments for one call

/** Bytes as base64. */
export function toBase64(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += bytesPerPiece)
    text += btoa(String.fromCharCode(...bytes.subarray(at, at + bytesPerPiece)));
  return text;
}

/** The bytes of a base64 text in either alphabet; like Java's and Node's lenient decoders, it ignores other characters. */
export function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  const plain = (text.split("=", 1)[0] ?? "")
    .replaceAll("-", "+")
    .replaceAll("_", "/")
    .replace(/[^A-Za-z0-9+/]/g, "");
  const binary = atob(plain.length % 4 === 1 ? plain.slice(0, -1) : plain);
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}
