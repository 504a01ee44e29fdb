/** A value as indented lines: names, values, and texts of several lines as they are. */
export function outline(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => outline(item).map(asItem));
  if (value instanceof Date) return [value.toISOString()];
  if (typeof value === "object" && value !== null)
    return Object.entries(value).flatMap(([name, part]) => (part === undefined ? [] : named(name, part)));
  return String(value).trimEnd().split("\n");
}

function named(name: string, part: unknown): string[] {
  const lines = outline(part);
  if ((typeof part !== "object" || part === null || part instanceof Date) && lines.length === 1)
    return [`${name}: ${lines[0]}`];
  return [`${name}:`, ...lines.map((line) => `  ${line}`)];
}

function asItem(line: string, index: number): string {
  return `${index === 0 ? "- " : "  "}${line}`;
}
