/** A condition, and what `$` is for each answer that it is evaluated on. */
export interface ConditionQuestion {
  readonly script: string;
  readonly scopes: readonly Readonly<Record<string, unknown>>[];
}

/** Why a condition has no result; a syntax error has its place, from 1. */
export interface ConditionError {
  readonly name: string;
  readonly message: string;
  readonly line?: number;
  readonly column?: number;
}

/** The result for each scope, in order: JSON, as Conductor's sandbox returns it. */
export type ConditionAnswer = readonly ({ readonly value: unknown } | { readonly error: ConditionError })[];
