import type {
  EvaluationResult,
  Statement as MatchedStatement,
  PolicySourceType,
  SimulateCustomPolicyRequest,
  SimulatePolicyResponse,
} from "@aws-sdk/client-iam";
import type { RequestContext } from "@long-running-api/iam/condition";
import { contextOf, type Decision, decide, type Policy } from "@long-running-api/iam/policy";
import { validationError } from "./errors.ts";
import { pageOf } from "./page.ts";
import { statementSpans } from "./positions.ts";

/** The input of both simulations. */
export type SimulationRequest = Pick<
  SimulateCustomPolicyRequest,
  "ActionNames" | "ResourceArns" | "ContextEntries" | "Marker" | "MaxItems"
>;

interface Policies {
  identity: readonly Policy[];
  boundary?: Policy | undefined;
}

/** The decision on each action and resource, as for a real request, without executing it. */
export function simulate(
  policies: Policies,
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
  const isNamed = resources.some((resource) => resource !== "*");
  const results = actions.flatMap((action) =>
    resources.map((resource) => resultOf({ action, resource, isNamed }, policies, context)),
  );
  const { page, rest } = pageOf(results, request);
  return { EvaluationResults: page, ...rest };
}

interface About {
  action: string;
  resource: string;
  /** Whether the request names resources: only then AWS reports each. */
  isNamed: boolean;
}

function resultOf(
  { action, resource, isNamed }: About,
  policies: Policies,
  context: RequestContext,
): EvaluationResult {
  const decision = decide(policies, { action, resource, context });
  const found = {
    MatchedStatements: decision.matched.map(matchedStatement),
    MissingContextValues: [...decision.missingContextKeys],
    ...(decision.boundaryAllows === undefined
      ? {}
      : { PermissionsBoundaryDecisionDetail: { AllowedByPermissionsBoundary: decision.boundaryAllows } }),
  };
  return {
    EvalActionName: action,
    EvalResourceName: resource,
    EvalDecision: decision.decision,
    EvalDecisionDetails: {},
    ...found,
    OrganizationsDecisionDetail: { AllowedByOrganizations: true }, // there is no organization here
    ...(isNamed
      ? {
          ResourceSpecificResults: [
            { EvalResourceName: resource, EvalResourceDecision: decision.decision, ...found },
          ],
        }
      : {}),
  };
}

/** AWS calls every policy "IAM Policy", although its documentation lists several kinds. */
function matchedStatement({ policy, statement }: Decision["matched"][number]): MatchedStatement {
  return {
    SourcePolicyId: policy.name,
    SourcePolicyType: "IAM Policy" as PolicySourceType,
    ...statementSpans(policy.text)[policy.statements.indexOf(statement)],
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
