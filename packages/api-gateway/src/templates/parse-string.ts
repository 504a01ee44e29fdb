import type { Expression } from "./ast.ts";
import { nestingMax } from "./limits.ts";
import { parseStatements } from "./parse-statements.ts";
import { failure, offsetOf, openReader, peek, type Reader, take, unexpected } from "./reader.ts";

/**
 * A string: literal in single quotes, a nested template in double quotes. A doubled quote is one quote, and a
 * backslash escapes nothing but `\uXXXX`.
 */
export function parseString(reader: Reader): Expression {
  const token = take(reader);
  const inner = token.image.slice(1, -1);
  if (token.image.startsWith("'")) return { kind: "string", value: inner.replaceAll("''", "'") };
  const value = unescapeUnicode(reader, inner, token.begin).replaceAll('""', '"');
  if (!/[$#]/.test(inner)) return { kind: "string", value };
  const padded = !value.includes("##");
  const text = padded ? `${value} ` : value;
  if (reader.depth >= nestingMax)
    throw failure(reader, token.begin, `The template nests more than ${nestingMax} levels.`);
  // Offsets within the string match those of the template as long as nothing before them was unescaped.
  const place = (offset: number) => reader.place(Math.min(token.end, token.begin + 1 + offset));
  const content = openReader(text, { ...reader, depth: reader.depth + 1, place });
  const nodes = parseStatements(content);
  if (peek(content).kind !== "EOF") throw unexpected(content, "text or a directive within the string");
  return { kind: "interpolation", nodes, padded, offset: offsetOf(reader, token) };
}

function unescapeUnicode(reader: Reader, text: string, offset: number): string {
  return text.replace(/\\u([\s\S]{0,4})/g, (_, digits: string) => {
    if (/^[0-9a-fA-F]{4}$/.test(digits)) return String.fromCharCode(Number.parseInt(digits, 16));
    throw failure(
      reader,
      offset,
      `\\u${digits} is not a character: four hexadecimal digits must follow \\u.`,
    );
  });
}
