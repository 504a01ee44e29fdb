/** Kinds of token, named as in Velocity's grammar. */
export type Kind =
  | "EOF"
  | "TEXT"
  | "ESCAPE"
  | "DOUBLE_ESCAPE"
  | "ESCAPE_DIRECTIVE"
  | "EMPTY_INDEX"
  | "SET_DIRECTIVE"
  | "IF_DIRECTIVE"
  | "ELSEIF_DIRECTIVE"
  | "ELSE_DIRECTIVE"
  | "END"
  | "WORD"
  | "BRACKETED_WORD"
  | "LINE_COMMENT_START"
  | "LINE_COMMENT"
  | "BLOCK_COMMENT"
  | "TEXTBLOCK"
  | "IDENTIFIER"
  | "DOT"
  | "LCURLY"
  | "RCURLY"
  | "INDEX_LBRACKET"
  | "INDEX_RBRACKET"
  | "LPAREN"
  | "RPAREN"
  | "METHOD_RPAREN"
  | "LBRACKET"
  | "RBRACKET"
  | "LEFT_CURLEY"
  | "RIGHT_CURLEY"
  | "COMMA"
  | "COLON"
  | "DOUBLEDOT"
  | "WHITESPACE"
  | "STRING"
  | "INTEGER"
  | "FLOAT"
  | "TRUE"
  | "FALSE"
  | "OPERATOR"
  | "NOT"
  | "EQUALS";

/** One token; `specials` are texts before it that belong to no token (a lone $ or #). */
export interface Token {
  readonly kind: Kind;
  /** The text read; the parser removes text before a reference. */
  image: string;
  readonly begin: number;
  readonly end: number;
  readonly specials: readonly string[];
}
