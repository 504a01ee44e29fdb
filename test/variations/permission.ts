import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { AddPermissionCommand, LambdaClient } from "@aws-sdk/client-lambda";
import type { Place } from "../../instructor/fault.ts";
import { deployed, ownApi } from "../../instructor/faults/change/api.ts";
import { type Change, sequence } from "../../instructor/faults/change/change.ts";
import { changeIntegration } from "../../instructor/faults/change/method.ts";
import { grantTo, revoke } from "../../instructor/faults/change/permission.ts";
import type { Variation } from "./variation.ts";

/** Other ways to allow the API to call the function. */
export const permissionVariations: readonly Variation[] = [
  {
    story: "A permission for the account, without a method.",
    change: sequence(revoke("POST", "GET"), grantTo({ SourceAccount: "000000000000" })),
  },
  {
    story: "A permission for exactly this stage, method and path.",
    change: allowInstead("/test/POST/invoke-lambda", "/test/GET/{requestId}"),
  },
  {
    story: "A permission without a source, one with a star for all of the API.",
    change: sequence(allowInstead("/*"), grantTo({})),
  },
  {
    story: "The integrations use a role of their own instead of the function's policy.",
    change: sequence(revoke("POST", "GET"), callWithRole),
  },
];

/** Permissions instead of the step's; each is for what follows the API's id in a call's ARN. */
export function allowInstead(...sources: readonly string[]): Change {
  return async (place) => {
    const { restApiId } = await ownApi(place);
    await revoke("POST", "GET")(place);
    for (const [index, source] of sources.entries())
      await allow({
        StatementId: `source-${index}`,
        SourceArn: `arn:aws:execute-api:us-east-1:000000000000:${restApiId}${source}`,
      })(place);
  };
}

/** A permission for API Gateway. */
export function allow(permission: {
  FunctionName?: string;
  StatementId?: string;
  Qualifier?: string;
  SourceArn?: string;
}): Change {
  return async ({ target, names }) => {
    await new LambdaClient(target.aws).send(
      new AddPermissionCommand({
        FunctionName: names.function,
        StatementId: "any-api",
        Action: "lambda:InvokeFunction",
        Principal: "apigateway.amazonaws.com",
        ...permission,
      }),
    );
  };
}

async function callWithRole(place: Place): Promise<void> {
  const client = new IAMClient(place.target.aws);
  const RoleName = "caller";
  const policyOf = (statement: object) =>
    JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", ...statement }] });
  const trusted = { Principal: { Service: "apigateway.amazonaws.com" }, Action: "sts:AssumeRole" };
  const { Role } = await client.send(
    new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: policyOf(trusted) }),
  );
  const PolicyDocument = policyOf({ Action: "lambda:InvokeFunction", Resource: "*" });
  await client.send(new PutRolePolicyCommand({ RoleName, PolicyName: "call", PolicyDocument }));
  const credentials = Role?.Arn;
  await deployed(
    changeIntegration("POST", () => ({ credentials })),
    changeIntegration("GET", () => ({ credentials })),
  )(place);
}
