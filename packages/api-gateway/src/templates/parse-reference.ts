import type { Reference, Step } from "./ast.ts";
import { parseIndex, parseParameter, valueAhead } from "./parse-expression.ts";
import { expect, nested, offsetOf, peek, type Reader, skip, take, textSince, unexpected } from "./reader.ts";
import type { Token } from "./tokens.ts";

/** Whether a reference can start here; `{` alone is text. */
export function referenceAhead(reader: Reader, n = 0): boolean {
  const { kind } = peek(reader, n);
  return kind === "IDENTIFIER" || (kind === "LCURLY" && peek(reader, n + 1).kind === "IDENTIFIER");
}

/** `$x`, `${x}`, `$!x.y[0].z("a")`. */
export function parseReference(reader: Reader): Reference {
  const index = reader.index;
  const first = take(reader);
  const formal = first.kind === "LCURLY";
  const root = formal ? expect(reader, "IDENTIFIER", "a name after ${") : first;
  const steps = nested(reader, () => parseSteps(reader));
  if (formal && !skip(reader, "RCURLY")) throw unexpected(reader, `} to close ${first.image}${root.image}`);
  const spelling = first.image.includes("\\!") ? unescapedBang(first) : spelled(first);
  const name = spelling.name ?? (formal ? root.image : first.image.replace(/^\$!?/, ""));
  reader.names.add(name);
  const literal = spelling.literal ?? textSince(reader, index);
  return { kind: "reference", ...spelling, name, literal, steps, offset: offsetOf(reader, first) };
}

function parseSteps(reader: Reader): Step[] {
  const steps: Step[] = [];
  parseIndexes(reader, steps);
  while (peek(reader).kind === "DOT" && peek(reader, 1).kind === "IDENTIFIER") {
    take(reader);
    const name = take(reader);
    const offset = offsetOf(reader, name);
    if (methodAhead(reader))
      steps.push({ kind: "method", name: name.image, args: parseArguments(reader), offset });
    else steps.push({ kind: "property", name: name.image, offset });
    parseIndexes(reader, steps);
  }
  return steps;
}

/** A parenthesis after a name belongs to it when valid content follows. */
function methodAhead(reader: Reader): boolean {
  if (peek(reader).kind !== "LPAREN") return false;
  const { kind } = peek(reader, 1);
  return kind === "METHOD_RPAREN" || kind === "WHITESPACE" || kind === "LCURLY" || valueAhead(reader, 1);
}

function parseIndexes(reader: Reader, steps: Step[]): void {
  while (peek(reader).kind === "INDEX_LBRACKET") {
    const offset = offsetOf(reader, take(reader));
    const index = parseIndex(reader);
    expect(reader, "INDEX_RBRACKET", "] to close the index");
    steps.push({ kind: "index", index, offset });
  }
}

function parseArguments(reader: Reader) {
  take(reader);
  if (skip(reader, "METHOD_RPAREN")) return [];
  const args = [parseParameter(reader)];
  while (skip(reader, "COMMA")) args.push(parseParameter(reader));
  expect(reader, "METHOD_RPAREN", ") to close the arguments");
  return args;
}

interface Spelling extends Pick<Reference, "backslashes" | "prefix" | "escaped" | "plain"> {
  /** The name and the literal, when they differ from the source text. */
  readonly name?: string;
  readonly literal?: string;
}

/**
 * Reads what the first token holds besides the name: backslashes escape a reference, `!` makes it quiet, and lone `$` or `#`
 * may be part of the token. Text before the reference is removed from the token.
 */
function spelled(first: Token): Spelling {
  const { image } = first;
  const slashes = /^\\*/.exec(image)?.[0].length ?? 0;
  const dollar = Math.max(slashes, image.lastIndexOf("$"));
  first.image = image.slice(dollar);
  const escaped = slashes % 2 === 1;
  const plain = !first.image.startsWith("$");
  const quiet = first.image.startsWith("$!") && !escaped;
  const backslashes = image.slice(0, Math.floor(slashes / 2));
  const spelling = { backslashes, prefix: image.slice(slashes, dollar), escaped, plain };
  return plain || quiet ? { ...spelling, literal: plain ? first.image : "" } : spelling;
}

/** `$\!x` is looked up under a name that cannot exist, so it prints `$!x`: itself without one backslash. */
function unescapedBang({ image }: Token): Spelling {
  const start = image.indexOf("\\", image.indexOf("$"));
  const literal = image.slice(0, start) + image.slice(start + 1);
  return { name: literal, literal, backslashes: "", prefix: "", escaped: false, plain: false };
}
