import { NotJson, parseJson } from "@long-running-api/jsonpath/json";
import { queryJson } from "@long-running-api/jsonpath/jsonpath";
import { type Meter, RenderFault } from "@long-running-api/jsonpath/meter";
import { printJson } from "@long-running-api/jsonpath/print";

/**
 * The result, as text, of a JSONPath (without its `$.`) on a JSON text; objects become JSON. API Gateway parses a
 * body only when it looks like JSON; one that looks like JSON but is invalid is `broken`.
 */
export function textAtPath(
  text: string,
  path: string,
  meter: Meter,
  broken: () => never,
): string | undefined {
  if (!looksLikeJson(text)) return undefined;
  if (isBroken(text, meter)) return broken();
  try {
    const found = queryJson(parseJson(text, meter), path.startsWith("[") ? `$${path}` : `$.${path}`, meter);
    if (found === undefined || found === null) return undefined;
    return typeof found === "string" ? found : printJson(found, meter);
  } catch (error) {
    if (error instanceof RenderFault) return undefined;
    throw error;
  }
}

/**
 * A function's error whose errorMessage is parsed when it is JSON, for mappings that read its members.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/handle-errors-in-lambda-integration.html
 */
export function withCustomError(text: string): string {
  try {
    const error: unknown = JSON.parse(text);
    const message = (error as { errorMessage?: unknown } | null)?.errorMessage;
    if (typeof message !== "string" || !message.trimStart().startsWith("{")) return text;
    JSON.parse(message);
    // The message is inserted unchanged: parsing and printing would lose digits of whole numbers above 2^53.
    return `{"errorMessage":${message}}`;
  } catch {
    return text;
  }
}

/** The whole body for mappings: an empty one is {}, and one that looks like JSON but is invalid is `broken`. */
export function wholeBody(text: string, meter: Meter, broken: () => never): string {
  return isBroken(text, meter) ? broken() : text.trim() || "{}";
}

/** Whether a text begins as JSON but is cut off or has an error further on. */
export function isBroken(text: string, meter: Meter): boolean {
  if (!looksLikeJson(text)) return false;
  try {
    parseJson(text, meter);
    return false;
  } catch (error) {
    if (error instanceof NotJson || error instanceof RenderFault) return true;
    throw error;
  }
}

function looksLikeJson(text: string): boolean {
  return /^\s*[{["']/.test(text);
}
