import type { Branch, Expression, IfDirective, Node } from "./ast.ts";
import { parseDirective } from "./parse-directive.ts";
import { parseExpression } from "./parse-expression.ts";
import { parseReference, referenceAhead } from "./parse-reference.ts";
import {
  expect,
  failure,
  nested,
  offsetOf,
  peek,
  printed,
  type Reader,
  skip,
  take,
  textSince,
  unexpected,
} from "./reader.ts";
import type { Kind, Token } from "./tokens.ts";

const textKinds: readonly Kind[] = [
  "TEXT",
  "DOT",
  "RPAREN",
  "LPAREN",
  "INTEGER",
  "FLOAT",
  "STRING",
  "ESCAPE",
  "LCURLY",
  "RCURLY",
  "EMPTY_INDEX",
];

/** Text, references and directives, up to #end, #else or the end. */
export function parseStatements(reader: Reader): Node[] {
  const nodes: Node[] = [];
  while (parseStatement(reader, nodes));
  return nodes;
}

function parseStatement(reader: Reader, nodes: Node[]): boolean {
  const token = peek(reader);
  const offset = offsetOf(reader, token);
  if (referenceAhead(reader)) nodes.push(parseReference(reader));
  else if (textKinds.includes(token.kind)) addText(nodes, printed(take(reader)), offset);
  else {
    switch (token.kind) {
      case "IF_DIRECTIVE":
        nodes.push(nested(reader, () => parseIf(reader)));
        break;
      case "SET_DIRECTIVE":
        nodes.push(parseSet(reader));
        break;
      case "LINE_COMMENT_START":
      case "BLOCK_COMMENT":
        addText(nodes, beforeComment(take(reader)), offset);
        skip(reader, "LINE_COMMENT");
        break;
      case "TEXTBLOCK":
        addText(nodes, take(reader).image.slice("#[[".length, -"]]#".length), offset + "#[[".length);
        break;
      case "ESCAPE_DIRECTIVE":
        addText(nodes, escapedDirective(reader, take(reader).image), offset);
        break;
      case "DOUBLE_ESCAPE":
        addText(nodes, doubleEscapes(reader), offset);
        break;
      case "WORD":
      case "BRACKETED_WORD":
        for (const node of nested(reader, () => parseDirective(reader))) nodes.push(node);
        break;
      default:
        return false;
    }
  }
  return true;
}

/** Text that follows directly on text becomes a part of it; after a comment or an escape, a new one begins. */
function addText(nodes: Node[], text: string, offset: number): void {
  const last = nodes[nodes.length - 1];
  if (last?.kind === "text" && last.offset + last.text.length === offset)
    nodes[nodes.length - 1] = { kind: "text", text: last.text + text, offset: last.offset };
  else if (text !== "") nodes.push({ kind: "text", text, offset });
}

function beforeComment({ image }: Token): string {
  const comment = image.search(/#[#*]/);
  return comment > 0 ? image.slice(0, comment) : "";
}

const builtIn = ["if", "elseif", "else", "end", "set"];
const pluggable = ["foreach", "include", "parse", "macro", "literal", "evaluate", "break", "define", "stop"];

/** `\#if` prints `#if`; before a word that is not a directive, backslashes are text. */
function escapedDirective(reader: Reader, image: string): string {
  const last = image.lastIndexOf("\\");
  const name = image.slice(last + 2).replace(/^\{(.*)\}$/, "$1");
  return isDirective(reader, name) ? image.slice(0, Math.floor(last / 2)) + image.slice(last + 1) : image;
}

function isDirective(reader: Reader, name: string): boolean {
  return builtIn.includes(name) || pluggable.includes(name) || reader.macros.has(name);
}

/** `\\` before a directive is one backslash, elsewhere two. */
function doubleEscapes(reader: Reader): string {
  let count = 0;
  while (skip(reader, "DOUBLE_ESCAPE")) count++;
  const next = peek(reader);
  const control = ["IF_DIRECTIVE", "ELSE_DIRECTIVE", "ELSEIF_DIRECTIVE", "END"].includes(next.kind);
  const name = next.image.slice(1);
  return (control || pluggable.includes(name) || reader.macros.has(name) ? "\\" : "\\\\").repeat(count);
}

function parseSet(reader: Reader): Node {
  const offset = offsetOf(reader, take(reader));
  skip(reader, "WHITESPACE");
  if (!referenceAhead(reader)) throw unexpected(reader, "a reference after #set(");
  const first = peek(reader);
  const target = parseReference(reader);
  skip(reader, "WHITESPACE");
  expect(reader, "EQUALS", "= in #set");
  const value = nested(reader, () => parseExpression(reader));
  expect(reader, "RPAREN", ") to close #set");
  reader.lexer.endOfSet();
  return { kind: "set", target, name: first.image.slice(1), value, offset };
}

function parseIf(reader: Reader): IfDirective {
  const { begin } = peek(reader);
  const branches: Branch[] = [];
  const addBranch = (parseHead: () => Pick<Branch, "condition" | "text">) => {
    const offset = offsetOf(reader, take(reader));
    const head = parseHead();
    const body = parseStatements(reader);
    branches.push({ ...head, body, offset, end: offsetOf(reader, peek(reader)) });
  };
  do addBranch(() => parseCondition(reader));
  while (peek(reader).kind === "ELSEIF_DIRECTIVE");
  if (peek(reader).kind === "ELSE_DIRECTIVE") addBranch(() => ({ condition: undefined, text: "" }));
  closeBlock(reader, "#if", begin);
  return { kind: "if", branches };
}

function parseCondition(reader: Reader): { condition: Expression; text: string } {
  skip(reader, "WHITESPACE");
  expect(reader, "LPAREN", "( after #if");
  const start = reader.index;
  const condition = parseExpression(reader);
  const text = textSince(reader, start).trim();
  expect(reader, "RPAREN", ") to close the condition");
  return { condition, text };
}

/** Consumes the #end of a block that began at `offset`. */
export function closeBlock(reader: Reader, name: string, offset: number): void {
  if (skip(reader, "END")) return;
  if (peek(reader).kind !== "EOF") throw unexpected(reader, `#end to close ${name}`);
  throw failure(reader, offset, `${name} is never closed with #end.`);
}
