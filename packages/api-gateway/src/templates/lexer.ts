import { placeAt, TemplateError } from "./errors.ts";
import { plainBackslashRulesOf, pop, type Rule, rulesOf, type Scanner } from "./lexer-rules.ts";
import type { Token } from "./tokens.ts";

/** Reads tokens on demand: the parser may move the lexer to another state between two of them. */
export interface Lexer {
  next(): Token;
  /** Whether parentheses follow the name of a directive. */
  openParenthesisAhead(): boolean;
  enterDirective(): void;
  leaveDirective(): void;
  endOfSet(): void;
}

/** Creates a lexer for a template. */
export function openLexer(source: string): Lexer {
  const scanner: Scanner = {
    source,
    position: 0,
    state: "text",
    stack: [],
    opened: 0,
    closed: 0,
    inSet: false,
    inComment: false,
    backslashesEnd: 0,
  };
  return {
    next: () => nextToken(scanner),
    openParenthesisAhead() {
      const ahead = /[ \t\r\n]*\(/y;
      ahead.lastIndex = scanner.position;
      return ahead.test(source);
    },
    enterDirective() {
      scanner.state = "directive";
    },
    leaveDirective() {
      pop(scanner);
    },
    endOfSet() {
      scanner.inSet = false;
    },
  };
}

function nextToken(scanner: Scanner): Token {
  const specials: string[] = [];
  let begin = scanner.position;
  for (;;) {
    if (scanner.position >= scanner.source.length) {
      if (begin < scanner.position) throw unfinished(scanner, begin);
      return { kind: "EOF", image: "", begin, end: begin, specials };
    }
    const { rule, length } = longest(scanner);
    scanner.position += length;
    const munged = rule.act?.(scanner, scanner.source.slice(begin, scanner.position));
    switch (rule.role) {
      case "more":
        break;
      case "skip":
        begin = scanner.position;
        break;
      case "special":
        // The character that ended it has been put back, and still counts as part of the special text.
        specials.push(scanner.source.slice(begin, scanner.position + 1));
        begin = scanner.position;
        break;
      default: {
        const image = munged ?? scanner.source.slice(begin, scanner.position);
        return { kind: rule.kind, image, begin, end: scanner.position, specials };
      }
    }
  }
}

function longest(scanner: Scanner): { rule: Rule; length: number } {
  const rules = escapesNothing(scanner) ? plainBackslashRulesOf[scanner.state] : rulesOf[scanner.state];
  let best: Rule | undefined;
  let length = 0;
  for (const rule of rules) {
    rule.pattern.lastIndex = scanner.position;
    if (!rule.pattern.test(scanner.source)) continue;
    const matched = rule.pattern.lastIndex - scanner.position;
    if (matched <= length) continue;
    best = rule;
    length = matched;
  }
  if (best) return { rule: best, length };
  const found = JSON.stringify(scanner.source.slice(scanner.position, scanner.position + 1));
  const where = scanner.state === "directive" ? "a directive" : "a reference";
  throw new TemplateError(
    `${found} is not allowed here, inside ${where}.`,
    placeAt(scanner.source, scanner.position),
  );
}

/** Backslashes matter before `$` and, in odd numbers, before `#`. A long run of others is scanned once. */
function escapesNothing(scanner: Scanner): boolean {
  const { source, position } = scanner;
  if (source[position] !== "\\") return false;
  if (position >= scanner.backslashesEnd) {
    scanner.backslashesEnd = position;
    while (source[scanner.backslashesEnd] === "\\") scanner.backslashesEnd++;
  }
  const next = source[scanner.backslashesEnd];
  return next !== "$" && (next !== "#" || (scanner.backslashesEnd - position) % 2 === 0);
}

function unfinished(scanner: Scanner, begin: number): TemplateError {
  const text = scanner.source.slice(begin);
  const message =
    scanner.state === "textblock"
      ? "#[[ is never closed with ]]#."
      : `The template ends in the middle of ${JSON.stringify(text.slice(-20))}.`;
  return new TemplateError(message, placeAt(scanner.source, begin));
}
