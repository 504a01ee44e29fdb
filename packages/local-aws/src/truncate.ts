const mark = " [TRUNCATED]";

/** The text, or its first `charactersMax` characters and a mark. */
export function truncate(text: string, charactersMax: number): string {
  return text.length <= charactersMax ? text : startOf(text, charactersMax) + mark;
}

/** As `truncate`, with the mark within `charactersMax`. */
export function truncateWithin(text: string, charactersMax: number): string {
  return text.length <= charactersMax ? text : startOf(text, charactersMax - mark.length) + mark;
}

/** A copy: what `slice` returns would keep the complete text in memory as long as it lives. No character is cut in two. */
export function startOf(text: string, charactersMax: number): string {
  if (text.length <= charactersMax) return text;
  const isPair = (text.codePointAt(charactersMax - 1) ?? 0) > 0xffff;
  return Buffer.from(text.slice(0, isPair ? charactersMax - 1 : charactersMax), "utf16le").toString(
    "utf16le",
  );
}
