import type { Value } from "./values.ts";

// The syntax tree of a JSONPath, without evaluation.

/** One step of a path. */
export type PathStep =
  | { readonly kind: "names"; readonly names: readonly string[] }
  | { readonly kind: "indexes"; readonly indexes: readonly number[] }
  | { readonly kind: "slice"; readonly from: number | undefined; readonly to: number | undefined }
  | { readonly kind: "all" }
  | { readonly kind: "scan" }
  | { readonly kind: "filter"; readonly filter: Filter }
  | FunctionStep;

/** A function at the end of a path, such as `.sum($.a, 2)`. */
export interface FunctionStep {
  readonly kind: "function";
  readonly name: string;
  readonly args: readonly Argument[];
}

/** An argument of a function. */
export type Argument =
  | { readonly kind: "path"; readonly path: Path }
  | { readonly kind: "value"; readonly value: Value };

/** A parsed path; a definite one finds at most one value. */
export interface Path {
  readonly fromRoot: boolean;
  readonly steps: readonly PathStep[];
  readonly definite: boolean;
}

/** A condition of `[?(…)]`. */
export type Filter =
  | { readonly kind: "or" | "and"; readonly parts: readonly Filter[] }
  | { readonly kind: "not"; readonly part: Filter }
  | { readonly kind: "exists"; readonly operand: Operand }
  | { readonly kind: "compare"; readonly operator: string; readonly left: Operand; readonly right: Operand };

/** One side of a comparison. */
export type Operand = Argument | { readonly kind: "regex"; readonly pattern: string; readonly flags: string };
