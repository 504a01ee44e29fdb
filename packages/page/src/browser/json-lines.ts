import { isJavaDouble, stringifyJson } from "@long-running-api/conductor/json";

const widthMax = 96;

/** JSON with one line for each value that fits into one: short objects stay together. */
export function jsonLines(value: unknown, indent = ""): string {
  const short = spaced(value);
  if (indent.length + short.length <= widthMax || !isNested(value)) return short;
  const inner = `${indent}  `;
  if (Array.isArray(value))
    return `[\n${value.map((item) => inner + jsonLines(item, inner)).join(",\n")}\n${indent}]`;
  const members = entriesOf(value).map(
    ([key, member]) => `${inner}${JSON.stringify(key)}: ${jsonLines(member, inner)}`,
  );
  return `{\n${members.join(",\n")}\n${indent}}`;
}

function spaced(value: unknown): string {
  if (!isNested(value)) return stringifyJson(value);
  if (Array.isArray(value)) return value.length === 0 ? "[]" : `[${value.map(spaced).join(", ")}]`;
  const members = entriesOf(value).map(([key, member]) => `${JSON.stringify(key)}: ${spaced(member)}`);
  return members.length === 0 ? "{}" : `{ ${members.join(", ")} }`;
}

function isNested(value: unknown): value is object {
  return typeof value === "object" && value !== null && !isJavaDouble(value);
}

/** As JSON.stringify: what is undefined is left out. */
function entriesOf(value: object): [string, unknown][] {
  return Object.entries(value).filter(([, member]) => member !== undefined);
}
