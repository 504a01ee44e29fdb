import type {
  EvaluationResult,
  SimulateCustomPolicyRequest,
  SimulatePolicyResponse,
} from "@aws-sdk/client-iam";
import type { RequestContext } from "./condition.ts";
import { validationError } from "./errors.ts";
import { pageOf } from "./page.ts";
import { contextOf, decide, type Policy } from "./policy.ts";

/** What both simulations share. */
export type SimulationRequest = Pick<
  SimulateCustomPolicyRequest,
  "ActionNames" | "ResourceArns" | "ContextEntries" | "Marker" | "MaxItems"
>;

/** Each action on each resource, decided as for a real request but not done. */
export function simulate(
  policies: { identity: readonly Policy[]; boundary?: Policy | undefined },
  request: SimulationRequest,
  known: ReadonlyMap<string, readonly string[]>,
): SimulatePolicyResponse {
  const actions = request.ActionNames ?? [];
  if (actions.length === 0)
    throw validationError(
      "1 validation error detected: Value null at 'actionNames' failed to satisfy constraint: Member must not be null",
    );
  for (const action of actions) if (!/^[\w-]+:[\w*?]+$/.test(action)) throw invalidAction(action);
  const context = new Map([...known, ...entriesOf(request.ContextEntries)]);
  const resources = request.ResourceArns?.length ? request.ResourceArns : ["*"];
  const results = actions.flatMap((action) =>
    resources.map((resource) => resultOf(action, resource, policies, context)),
  );
  const { page, rest } = pageOf(results, request);
  return { EvaluationResults: page, ...rest };
}

function resultOf(
  action: string,
  resource: string,
  policies: { identity: readonly Policy[]; boundary?: Policy | undefined },
  context: RequestContext,
): EvaluationResult {
  const decision = decide(policies, { action, resource, context });
  return {
    EvalActionName: action,
    EvalResourceName: resource,
    EvalDecision: decision.decision,
    MatchedStatements: decision.matched.map(({ policy }) => ({
      SourcePolicyId: policy.name,
      SourcePolicyType: policy.kind,
    })),
    MissingContextValues: [...decision.missingContextKeys],
    ...(decision.boundaryAllows === undefined
      ? {}
      : { PermissionsBoundaryDecisionDetail: { AllowedByPermissionsBoundary: decision.boundaryAllows } }),
  };
}

function entriesOf(entries: SimulationRequest["ContextEntries"]) {
  return contextOf(
    Object.fromEntries(
      (entries ?? []).map(({ ContextKeyName = "", ContextKeyValues = [] }) => [
        ContextKeyName,
        ContextKeyValues,
      ]),
    ),
  );
}

function invalidAction(action: string) {
  return validationError(`Invalid Action: ${action}`);
}
