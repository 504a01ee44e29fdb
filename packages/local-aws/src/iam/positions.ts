/** A position in a policy's text: line and column from 1; the column is after the last character read. */
export interface Position {
  Line: number;
  Column: number;
}

/** The beginning and end of a statement, as the policy simulator reports them. */
export interface Span {
  StartPosition: Position;
  EndPosition: Position;
}

/**
 * The positions of a policy's statements, in order. AWS's parser records them after reading a bracket or brace: a
 * list's statement begins after the `[` or `,` before it, a single one after its own `{`; both end after their `}`.
 * The text must be valid JSON.
 */
export function statementSpans(text: string): Span[] {
  const opened: string[] = [];
  const spans: Span[] = [];
  let isStatement = false;
  let start = -1;
  for (let at = 0; at < text.length; at++) {
    const character = text[at] ?? "";
    if (character === '"') {
      const end = endOfString(text, at);
      if (opened.length === 1 && /^\s*:/.test(text.slice(end + 1, end + 64)))
        isStatement = text.slice(at, end + 1) === '"Statement"';
      at = end;
      continue;
    }
    if (character === "{" || character === "[") opened.push(character);
    else if (character === "}" || character === "]") opened.pop();
    if (!isStatement) continue;
    const inList = opened[1] === "[";
    if (opened.length === 2 && (character === "{" || character === "[" || (character === "," && inList)))
      start = at;
    if (character === "}" && start >= 0 && opened.length === (inList ? 2 : 1)) {
      spans.push({ StartPosition: positionOf(text, start), EndPosition: positionOf(text, at) });
      start = -1;
    }
  }
  return spans;
}

function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === "\\" ? 2 : 1;
  return at;
}

function positionOf(text: string, index: number): Position {
  const before = text.slice(0, index);
  const lineStart = before.lastIndexOf("\n") + 1;
  return { Line: before.split("\n").length, Column: index - lineStart + 2 };
}
