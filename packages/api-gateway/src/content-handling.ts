import type { ContentHandlingStrategy } from "@aws-sdk/client-api-gateway";
import { fromBase64, toBase64, utf8Text } from "./bytes.ts";
import { misconfigured } from "./failure.ts";

/** Whether a media type is one of the API's binary ones. */
export function isBinary(
  mediaType: string | undefined,
  binaryMediaTypes: readonly string[] | undefined,
): boolean {
  if (mediaType === undefined || !binaryMediaTypes?.length) return false;
  const sent = essence(mediaType.split(",")[0] ?? "");
  return binaryMediaTypes.some((candidate) => {
    const known = essence(candidate);
    // A star before the slash counts only in */* (recorded).
    if (known.startsWith("*")) return known === "*/*";
    return known === sent || (known.endsWith("/*") && sent.startsWith(known.slice(0, -1)));
  });
}

/**
 * Converts a payload as contentHandling requires: text to a string, binary to bytes.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-payload-encodings-workflow.html
 */
export function convertBody(
  body: Uint8Array,
  binary: boolean,
  handling: ContentHandlingStrategy | undefined,
): Uint8Array | string {
  if (binary) return handling === "CONVERT_TO_TEXT" ? toBase64(body) : body;
  if (handling !== "CONVERT_TO_BINARY") return utf8Text(body);
  return bytesOfBase64(utf8Text(body));
}

/** The bytes of a base64 text; invalid base64 is a configuration error of the API (500). */
export function bytesOfBase64(text: string): Uint8Array {
  if (!/^[A-Za-z0-9+/\s]*={0,2}\s*$/.test(text)) throw misconfigured("Unable to base64 decode the body.");
  return fromBase64(text);
}

function essence(mediaType: string): string {
  return (mediaType.split(";")[0] ?? "").trim().toLowerCase();
}
