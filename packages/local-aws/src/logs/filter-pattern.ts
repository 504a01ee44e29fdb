import { invalidParameter } from "./errors.ts";
import { parseJsonPattern } from "./json-pattern.ts";

/** Whether a message matches a filter pattern. */
export type Filter = (message: string) => boolean;

/**
 * Compiles a filter pattern: `ERROR`, `"two words"`, `ERROR -timeout`, `?ERROR ?WARN`, `{ $.level = "ERROR" }`.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 */
export function parseFilter(pattern: string): Filter {
  const text = pattern.trim();
  if (text === "") return () => true;
  if (text.startsWith("{")) return parseJsonPattern(text);
  if (text.startsWith("[") || text.startsWith("%"))
    throw invalidParameter(
      "Filter patterns with columns or regular expressions are not in the embedded cloud.",
    );
  const terms = split(text);
  const wanted = terms.filter(({ sign }) => sign === "").map(({ term }) => term);
  const unwanted = terms.filter(({ sign }) => sign === "-").map(({ term }) => term);
  const optional = terms.filter(({ sign }) => sign === "?").map(({ term }) => term);
  // AWS ignores optional terms when there are others.
  if (wanted.length + unwanted.length === 0)
    return (message) => optional.some((term) => message.includes(term));
  return (message) =>
    wanted.every((term) => message.includes(term)) && !unwanted.some((term) => message.includes(term));
}

function split(text: string): { sign: string; term: string }[] {
  const terms: { sign: string; term: string }[] = [];
  const one = /\s*([-?]?)(?:"((?:[^"\\]|\\.)*)"|([^\s"]+))(?=\s|$)/y;
  while (one.lastIndex < text.length) {
    const found = one.exec(text);
    if (!found) throw invalidParameter("Invalid filter pattern");
    const [, sign = "", quoted, bare = ""] = found;
    if (quoted === undefined && !/^[\w.\-:/@]+$/.test(bare)) throw invalidParameter("Invalid filter pattern");
    terms.push({ sign, term: quoted === undefined ? bare : quoted.replace(/\\(.)/g, "$1") });
  }
  return terms;
}
