import type { IntegrationType } from "@aws-sdk/client-api-gateway";
import { utf8Bytes } from "./bytes.ts";
import { misconfigured } from "./failure.ts";
import type { HeaderList, Pairs } from "./headers.ts";

/** Headers that API Gateway sets itself; the integration's values for them are sent under another name. */
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

/** The method response: reserved headers are renamed, and the Content-Type is JSON unless a header sets another. */
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

/** A line break in a header value would let a caller inject headers. */
function hasControl(value: string): boolean {
  for (let index = 0; index < value.length; index += 1) {
    const code = value.charCodeAt(index);
    if ((code < 0x20 && code !== 0x09) || code === 0x7f) return true;
  }
  return false;
}

/** Headers are bytes: characters beyond Latin-1 are sent as UTF-8. */
function bytesOf(value: string): string {
  for (let index = 0; index < value.length; index += 1) {
    if (value.charCodeAt(index) > 0xff) return String.fromCharCode(...utf8Bytes(value));
  }
  return value;
}
