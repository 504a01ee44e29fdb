const widthMax = 96;

/** JSON with one line for each value that fits into one: short objects stay together. */
export function jsonLines(value: unknown, indent = ""): string {
  const short = spaced(value);
  if (indent.length + short.length <= widthMax || typeof value !== "object" || value === null) return short;
  const inner = `${indent}  `;
  if (Array.isArray(value))
    return `[\n${value.map((item) => inner + jsonLines(item, inner)).join(",\n")}\n${indent}]`;
  const members = entriesOf(value).map(
    ([key, member]) => `${inner}${JSON.stringify(key)}: ${jsonLines(member, inner)}`,
  );
  return `{\n${members.join(",\n")}\n${indent}}`;
}

function spaced(value: unknown): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  if (Array.isArray(value)) return value.length === 0 ? "[]" : `[${value.map(spaced).join(", ")}]`;
  const members = entriesOf(value).map(([key, member]) => `${JSON.stringify(key)}: ${spaced(member)}`);
  return members.length === 0 ? "{}" : `{ ${members.join(", ")} }`;
}

/** As JSON.stringify: what is undefined is left out. */
function entriesOf(value: object): [string, unknown][] {
  return Object.entries(value).filter(([, member]) => member !== undefined);
}
