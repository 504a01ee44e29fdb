import type { Macro } from "./ast.ts";
import { placeAt, TemplateError } from "./errors.ts";
import { type Lexer, openLexer } from "./lexer.ts";
import { nestingMax } from "./limits.ts";
import type { Kind, Token } from "./tokens.ts";

/** The parser's view of a template: tokens read one by one, with lookahead. */
export interface Reader {
  readonly source: string;
  readonly lexer: Lexer;
  readonly tokens: Token[];
  index: number;
  depth: number;
  /** Macros defined so far, in this template and the strings within it. */
  readonly macros: Map<string, Macro>;
  /** The root names of references. */
  readonly names: Set<string>;
  /** The offset of the text in the whole template, for strings that are templates themselves. */
  readonly place: (offset: number) => { source: string; offset: number };
}

/** Starts to read a template, or a string within one. */
export function openReader(
  source: string,
  outer?: Pick<Reader, "depth" | "macros" | "names" | "place">,
): Reader {
  return {
    source,
    lexer: openLexer(source),
    tokens: [],
    index: 0,
    depth: outer?.depth ?? 0,
    macros: outer?.macros ?? new Map(),
    names: outer?.names ?? new Set(),
    place: outer?.place ?? ((offset) => ({ source, offset })),
  };
}

/** The n-th token from here, without consuming it. */
export function peek(reader: Reader, n = 0): Token {
  let token = reader.tokens[reader.index + n];
  while (token === undefined) {
    reader.tokens.push(reader.lexer.next());
    token = reader.tokens[reader.index + n];
  }
  return token;
}

/** Consumes a token. */
export function take(reader: Reader): Token {
  const token = peek(reader);
  reader.index++;
  return token;
}

/** Consumes a token of this kind, or throws with what was expected. */
export function expect(reader: Reader, kind: Kind, wanted: string): Token {
  if (peek(reader).kind !== kind) throw unexpected(reader, wanted);
  return take(reader);
}

/** Consumes a token of this kind if it is next. */
export function skip(reader: Reader, kind: Kind): boolean {
  if (peek(reader).kind !== kind) return false;
  reader.index++;
  return true;
}

/** The offset of a token in the whole template. */
export function offsetOf(reader: Reader, token: Token): number {
  return reader.place(token.begin).offset;
}

/** The source text from the token at `index` to the last one consumed. */
export function textSince(reader: Reader, index: number): string {
  return reader.tokens.slice(index, reader.index).map(printed).join("");
}

/** A token as text, with the lone `$`, `#` and the backslashes that the lexer set aside before it. */
export function printed(token: Token): string {
  return token.specials.length === 0 ? token.image : token.specials.map(keptOfSpecial).join("") + token.image;
}

function keptOfSpecial(special: string): string {
  const kept = special.match(/\\+\$[\s\S]?|[#$]/g) ?? [];
  return kept.map((text) => text.replace(/\$[\s\S]$/, "$")).join("");
}

/** The error for an unexpected next token. */
export function unexpected(reader: Reader, wanted: string): TemplateError {
  const token = peek(reader);
  const found = token.kind === "EOF" ? "the end" : JSON.stringify(token.image.slice(0, 40));
  return failure(reader, token.begin, `Expected ${wanted}, found ${found}.`);
}

/** An error at an offset of this text. */
export function failure(reader: Reader, offset: number, message: string): TemplateError {
  const { source, offset: at } = reader.place(offset);
  return new TemplateError(message, placeAt(source, at));
}

/** Runs `parse` one level deeper. */
export function nested<T>(reader: Reader, parse: () => T): T {
  if (++reader.depth > nestingMax) {
    throw failure(reader, peek(reader).begin, `The template nests more than ${nestingMax} levels.`);
  }
  const parsed = parse();
  reader.depth--;
  return parsed;
}
