/** A parsed template. Offsets point into its text, for error messages. */
export interface Template {
  readonly source: string;
  readonly nodes: readonly Node[];
  readonly macros: ReadonlyMap<string, Macro>;
  /** The root names of its references: no other variable is looked up. */
  readonly names: ReadonlySet<string>;
}

/** A statement: it prints, or changes what is printed. */
export type Node =
  | Text
  | Reference
  | SetDirective
  | IfDirective
  | ForeachDirective
  | { readonly kind: "break"; readonly scope: Expression | undefined; readonly offset: number }
  | { readonly kind: "stop" }
  | { readonly kind: "define"; readonly name: string; readonly body: readonly Node[] }
  | MacroCall;

/** Text that is printed; `offset` is that of its first character. */
export interface Text {
  readonly kind: "text";
  readonly text: string;
  readonly offset: number;
}

/** `$x.a[0].b("c")`, in all its spellings. */
export interface Reference {
  readonly kind: "reference";
  readonly name: string;
  readonly steps: readonly Step[];
  /** Printed when it has no value. */
  readonly literal: string;
  /** Text before it in the same token: half of its backslashes, lone `$` and `#`. */
  readonly backslashes: string;
  readonly prefix: string;
  /** `\$x` prints itself. */
  readonly escaped: boolean;
  /** An identifier that only looks like a reference: printed verbatim, without a value. */
  readonly plain: boolean;
  readonly offset: number;
}

/** One step down a reference. */
export type Step =
  | { readonly kind: "property"; readonly name: string; readonly offset: number }
  | {
      readonly kind: "method";
      readonly name: string;
      readonly args: readonly Expression[];
      readonly offset: number;
    }
  | { readonly kind: "index"; readonly index: Expression; readonly offset: number };

/** `#set($left = right)`. */
export interface SetDirective {
  readonly kind: "set";
  readonly target: Reference;
  /** The variable to set when the target has no steps: Velocity takes its name from the first token. */
  readonly name: string;
  readonly value: Expression;
  readonly offset: number;
}

/** `#if … #elseif … #else … #end`; #else has no condition. */
export interface IfDirective {
  readonly kind: "if";
  readonly branches: readonly Branch[];
}

/** One branch, from its directive to the next one. */
export interface Branch {
  readonly condition: Expression | undefined;
  /** The condition as it is written. */
  readonly text: string;
  readonly body: readonly Node[];
  readonly offset: number;
  readonly end: number;
}

/** `#foreach($name in list) … #end`. */
export interface ForeachDirective {
  readonly kind: "foreach";
  readonly name: string;
  readonly list: Expression;
  readonly body: readonly Node[];
  readonly offset: number;
}

/** `#macro(name $a $b) … #end`. */
export interface Macro {
  readonly name: string;
  readonly parameters: readonly string[];
  readonly body: readonly Node[];
}

/** `#name(args)`: a macro call if a macro has that name, else text. */
export interface MacroCall {
  readonly kind: "macro";
  readonly name: string;
  readonly args: readonly Expression[];
  /** The source text of the arguments and of the whole call. */
  readonly texts: readonly string[];
  readonly literal: string;
  readonly offset: number;
}

/** An expression: it has a value. */
export type Expression =
  | Reference
  | { readonly kind: "string"; readonly value: string }
  | Interpolation
  | { readonly kind: "number"; readonly text: string; readonly whole: boolean }
  | { readonly kind: "boolean"; readonly value: boolean }
  | { readonly kind: "list"; readonly items: readonly Expression[] }
  | { readonly kind: "range"; readonly from: Expression; readonly to: Expression; readonly offset: number }
  | { readonly kind: "map"; readonly entries: readonly (readonly [Expression, Expression])[] }
  | { readonly kind: "not"; readonly operand: Expression }
  | Binary
  | { readonly kind: "word"; readonly text: string };

/** A double-quoted string that contains `$` or `#` is a template itself. */
export interface Interpolation {
  readonly kind: "interpolation";
  readonly nodes: readonly Node[];
  /** Velocity appends a space before parsing and removes it from the output. */
  readonly padded: boolean;
  readonly offset: number;
}

/** `left operator right`. */
export interface Binary {
  readonly kind: "binary";
  readonly operator: Operator;
  readonly left: Expression;
  readonly right: Expression;
  readonly leftText: string;
  readonly rightText: string;
  readonly offset: number;
}

/** Operators; alternative spellings (`eq`, `and`) map to these. */
export type Operator = "||" | "&&" | "==" | "!=" | "<" | "<=" | ">" | ">=" | "+" | "-" | "*" | "/" | "%";
