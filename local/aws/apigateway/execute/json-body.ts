import { JSONPathEnvironment } from "json-p3";

const environment = new JSONPathEnvironment();

/**
 * What a JSONPath, written without its `$.`, finds in a JSON text, as text. API Gateway parses a body only when it
 * looks like JSON; one that looks so and is not is `broken`.
 */
export function textAtPath(text: string, path: string, broken: () => never): string | undefined {
  const trimmed = text.trim();
  if (!/^[{["']/.test(trimmed)) return undefined;
  let document: Parameters<JSONPathEnvironment["query"]>[1];
  try {
    document = JSON.parse(trimmed);
  } catch {
    return broken();
  }
  try {
    const [found] = environment.query(path.startsWith("[") ? `$${path}` : `$.${path}`, document).values();
    if (found === undefined || found === null) return undefined;
    return typeof found === "string" ? found : JSON.stringify(found);
  } catch {
    return undefined;
  }
}
