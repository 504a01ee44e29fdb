import { executeApiArn } from "@long-running-api/api-gateway";
import { listed } from "@long-running-api/foundation/text";
import { arnLike } from "@long-running-api/iam/arn-pattern";
import { matchesWildcard } from "@long-running-api/iam/wildcard";
import { check, fail, pass, type Verdict } from "../engine/check.ts";
import { undefinedIfUnreadable } from "../engine/explain-probe-failure.ts";
import type { ProbeContext } from "../engine/probe-context.ts";
import { ResourceDisappeared } from "../engine/resource-disappeared.ts";
import { findFunctionTable } from "../read/find-table.ts";
import { functionPolicy } from "../read/function-policy.ts";
import { decisionsOf, getRole } from "../read/role.ts";
import { calledStage, tableRead, theApi } from "../read/the-api.ts";
import { readLambdaUri } from "../rules/gateway/lambda-uri.ts";
import { namesAction, type Statement } from "../rules/policy.ts";
import { at } from "./where.ts";

/** One method's call to its function, to be authorized. */
interface Wish {
  method: string;
  /** With its alias or version, if the integration names one; empty where GET reads the table itself. */
  functionName: string;
  /** The table that GET reads itself. */
  table?: string;
  /** The method as IAM sees it, e.g. arn:aws:execute-api:us-east-1:123456789012:abc/test/POST/invoke-lambda. */
  sourceArn: string;
  accountId: string;
  /** Set if the integration has an execution role: the function's policy does not apply then. */
  role?: { arn: string; problem?: string };
  statements: readonly Statement[];
}

export const permission = check({
  id: "03-api/permission",
  claim: "API Gateway may invoke the function, for both methods.",
  needs: ["03-api/post-integration", "03-api/get-integration"],
  probe: wishes,
  judge(seen: readonly Wish[]): Verdict {
    const powerless = seen.find(({ role }) => role?.problem !== undefined);
    if (powerless?.role?.problem)
      return fail({
        expected:
          powerless.table === undefined
            ? `no execution role on the integration, or one that API Gateway may assume and that may invoke ${powerless.functionName}`
            : `an execution role on the integration that API Gateway may assume, and that may call GetItem on ${powerless.table}`,
        observed: `${powerless.method} calls as ${powerless.role.arn}: ${powerless.role.problem}`,
        leadsTo:
          powerless.table === undefined
            ? `${powerless.method} returns 500 Internal server error, and the function is not called.`
            : "DynamoDB refuses the call, or is not called: no poll ever gets the status.",
        lookAt: at(`Resources › ${powerless.method} › Integration request › Execution role`),
        ...(powerless.table === undefined
          ? {
              hint: "If an integration has an execution role (credentials), it applies instead of the function's own policy. The tutorial's has none.",
              differences: [
                { field: `${powerless.method} credentials`, found: powerless.role.arn, right: "none" },
              ],
            }
          : {
              hint: "Where API Gateway calls DynamoDB itself, the function's role does not apply: the integration has a role of its own, with a trust policy for apigateway.amazonaws.com and a policy for dynamodb:GetItem on the table.",
            }),
      });
    const refused = seen.filter((wish) => !wish.role && !isGranted(wish));
    const [first] = refused;
    if (first)
      return fail({
        expected: `a permission for apigateway.amazonaws.com to invoke ${first.functionName} on behalf of ${first.sourceArn}`,
        observed: `none for ${listed(refused.map(({ method }) => method))}${others(first)}`,
        leadsTo: `${listed(refused.map(({ method }) => method))} return${refused.length > 1 ? "" : "s"} 500 Internal server error, and the function is not called.`,
        lookAt: `${at("the integration request")}; Lambda console › the function › Configuration › Permissions › Resource-based policy`,
        hint: "The console grants this silently when you choose a function for a method; a script must do it. A statement applies only if its source ARN matches this API, stage, method and path.",
        differences: [
          {
            field: "source ARN",
            found: sources(first.statements).join(", ") || "none",
            right: first.sourceArn.replace(/^((?:[^:]*:){5}[^/]*)\/[^/]*/, "$1/*"),
          },
        ],
      });
    return pass("POST and GET", [
      seen.some(({ role, table }) => role && table === undefined)
        ? "The integration has an execution role (credentials); the function's policy does not apply to it."
        : undefined,
    ]);
  },
});

function isGranted({ statements, sourceArn, accountId }: Wish): boolean {
  const speaking = statements.filter(
    (statement) => speaksOfGateway(statement) && holds(statement, sourceArn, accountId),
  );
  return (
    speaking.some(({ effect }) => effect === "Allow") && !speaking.some(({ effect }) => effect === "Deny")
  );
}

function speaksOfGateway(statement: Statement): boolean {
  const service = statement.principals.some(
    (principal) => principal === "*" || /^apigateway\.amazonaws\.com(\.cn)?$/.test(principal),
  );
  return service && namesAction(statement, "lambda:InvokeFunction");
}

/** Conditions on the source. A condition that is not evaluated here counts as met: the call shows its effect. */
function holds({ conditions }: Statement, sourceArn: string, accountId: string): boolean {
  for (const [operator, keys] of Object.entries(conditions)) {
    const matches = matcherOf(operator);
    const arns = keys["aws:sourcearn"];
    if (arns && !arns.some((pattern) => arnForms(sourceArn).some((arn) => matches(pattern, arn))))
      return false;
    const accounts = keys["aws:sourceaccount"];
    if (accounts && !accounts.some((pattern) => matches(pattern, accountId))) return false;
  }
  return true;
}

function matcherOf(operator: string): (pattern: string, value: string) => boolean {
  if (/Arn/i.test(operator)) return arnLike;
  return /Like/i.test(operator) ? matchesWildcard : (pattern, value) => pattern === value;
}

/** The console and frameworks write a path variable with its braces or as an asterisk. */
function arnForms(sourceArn: string): string[] {
  return [sourceArn, sourceArn.replace(/\{[^}]*\}/g, "*")];
}

function sources(statements: readonly Statement[]): string[] {
  return statements.flatMap(({ conditions }) =>
    Object.values(conditions).flatMap((keys) => keys["aws:sourcearn"] ?? []),
  );
}

function others({ functionName, statements }: Wish): string {
  const found = sources(statements.filter(speaksOfGateway));
  if (found.length > 0) return `; there is one for ${found.slice(0, 3).join(", ")}`;
  if (statements.length > 0) return `; there is ${statements.slice(0, 3).map(inWords).join(", ")}`;
  return functionName.includes(":")
    ? `; ${functionName} has no policy: the function's own policy does not apply to an alias or a version`
    : "; the function has no resource-based policy";
}

function inWords({ effect, principals, actions, conditions }: Statement): string {
  const limits = Object.values(conditions).flatMap((keys) =>
    Object.entries(keys).map(([key, values]) => `${key} ${values.join(", ")}`),
  );
  return `${effect} ${actions.join(", ")} for ${principals.join(", ")}${limits.length > 0 ? ` (${limits.join("; ")})` : ""}`;
}

/** Why an integration's execution role does not allow its call; undefined if the role cannot be read. */
async function roleProblem(
  context: ProbeContext,
  arn: string,
  wanted: { action: string; resource: string },
): Promise<string | undefined> {
  if (arn.includes("*")) return "with the caller's credentials, but the workflow does not sign its calls";
  return await undefinedIfUnreadable(context, async () => {
    const role = await context.ask(getRole, arn);
    if (!role) return "there is no such role";
    const trusted = role.trust.some(
      ({ effect, principals }) => effect === "Allow" && principals.includes("apigateway.amazonaws.com"),
    );
    if (!trusted) return "it does not trust apigateway.amazonaws.com";
    const [{ decision } = { decision: "unsure" }] = await decisionsOf(context, role, [wanted]);
    const what = wanted.action === "lambda:InvokeFunction" ? "the function" : wanted.resource;
    return /Deny$/.test(decision) ? `it does not allow ${wanted.action} on ${what}` : undefined;
  });
}

async function wishes(context: ProbeContext): Promise<Wish[]> {
  const view = await context.ask(theApi);
  const stage = view.stage.found?.name ?? context.names.stage;
  const methods = [
    { name: "POST", path: "/invoke-lambda", method: view.post },
    { name: "GET", path: view.get?.path ?? "", method: view.get },
  ];
  return await Promise.all(
    methods.map(async ({ name, path, method }): Promise<Wish> => {
      if (name === "GET" && (await context.ask(tableRead)) !== undefined)
        return await tableWish(context, method?.integration?.credentials ?? "");
      const target = readLambdaUri(method?.integration?.uri, calledStage(view).variables);
      if (!target) throw new ResourceDisappeared("The integration");
      const { functionArn, region, accountId, qualifier } = target;
      const functionName = `${target.functionName}${qualifier === undefined ? "" : `:${qualifier}`}`;
      const role = method?.integration?.credentials ?? "";
      const problem =
        role === ""
          ? undefined
          : await roleProblem(context, role, { action: "lambda:InvokeFunction", resource: functionArn });
      return {
        method: name,
        functionName,
        sourceArn: executeApiArn({ region, accountId, apiId: view.api.id }, `/${stage}/${name}${path}`),
        accountId,
        ...(role === "" ? {} : { role: { arn: role, ...(problem === undefined ? {} : { problem }) } }),
        statements: await context.ask(functionPolicy, functionArn),
      };
    }),
  );
}

/** GET reads the table with its integration's own role. */
async function tableWish(context: ProbeContext, arn: string): Promise<Wish> {
  const table = await context.ask(findFunctionTable);
  if (!table) throw new ResourceDisappeared("The table");
  const problem = await roleProblem(context, arn, { action: "dynamodb:GetItem", resource: table.arn });
  return {
    method: "GET",
    functionName: "",
    table: table.name,
    sourceArn: "",
    accountId: "",
    role: { arn, ...(problem === undefined ? {} : { problem }) },
    statements: [],
  };
}
