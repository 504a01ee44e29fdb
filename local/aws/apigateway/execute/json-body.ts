import { NotJson, parseJson } from "../vtl/json.ts";
import { queryJson } from "../vtl/jsonpath.ts";
import { newMeter, RenderFault } from "../vtl/meter.ts";
import { text as textOf } from "../vtl/print.ts";

/**
 * What a JSONPath, written without its `$.`, finds in a JSON text, as text. API Gateway parses a body only when it
 * looks like JSON; one that looks so and is not is `broken`.
 */
export function textAtPath(text: string, path: string, broken: () => never): string | undefined {
  if (!looksLikeJson(text)) return undefined;
  if (isBroken(text)) return broken();
  const meter = newMeter();
  try {
    const found = queryJson(parseJson(text), path.startsWith("[") ? `$${path}` : `$.${path}`, meter);
    return found === undefined || found === null ? undefined : textOf(found, meter);
  } catch (error) {
    if (error instanceof RenderFault) return undefined;
    throw error;
  }
}

/** Whether a text begins as JSON and breaks off, or has an error further on. */
export function isBroken(text: string): boolean {
  if (!looksLikeJson(text)) return false;
  try {
    parseJson(text);
    return false;
  } catch (error) {
    if (error instanceof NotJson || error instanceof RenderFault) return true;
    throw error;
  }
}

function looksLikeJson(text: string): boolean {
  return /^\s*[{["']/.test(text);
}
