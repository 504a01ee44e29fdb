/** A condition, and what `$` is for each answer that it is evaluated on. */
export interface ConditionQuestion {
  readonly script: string;
  readonly scopes: readonly Readonly<Record<string, unknown>>[];
}

/** The result for each scope, in order: JSON, as Conductor's sandbox returns it. */
export type ConditionAnswer = readonly (
  | { readonly value: unknown }
  | { readonly error: { readonly name: string; readonly message: string } }
)[];
