import { parse } from "yaml";

/** The value of a YAML text. In a file of its own, so that it is loaded only where a document is not JSON. */
export function parseYaml(text: string): unknown {
  return parse(text);
}
