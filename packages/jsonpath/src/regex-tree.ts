/** A parsed regular expression. */
export type Regex =
  | { readonly kind: "char"; readonly matches: (character: string) => boolean }
  /** `begin` is where the search began, after the previous match. */
  | { readonly kind: "assert"; readonly holds: (text: string, at: number, begin: number) => boolean }
  /** What has one length at each position; 0 if it does not match there. */
  | { readonly kind: "span"; readonly length: (text: string, at: number) => number }
  | { readonly kind: "sequence"; readonly items: readonly Regex[] }
  | { readonly kind: "choice"; readonly options: readonly Regex[] }
  | { readonly kind: "group"; readonly index: number; readonly body: Regex }
  | { readonly kind: "back"; readonly index: number; readonly fold: (text: string) => string }
  | { readonly kind: "look"; readonly ahead: boolean; readonly wanted: boolean; readonly body: Regex }
  | { readonly kind: "atomic"; readonly body: Regex }
  | {
      readonly kind: "repeat";
      readonly body: Regex;
      readonly min: number;
      readonly max: number;
      readonly lazy: boolean;
    };

/** A compiled pattern. */
export interface Pattern {
  readonly root: Regex;
  readonly groups: number;
  readonly names: ReadonlyMap<string, number>;
  /** Set when the pattern is plain text. */
  readonly literal: string | undefined;
}
