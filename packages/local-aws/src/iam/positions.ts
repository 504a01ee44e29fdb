/** A place in a policy's text: lines and columns from 1, the column behind what was read. */
export interface Position {
  Line: number;
  Column: number;
}

/** Where a statement begins and ends, as the policy simulator tells it. */
export interface Span {
  StartPosition: Position;
  EndPosition: Position;
}

/**
 * The places of a policy's statements, in order. AWS's reader stands behind a bracket or brace when it notes them: a
 * list's statement begins behind the `[` or `,` before it, a single one behind its own `{`; both end behind their `}`.
 * The text is known to be JSON.
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
