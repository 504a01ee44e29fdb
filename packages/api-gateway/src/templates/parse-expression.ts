import type { Binary, Expression, Operator } from "./ast.ts";
import { evaluationDepthMax } from "./limits.ts";
import { parseReference, referenceAhead } from "./parse-reference.ts";
import { parseString } from "./parse-string.ts";
import { failure, nested, offsetOf, peek, type Reader, skip, take, textSince, unexpected } from "./reader.ts";
import type { Kind } from "./tokens.ts";

const spellings: Readonly<Record<string, Operator>> = {
  or: "||",
  and: "&&",
  eq: "==",
  ne: "!=",
  lt: "<",
  le: "<=",
  gt: ">",
  ge: ">=",
};

const levels: readonly (readonly Operator[])[] = [
  ["||"],
  ["&&"],
  ["==", "!="],
  ["<", ">", "<=", ">="],
  ["+", "-"],
  ["*", "/", "%"],
];

/** An expression of #if and #set, with operators. */
export function parseExpression(reader: Reader, level = 0): Expression {
  const operators = levels[level];
  if (!operators) return parseUnary(reader);
  const first = reader.index;
  let left = parseExpression(reader, level + 1);
  for (let count = 0; ; count++) {
    const operator = operatorAhead(reader, operators);
    if (!operator) return left;
    if (count > evaluationDepthMax) {
      throw failure(
        reader,
        peek(reader).begin,
        `The expression has over ${evaluationDepthMax} operators in a row.`,
      );
    }
    const leftText = textSince(reader, first).trim();
    const offset = offsetOf(reader, take(reader));
    const rightFirst = reader.index;
    const right = parseExpression(reader, level + 1);
    const rightText = textSince(reader, rightFirst).trim();
    left = { kind: "binary", operator, left, right, leftText, rightText, offset } satisfies Binary;
  }
}

function operatorAhead(reader: Reader, operators: readonly Operator[]): Operator | undefined {
  const token = peek(reader);
  if (token.kind !== "OPERATOR") return undefined;
  const operator = spellings[token.image] ?? (token.image as Operator);
  return operators.includes(operator) ? operator : undefined;
}

function parseUnary(reader: Reader): Expression {
  const ahead = peek(reader).kind === "WHITESPACE" ? 1 : 0;
  if (peek(reader, ahead).kind !== "NOT") return parsePrimary(reader);
  skip(reader, "WHITESPACE");
  take(reader);
  return { kind: "not", operand: nested(reader, () => parseUnary(reader)) };
}

function parsePrimary(reader: Reader): Expression {
  skip(reader, "WHITESPACE");
  let parsed: Expression;
  if (peek(reader).kind === "LPAREN") {
    take(reader);
    parsed = nested(reader, () => parseExpression(reader));
    if (!skip(reader, "RPAREN")) throw unexpected(reader, ") to close the parenthesis");
  } else parsed = parseValue(reader, "a value");
  skip(reader, "WHITESPACE");
  return parsed;
}

/** An argument of a method, an element of a list or map: a value without operators. */
export function parseParameter(reader: Reader): Expression {
  skip(reader, "WHITESPACE");
  const parsed = parseValue(reader, "a value (operators are allowed in #set and #if only)");
  skip(reader, "WHITESPACE");
  return parsed;
}

const indexKinds: readonly Kind[] = ["STRING", "INTEGER", "TRUE", "FALSE"];

/** The index between [ and ] of a reference. */
export function parseIndex(reader: Reader): Expression {
  skip(reader, "WHITESPACE");
  if (!indexKinds.includes(peek(reader).kind) && !referenceAhead(reader)) {
    throw unexpected(reader, "a number, a string or a reference as index");
  }
  const parsed = parseValue(reader, "an index");
  skip(reader, "WHITESPACE");
  return parsed;
}

const valueKinds: readonly Kind[] = [
  "STRING",
  "INTEGER",
  "FLOAT",
  "TRUE",
  "FALSE",
  "LBRACKET",
  "LEFT_CURLEY",
];

/** Whether a value can start with this token. */
export function valueAhead(reader: Reader, n = 0): boolean {
  return valueKinds.includes(peek(reader, n).kind) || referenceAhead(reader, n);
}

/** A reference, a literal, a list, a range or a map. */
export function parseValue(reader: Reader, wanted: string): Expression {
  if (referenceAhead(reader)) return parseReference(reader);
  const token = peek(reader);
  switch (token.kind) {
    case "STRING":
      return parseString(reader);
    case "INTEGER":
    case "FLOAT":
      return { kind: "number", text: take(reader).image, whole: token.kind === "INTEGER" };
    case "TRUE":
    case "FALSE":
      return { kind: "boolean", value: take(reader).kind === "TRUE" };
    case "LBRACKET":
      return nested(reader, () => parseBrackets(reader));
    case "LEFT_CURLEY":
      return nested(reader, () => parseMap(reader));
    default:
      throw unexpected(reader, wanted);
  }
}

/** `[a, b]` or `[from..to]`; a range begins with a reference or an integer. */
function parseBrackets(reader: Reader): Expression {
  const open = take(reader);
  if (skip(reader, "RBRACKET")) return { kind: "list", items: [] };
  const items = [parseParameter(reader)];
  const from = items[0];
  if (from && peek(reader).kind === "DOUBLEDOT" && canBound(from)) {
    take(reader);
    const to = parseParameter(reader);
    if (!canBound(to))
      throw failure(reader, open.begin, "A range goes from one integer or reference to another.");
    if (!skip(reader, "RBRACKET")) throw unexpected(reader, "] to close the range");
    return { kind: "range", from, to, offset: offsetOf(reader, open) };
  }
  while (skip(reader, "COMMA")) items.push(parseParameter(reader));
  if (!skip(reader, "RBRACKET")) throw unexpected(reader, ", or ] in the list");
  return { kind: "list", items };
}

function canBound(expression: Expression): boolean {
  return expression.kind === "reference" || (expression.kind === "number" && expression.whole);
}

function parseMap(reader: Reader): Expression {
  take(reader);
  skip(reader, "WHITESPACE");
  const entries: [Expression, Expression][] = [];
  if (valueAhead(reader)) {
    do {
      const key = parseParameter(reader);
      if (!skip(reader, "COLON")) throw unexpected(reader, ": after the key");
      entries.push([key, parseParameter(reader)]);
    } while (skip(reader, "COMMA"));
  }
  // After a reference the lexer reads } as its end.
  if (!skip(reader, "RIGHT_CURLEY") && !skip(reader, "RCURLY")) throw unexpected(reader, ", or } in the map");
  return { kind: "map", entries };
}
