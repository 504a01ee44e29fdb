import type { IntegrationType } from "@aws-sdk/client-api-gateway";
import { utf8Bytes } from "./bytes.ts";
import { misconfigured } from "./failure.ts";
import type { HeaderList, Pairs } from "./headers.ts";

/** Headers that API Gateway sets by itself: what an integration gives for them goes out under another name. */
const remappedAlways = new Set(["connection", "content-length", "date", "server"]);
const remappedByMappings = new Set([
  ...remappedAlways,
  "authorization",
  "content-md5",
  "expect",
  "host",
  "max-forwards",
  "proxy-authenticate",
  "trailer",
  "upgrade",
  "user-agent",
  "www-authenticate",
]);

/** The method response: reserved headers are renamed, and the answer is JSON unless a header says otherwise. */
export function finishMethodResponse(type: IntegrationType | undefined, headers: Pairs): HeaderList {
  const remapped = type === "AWS" || type === "HTTP" ? remappedByMappings : remappedAlways;
  const result: HeaderList = [];
  let typed = false;
  for (const [name, value] of headers) {
    const lower = name.toLowerCase();
    if (lower === "transfer-encoding") continue;
    if (!/^[\w!#$%&'*+.^`|~-]+$/.test(name) || hasControl(value))
      throw misconfigured(`Invalid response header: ${JSON.stringify(name)}`);
    typed ||= lower === "content-type";
    result.push([remapped.has(lower) ? `x-amzn-Remapped-${name}` : name, bytesOf(value)]);
  }
  if (!typed) result.unshift(["Content-Type", "application/json"]);
  return result;
}

/** A header that ends its line early would let a caller write headers of his own. */
function hasControl(value: string): boolean {
  for (let index = 0; index < value.length; index += 1) {
    const code = value.charCodeAt(index);
    if ((code < 0x20 && code !== 0x09) || code === 0x7f) return true;
  }
  return false;
}

/** Headers are bytes: what is beyond Latin-1 goes out as UTF-8. */
function bytesOf(value: string): string {
  for (let index = 0; index < value.length; index += 1) {
    if (value.charCodeAt(index) > 0xff) return String.fromCharCode(...utf8Bytes(value));
  }
  return value;
}
