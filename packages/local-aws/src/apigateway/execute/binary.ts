import type { ContentHandlingStrategy } from "@aws-sdk/client-api-gateway";
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
 * A payload as its contentHandling asks for it: text as a string, binary as bytes.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-payload-encodings-workflow.html
 */
export function convertBody(
  body: Buffer,
  binary: boolean,
  handling: ContentHandlingStrategy | undefined,
): Buffer | string {
  if (binary) return handling === "CONVERT_TO_TEXT" ? body.toString("base64") : body;
  if (handling !== "CONVERT_TO_BINARY") return body.toString("utf8");
  return fromBase64(body.toString("latin1"));
}

/** Bytes of a base64 text; a text that is none is the API's fault: 500. */
export function fromBase64(text: string): Buffer {
  if (!/^[A-Za-z0-9+/\s]*={0,2}\s*$/.test(text)) throw misconfigured("Unable to base64 decode the body.");
  return Buffer.from(text, "base64");
}

function essence(mediaType: string): string {
  return (mediaType.split(";")[0] ?? "").trim().toLowerCase();
}
