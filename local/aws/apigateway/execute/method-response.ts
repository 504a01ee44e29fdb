import type { IntegrationType } from "@aws-sdk/client-api-gateway";
import type { HeaderList } from "./headers.ts";

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

/** The sixth box: reserved headers are renamed, and the answer is JSON unless a header says otherwise. */
export function finishMethodResponse(type: IntegrationType | undefined, headers: HeaderList): HeaderList {
  const remapped = type === "AWS" || type === "HTTP" ? remappedByMappings : remappedAlways;
  const result: HeaderList = [];
  let typed = false;
  for (const [name, value] of headers) {
    const lower = name.toLowerCase();
    if (lower === "transfer-encoding") continue;
    typed ||= lower === "content-type";
    result.push([remapped.has(lower) ? `x-amzn-Remapped-${name}` : name, value]);
  }
  if (!typed) result.unshift(["Content-Type", "application/json"]);
  return result;
}
