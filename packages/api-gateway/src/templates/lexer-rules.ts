import type { Kind } from "./tokens.ts";

// Velocity 1.7 reads a template with a lexer of ten states, and much of what it prints follows from them: which
// whitespace a directive swallows, where a reference ends, what a lone $ or # becomes. So this lexer has the same
// states and the same rules (the longest match wins, the first rule on a tie), as data. See the grammar,
// src/parser/Parser.jjt of Velocity 1.7, and https://velocity.apache.org/engine/1.7/user-guide.html.

type State =
  | "text"
  | "reference"
  | "modifier"
  | "arguments"
  | "index"
  | "name"
  | "directive"
  | "lineComment"
  | "blockComment"
  | "textblock";

/** The lexer's position and state. */
export interface Scanner {
  readonly source: string;
  position: number;
  state: State;
  stack: { state: State; opened: number; closed: number }[];
  /** Parentheses that were opened and closed in this state. */
  opened: number;
  closed: number;
  inSet: boolean;
  inComment: boolean;
  /** The end of the backslashes being read. */
  backslashesEnd: number;
}

type Role = "token" | "more" | "special" | "skip";
/** One kind of token, in the states in which it is read. */
export interface Rule {
  readonly kind: Kind;
  readonly role: Role;
  readonly pattern: RegExp;
  readonly act?: (scanner: Scanner, match: string) => string | undefined;
}
type States = readonly State[];

const everywhere: States = [
  "text",
  "reference",
  "modifier",
  "arguments",
  "index",
  "name",
  "directive",
  "lineComment",
  "blockComment",
  "textblock",
];
const newline = "(?:[ \\t]*(?:\\r\\n|\\n|\\r))?";
const word = "[A-Za-z_@][A-Za-z0-9_@]*";
const bracketedWord = "\\{[A-Za-z_][A-Za-z0-9_@]*\\}";

function push(scanner: Scanner, state: State): void {
  scanner.stack.push({ state: scanner.state, opened: scanner.opened, closed: scanner.closed });
  scanner.opened = 0;
  scanner.state = state;
}

/** Goes back to the state before. */
export function pop(scanner: Scanner): boolean {
  const outer = scanner.stack.pop();
  if (!outer) {
    scanner.opened = 0;
    scanner.state = "text";
    return false;
  }
  scanner.opened = outer.opened;
  scanner.closed = outer.closed;
  scanner.state = outer.state;
  return true;
}

/** A closing parenthesis ends the nearest state that has an open one. */
function closeParenthesis(scanner: Scanner): void {
  if (scanner.inComment) return;
  for (;;) {
    if (scanner.opened > 0) {
      if (scanner.opened === scanner.closed + 1) pop(scanner);
      else scanner.closed++;
      return;
    }
    if (!pop(scanner)) return;
  }
}

function beginReference(scanner: Scanner): undefined {
  if (scanner.inComment) return;
  if (scanner.state === "reference") pop(scanner);
  push(scanner, "reference");
}

function beginDirective(scanner: Scanner): undefined {
  if (scanner.inComment) return;
  if (scanner.state === "reference" || scanner.state === "modifier") pop(scanner);
  push(scanner, "name");
}

function beginComment(state: State): (scanner: Scanner) => undefined {
  return (scanner) => {
    if (scanner.inComment) return;
    scanner.inComment = true;
    push(scanner, state);
  };
}

function beginFormalComment(scanner: Scanner): undefined {
  if (scanner.inComment) return;
  scanner.position -= 1;
  beginComment("blockComment")(scanner);
}

function endComment(scanner: Scanner): undefined {
  scanner.inComment = false;
  pop(scanner);
}

function switchTo(state: State): (scanner: Scanner) => undefined {
  return (scanner) => {
    scanner.state = state;
  };
}

function putBack(scanner: Scanner): undefined {
  scanner.position -= 1;
  pop(scanner);
}

function afterNumber(scanner: Scanner, image: string): string | undefined {
  let kept: string | undefined;
  if (image.endsWith("..")) {
    scanner.position -= 2;
    kept = image.slice(0, -2);
  }
  const inParameters = scanner.state === "arguments" || scanner.state === "index";
  if (scanner.opened === 0 && !scanner.inSet && !inParameters) pop(scanner);
  return kept;
}

function afterFloat(scanner: Scanner): undefined {
  if (scanner.opened === 0 && !scanner.inSet && scanner.state !== "arguments") pop(scanner);
}

// The order is the grammar's: it decides between matches of the same length.
const table: readonly (readonly [States, Kind, Role, string, Rule["act"]?])[] = [
  [["reference", "modifier"], "INDEX_LBRACKET", "token", "\\[", (s) => void push(s, "index")],
  [["index"], "INDEX_RBRACKET", "token", "\\]", (s) => void pop(s)],
  [["directive", "arguments"], "LBRACKET", "token", "\\["],
  [["directive", "arguments"], "RBRACKET", "token", "\\]"],
  [["directive", "arguments"], "COMMA", "token", ","],
  [["directive", "arguments"], "DOUBLEDOT", "token", "\\.\\."],
  [["directive", "arguments"], "COLON", "token", ":"],
  [["directive", "arguments"], "LEFT_CURLEY", "token", "\\{"],
  [["directive", "arguments"], "RIGHT_CURLEY", "token", "\\}"],
  [["directive", "modifier"], "LPAREN", "token", "\\(", openParenthesis],
  [["directive"], "RPAREN", "token", `\\)${newline}`, (s) => void closeParenthesis(s)],
  [["arguments"], "METHOD_RPAREN", "token", "\\)", switchTo("reference")],
  [["text"], "ESCAPE_DIRECTIVE", "token", `(?:\\\\\\\\)*\\\\#(?:${word}|${bracketedWord})`],
  [
    ["text", "reference", "modifier", "arguments"],
    "SET_DIRECTIVE",
    "token",
    "[ \\t]*(?:#set|#\\{set\\}) *\\(",
    beginSet,
  ],
  [everywhere, "TEXT", "more", "\\\\*\\$", beginReference],
  [everywhere, "TEXT", "more", "\\\\*\\$\\\\*!", beginReference],
  [everywhere, "TEXT", "more", "#\\[\\[", beginComment("textblock")],
  [everywhere, "TEXT", "more", "#\\*\\*[^#]", beginFormalComment],
  [everywhere, "TEXT", "more", "#\\*", beginComment("blockComment")],
  [everywhere, "TEXT", "more", "#", beginDirective],
  [["text", "name", "directive", "reference"], "LINE_COMMENT_START", "token", "##", beginLineComment],
  [["text"], "DOUBLE_ESCAPE", "token", "\\\\\\\\"],
  [["text"], "ESCAPE", "token", "\\\\"],
  [["text"], "TEXT", "token", "[^$#\\\\]+"],
  [["lineComment"], "LINE_COMMENT", "token", "\\r\\n|\\n|\\r", endComment],
  [["blockComment"], "BLOCK_COMMENT", "token", "\\*#", endComment],
  [["textblock"], "TEXTBLOCK", "token", "\\]\\]#", endComment],
  [["lineComment", "blockComment"], "TEXT", "skip", "[^$#*\\\\\\r\\n]+|[^]"],
  [["textblock"], "TEXT", "more", "[^$#\\]\\\\]+|[^]"],
  [["directive", "arguments", "index"], "WHITESPACE", "token", "[ \\t\\r\\n]+"],
  [
    ["directive", "arguments", "index"],
    "STRING",
    "token",
    `"[^"]*(?:""[^"]*)*"|'[^']*(?:''[^']*)*'`,
    afterString,
  ],
  [["reference", "directive", "modifier", "arguments", "index"], "TRUE", "token", "true"],
  [["reference", "directive", "modifier", "arguments", "index"], "FALSE", "token", "false"],
  [["directive"], "OPERATOR", "token", "&&|\\|\\||and|or|<=|>=|==|[-+*/%<>]|!=|lt|le|gt|ge|eq|ne"],
  [["directive"], "NOT", "token", "!|not"],
  [["directive"], "EQUALS", "token", "="],
  [["name"], "END", "token", `(?:end|\\{end\\})${newline}`, (s) => void pop(s)],
  [["name"], "IF_DIRECTIVE", "token", "if|\\{if\\}", switchTo("directive")],
  [["name"], "ELSEIF_DIRECTIVE", "token", "elseif|\\{elseif\\}", switchTo("directive")],
  [["name"], "ELSE_DIRECTIVE", "token", `(?:else|\\{else\\})${newline}`, (s) => void pop(s)],
  [["name", "directive", "arguments", "index"], "INTEGER", "token", "-?[0-9]+(?:\\.\\.)?", afterNumber],
  [["name", "directive", "arguments", "index"], "FLOAT", "token", floatPattern(), afterFloat],
  [["name", "directive"], "WORD", "token", word],
  [["name", "directive"], "BRACKETED_WORD", "token", bracketedWord],
  [["reference", "modifier", "arguments"], "IDENTIFIER", "token", "[A-Za-z_][A-Za-z0-9_-]*"],
  [["reference", "modifier", "arguments"], "DOT", "token", "\\.[A-Za-z]", afterDot],
  [["reference", "modifier"], "LCURLY", "token", "\\{"],
  [["reference", "modifier"], "RCURLY", "token", "\\}", (s) => void pop(s)],
  [["reference", "modifier"], "TEXT", "special", "[^]", putBack],
  [["name"], "TEXT", "special", "[^]", putBack],
  [["text", "reference"], "EMPTY_INDEX", "token", "\\$\\[|\\$!\\[|\\$\\\\!\\[|\\$\\."],
];

/** The rules of each state. */
export const rulesOf = perState(rulesIn);
/** The same without the rules that a backslash can begin, except the backslash itself. */
export const plainBackslashRulesOf = perState((state) =>
  rulesOf[state].filter(({ pattern }) => !/^(?:\(\?:)?\\\\.*[$#]/.test(pattern.source)),
);

function perState(rules: (state: State) => readonly Rule[]): Readonly<Record<State, readonly Rule[]>> {
  return Object.fromEntries(everywhere.map((state) => [state, rules(state)])) as Record<
    State,
    readonly Rule[]
  >;
}

function rulesIn(state: State): readonly Rule[] {
  return table
    .filter(([states]) => states.includes(state))
    .map(([, kind, role, pattern, act]) => {
      const rule = { kind, role, pattern: new RegExp(pattern, "y") };
      return act ? { ...rule, act } : rule;
    });
}

function floatPattern(): string {
  const exponent = "[eE][+-]?[0-9]+";
  return `-?[0-9]+\\.[0-9]*(?:${exponent})?|-?\\.[0-9]+(?:${exponent})?|-?[0-9]+${exponent}`;
}

function openParenthesis(scanner: Scanner): undefined {
  if (!scanner.inComment) scanner.opened++;
  if (scanner.state === "modifier") scanner.state = "arguments";
}

function beginSet(scanner: Scanner): undefined {
  if (scanner.inComment) return;
  push(scanner, "directive");
  scanner.inSet = true;
  scanner.opened++;
}

function beginLineComment(scanner: Scanner): undefined {
  if (scanner.inComment) return;
  if (scanner.state === "reference") pop(scanner);
  scanner.inComment = true;
  push(scanner, "lineComment");
}

function afterString(scanner: Scanner): undefined {
  if (scanner.state === "directive" && !scanner.inSet && scanner.opened === 0) pop(scanner);
}

/** A dot counts only before a letter; the letter is put back for the identifier that follows. */
function afterDot(scanner: Scanner): string {
  scanner.position -= 1;
  scanner.state = "modifier";
  return ".";
}
