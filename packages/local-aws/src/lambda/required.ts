import { NormalizedSchema } from "@smithy/core/schema";
import type { Action } from "../action.ts";
import { complaint } from "../complaint.ts";
import { validation } from "./errors.ts";
import type { LambdaStore } from "./lambda-store.ts";

type LambdaAction = Action<LambdaStore, object, unknown>;

/** Wraps an action: rejects requests without a member that Lambda's model requires. */
export function requiring(action: LambdaAction): LambdaAction {
  const required = requiredOf(action);
  return {
    ...action,
    handle(input, store, context) {
      const missing = required.filter((name) => (input as Record<string, unknown>)[name] === undefined);
      if (missing.length > 0) throw validation(missing.map(isNull));
      return action.handle(input, store, context);
    },
  };
}

/** The SDK's schema of a structure lists the required members first, and their number. */
function requiredOf({ operation }: LambdaAction): string[] {
  const input = NormalizedSchema.of(operation[4]).getSchema();
  if (!Array.isArray(input)) return [];
  const [, , , , names, , count = 0] = input as unknown as [
    3,
    string,
    string,
    unknown,
    string[],
    unknown,
    number?,
  ];
  return Array.isArray(names) ? names.slice(0, count) : [];
}

function isNull(name: string): string {
  const at = `${name.charAt(0).toLowerCase()}${name.slice(1)}`;
  return complaint("null", at, "Member must not be null");
}
