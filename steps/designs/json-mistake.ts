/** The first syntax error in a JSON string. */
export interface JsonMistake {
  /** Counts characters, from 0. */
  offset: number;
  expected: string;
  seen: string;
}

/**
 * Finds the first mistake in a string that JSON.parse rejects. Node's own message has a line only in some versions,
 * and never says what is missing.
 */
export function jsonMistake(text: string): JsonMistake | undefined {
  const end = readValue(text, skipSpace(text, 0), "a JSON value");
  if (typeof end !== "number") return end;
  const rest = skipSpace(text, end);
  return rest < text.length ? mistake(text, rest, "the end of the file") : undefined;
}

/** Where the value ends, or the mistake in it. */
function readValue(text: string, start: number, expected: string): number | JsonMistake {
  const first = text[start];
  if (first === "{") return readMembers(text, start + 1, "}", true);
  if (first === "[") return readMembers(text, start + 1, "]", false);
  if (first === '"') return readString(text, start);
  const word = /^(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)(?![\w.])/.exec(
    text.slice(start),
  );
  return word ? start + word[0].length : mistake(text, start, expected);
}

/** The members of an object or a list, behind its opening bracket. */
function readMembers(text: string, start: number, close: "}" | "]", named: boolean): number | JsonMistake {
  let at = skipSpace(text, start);
  if (text[at] === close) return at + 1;
  for (;;) {
    const end = named ? readMember(text, at) : readValue(text, at, valueAt(text, at));
    if (typeof end !== "number") return end;
    const next = skipSpace(text, end);
    if (text[next] === close) return next + 1;
    if (text[next] !== ",") return mistake(text, next, `a comma, or ${close}`);
    at = skipSpace(text, next + 1);
    if (text[at] === close)
      return { offset: next, expected: `no comma before ${close}`, seen: "a comma after the last value" };
  }
}

function readMember(text: string, start: number): number | JsonMistake {
  if (text[start] !== '"') return mistake(text, start, 'a name in double quotes, such as "name"');
  const end = readString(text, start);
  if (typeof end !== "number") return end;
  const colon = skipSpace(text, end);
  if (text[colon] !== ":") return mistake(text, colon, "a colon after the name");
  const value = skipSpace(text, colon + 1);
  return readValue(text, value, valueAt(text, value));
}

/** What is expected where a value begins: text in other quotes, or in none, gets double ones. */
function valueAt(text: string, at: number): string {
  const rest = text.slice(at);
  if (/^(?:true|false|none|null)\b/i.test(rest)) return "a value; true, false and null are in lowercase";
  return /^['`‘’“”$\p{L}]/u.test(rest) ? 'a value; text is in straight double quotes: "…"' : "a value";
}

function readString(text: string, start: number): number | JsonMistake {
  for (let at = start + 1; at < text.length; at += 1) {
    const character = text[at];
    if (character === '"') return at + 1;
    if (character === "\n") break;
    if (character === "\\" && !/^\\(?:["\\/bfnrt]|u[\dA-Fa-f]{4})/.test(text.slice(at)))
      return { offset: at, expected: 'an escape such as \\" or \\n', seen: text.slice(at, at + 2) };
    if (character === "\\") at += 1;
    else if (character !== undefined && character < " ")
      return { offset: at, expected: "\\t for a tab inside a string", seen: "a control character" };
  }
  return { offset: start, expected: 'a closing " on the same line', seen: "a string that does not end" };
}

function skipSpace(text: string, start: number): number {
  let at = start;
  while (/[ \t\n\r]/.test(text[at] ?? "")) at += 1;
  return at;
}

function mistake(text: string, offset: number, expected: string): JsonMistake {
  if (offset >= text.length)
    return { offset, expected, seen: text.trim() === "" ? "an empty file" : "the end of the file" };
  const comment = /^\/[/*]/.test(text.slice(offset));
  return { offset, expected, seen: comment ? "a comment, which JSON does not have" : word(text, offset) };
}

function word(text: string, offset: number): string {
  return /^[\w$-]+/.exec(text.slice(offset))?.[0] ?? text[offset] ?? "";
}
