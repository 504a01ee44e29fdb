import type { Expression, Node } from "./ast.ts";
import { parseValue, valueAhead } from "./parse-expression.ts";
import { closeBlock, parseStatements } from "./parse-statements.ts";
import { expect, failure, offsetOf, peek, type Reader, skip, take, textSince, unexpected } from "./reader.ts";
import type { Token } from "./tokens.ts";

interface Call {
  readonly name: string;
  readonly token: Token;
  /** The index of the token among those read. */
  readonly first: number;
  /** Undefined without parentheses. */
  readonly args: readonly Expression[] | undefined;
  /** The source text of the arguments. */
  readonly texts: readonly string[];
}

/** `#foreach`, `#define`, `#macro`, `#break`, `#stop`, or another word: a macro call or text. */
export function parseDirective(reader: Reader): Node[] {
  const first = reader.index;
  const token = take(reader);
  const name = token.image.slice(1).replace(/^\{(.*)\}$/, "$1");
  reader.lexer.enterDirective();
  const texts: string[] = [];
  const args = parseArguments(reader, texts);
  const call: Call = { name, token, first, args, texts };
  switch (name) {
    case "foreach":
      return [parseForeach(reader, call)];
    case "define":
      return [parseDefine(reader, call)];
    case "macro":
      return parseMacro(reader, call);
    case "literal":
      return parseLiteral(reader, call);
    case "break":
    case "stop":
      return [leave(reader, call)];
    case "parse":
    case "include":
    case "evaluate":
      throw failure(reader, token.begin, `#${name} is not available in a mapping template.`);
    default:
      return [macroCall(reader, call)];
  }
}

function parseArguments(reader: Reader, texts: string[]): Expression[] | undefined {
  if (!reader.lexer.openParenthesisAhead()) {
    reader.lexer.leaveDirective();
    return undefined;
  }
  skip(reader, "WHITESPACE");
  expect(reader, "LPAREN", "(");
  const args: Expression[] = [];
  for (;;) {
    skip(reader, "WHITESPACE");
    if (skip(reader, "RPAREN")) return args;
    if (skip(reader, "COMMA")) skip(reader, "WHITESPACE");
    const start = reader.index;
    if (peek(reader).kind === "WORD") args.push({ kind: "word", text: take(reader).image });
    else if (valueAhead(reader)) args.push(parseValue(reader, "an argument"));
    else throw unexpected(reader, "an argument or )");
    texts.push(textSince(reader, start));
  }
}

function parseForeach(reader: Reader, { args, token }: Call): Node {
  const [item, , list] = args ?? [];
  if (!item || !list) throw failure(reader, token.begin, "#foreach takes ($item in $list).");
  if (item.kind === "word" || list.kind === "word") {
    throw failure(
      reader,
      token.begin,
      "#foreach takes ($item in $list): the item and the list begin with $.",
    );
  }
  const body = parseStatements(reader);
  closeBlock(reader, "#foreach", token.begin);
  return { kind: "foreach", name: nameOf(item), list, body, offset: offsetOf(reader, token) };
}

function nameOf(item: Expression): string {
  return item.kind === "reference" ? item.name : "";
}

function parseDefine(reader: Reader, { args, token }: Call): Node {
  const name = args?.[0];
  if (args?.length !== 1 || name?.kind !== "reference")
    throw failure(reader, token.begin, "#define takes ($name).");
  const body = parseStatements(reader);
  closeBlock(reader, "#define", token.begin);
  return { kind: "define", name: name.name, body };
}

function parseMacro(reader: Reader, { args, token }: Call): Node[] {
  const [name, ...rest] = args ?? [];
  if (name?.kind !== "word") throw failure(reader, token.begin, "#macro takes (name $parameter …).");
  const parameters = rest.map((parameter) => {
    if (parameter.kind === "reference" && parameter.steps.length === 0) return parameter.name;
    throw failure(reader, token.begin, `The parameters of #macro(${name.text}) are plain references.`);
  });
  // The name is a directive from its definition on, also within its own body.
  const body = parseStatements(reader);
  closeBlock(reader, "#macro", token.begin);
  if (!reader.macros.has(name.text)) reader.macros.set(name.text, { name: name.text, parameters, body });
  return [];
}

/** `#literal() … #end` prints its content verbatim. */
function parseLiteral(reader: Reader, { token, args }: Call): Node[] {
  if (!args) throw failure(reader, token.begin, "#literal takes ().");
  const first = reader.index;
  parseStatements(reader);
  const text = reader.tokens.slice(first, reader.index).map(({ image }) => image);
  closeBlock(reader, "#literal", token.begin);
  return [{ kind: "text", text: text.join(""), offset: offsetOf(reader, token) }];
}

function leave(reader: Reader, { name, token, args = [] }: Call): Node {
  if (args.length > 1) throw failure(reader, token.begin, `#${name} takes one argument at most.`);
  if (args[0]?.kind === "word") throw failure(reader, token.begin, `#${name} does not take a word.`);
  return name === "stop"
    ? { kind: "stop" }
    : { kind: "break", scope: args[0], offset: offsetOf(reader, token) };
}

function macroCall(reader: Reader, { name, token, first, args, texts }: Call): Node {
  if (name.startsWith("@") && args) {
    throw failure(reader, token.begin, `#${name}: macros with a body are not available here.`);
  }
  const written = reader.tokens.slice(first, reader.index).map(({ image }) => image);
  const literal = name.startsWith("@") ? `#${name}` : written.join("");
  return { kind: "macro", name, args: args ?? [], texts, literal, offset: offsetOf(reader, token) };
}
