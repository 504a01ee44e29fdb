import type { Source } from "./sources.ts";

/** A message of the checks, as in their source. */
export interface Message {
  file: string;
  line: number;
  text: string;
  /** Matches the message as it is printed, with anything filled in. */
  printed: RegExp;
}

/** Calls whose texts are not messages of a failed check: claims, usages, ids, places to look at, our own errors. */
const others =
  /\b(?:at|atPost|atGet|atIam|where|Error|ResourceDisappeared|Problem)\($|\b(?:claim|usage): $|\brecorded:\s+$|\bclaim:\n\s*(?:which[^"]*)?$/;

/** The messages in a file of checks: string literals of more than two words, with their placeholders. */
export function messagesOf({ file, text }: Source): Message[] {
  return literals(text).flatMap(({ start, body }) => {
    const words = body
      .replace(/\$\{[^}]*\}/g, "x")
      .trim()
      .split(/\s+/).length;
    if (words < 3 || others.test(text.slice(0, start).slice(-60))) return [];
    const line = text.slice(0, start).split("\n").length;
    return [{ file, line, text: body, printed: pattern(body) }];
  });
}

interface Literal {
  start: number;
  body: string;
}

/** String and template literals, comments and regular expressions left out. */
function literals(text: string): Literal[] {
  const found: Literal[] = [];
  const token =
    /\/\/[^\n]*|\/\*[\s\S]*?\*\/|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`|(?<=[(,=:?|&!]\s*)\/(?![*/])(?:[^/\\\n[]|\\.|\[(?:[^\]\\]|\\.)*\])+\/[a-z]*/g;
  for (const match of text.matchAll(token)) {
    const [whole] = match;
    if (!/^["'`]/.test(whole)) continue;
    found.push({ start: match.index, body: whole.slice(1, -1) });
  }
  return found;
}

/** A placeholder may match any text, including a sentence. */
function pattern(body: string): RegExp {
  const parts = splitFilled(body).map((part) => unquoted(part).replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(parts.join("[\\s\\S]*?"));
}

/** The fixed parts between `${…}`, whose expressions may hold braces and texts of their own. */
function splitFilled(body: string): string[] {
  const parts: string[] = [];
  let fixed = "";
  for (let index = 0; index < body.length; index += 1) {
    if (body.startsWith("${", index) && body[index - 1] !== "\\") {
      parts.push(fixed);
      fixed = "";
      let depth = 0;
      for (; index < body.length; index += 1) {
        if (body[index] === "{") depth += 1;
        if (body[index] === "}") depth -= 1;
        if (depth === 0 && body[index] === "}") break;
      }
    } else fixed += body[index];
  }
  return [...parts, fixed];
}

function unquoted(text: string): string {
  return text.replace(/\\(.)/g, (_, character: string) => (character === "n" ? "\n" : character));
}
