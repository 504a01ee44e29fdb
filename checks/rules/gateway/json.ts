/** The value of a JSON string; undefined if it is not valid JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A JSON object; undefined for other values. */
export function asObject(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined;
}

/** A string on one line, cut to a readable length. */
export function short(text: string, charactersMax = 160): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length > charactersMax ? `${line.slice(0, charactersMax)}…` : line;
}
