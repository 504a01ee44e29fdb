import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { unless } from "@long-running-api/kit/aws-errors";
import { tagsOf } from "@long-running-api/kit/names";
import { deleteRole } from "../../../steps/02-lambda/role.ts";
import { tagList } from "../../../steps/owned.ts";
import { faultsOf, type Place } from "../../fault.ts";
import { deployed } from "../change/api.ts";
import { type Change, sequence } from "../change/change.ts";
import { changeIntegration } from "../change/method.ts";
import { callAlias, publish } from "../change/other-function.ts";
import { grantInstead, grantTo, revoke, revokeByHand } from "../change/permission.ts";

/** Whether API Gateway may call the function. */
export const permissionFaults = faultsOf("03-api", [
  {
    id: "alias-without-permission",
    story: "Somebody lets the API call an alias, which has no permission of its own.",
    trips: ["03-api/permission"],
    breaks: "02-lambda",
    inject: sequence(publish({ permitted: false }), callAlias),
  },
  {
    id: "no-permission",
    story: "Somebody made the API with a script, and forgot the permission to call the function.",
    trips: ["03-api/permission"],
    inject: revoke("POST", "GET"),
  },
  {
    id: "no-permission-for-get",
    story: "Somebody allowed POST to call the function, and forgot GET.",
    trips: ["03-api/permission"],
    inject: revoke("GET"),
  },
  {
    id: "permission-of-other-api",
    story: "Somebody allowed another API to call the function.",
    trips: ["03-api/permission"],
    inject: sequence(
      grantInstead("POST", (arn) => arn.replace(/:[a-z0-9]+\//, ":a1b2c3d4e5/")),
      grantInstead("GET", (arn) => arn.replace(/:[a-z0-9]+\//, ":a1b2c3d4e5/")),
    ),
  },
  {
    id: "permission-of-other-stage",
    story: "Somebody allowed POST to call the function from the stage prod only.",
    trips: ["03-api/permission"],
    inject: grantInstead("POST", (arn) => arn.replace("/*/", "/prod/")),
  },
  {
    id: "permission-for-other-service",
    story: "Somebody allowed EventBridge to call the function, in place of API Gateway.",
    trips: ["03-api/permission"],
    inject: sequence(revoke("POST", "GET"), grantTo({ Principal: "events.amazonaws.com" })),
    cleanUp: revokeByHand,
  },
  {
    id: "permission-for-other-account",
    story: "Somebody allowed another account's APIs to call the function.",
    trips: ["03-api/permission"],
    inject: sequence(revoke("POST", "GET"), grantTo({ SourceAccount: "111122223333" })),
    cleanUp: revokeByHand,
  },
  {
    id: "permission-for-other-action",
    story: "Somebody allowed API Gateway to look at the function, not to call it.",
    trips: ["03-api/permission"],
    inject: sequence(revoke("POST", "GET"), grantTo({ Action: "lambda:GetFunction" })),
    cleanUp: revokeByHand,
  },
  {
    id: "permission-for-path-without-braces",
    story: "Somebody's permission for GET names the path /requestId.",
    trips: ["03-api/permission"],
    inject: grantInstead("GET", (sourceArn) => sourceArn.replace(/\*$/, "requestId")),
  },
  {
    id: "integration-role-without-rights",
    story: "Somebody gave POST's integration a role of its own that may not call the function.",
    trips: ["03-api/permission"],
    inject: deployed(
      changeIntegration("POST", ({ uri }) => ({
        credentials: `arn:aws:iam::${/:lambda:[^:]*:(\d+):/.exec(uri ?? "")?.[1]}:role/apigateway-invokes-lambda`,
      })),
    ),
  },
  {
    id: "get-role-without-rights",
    story: "Somebody gave GET's integration a role of its own that may not call the function.",
    trips: ["03-api/permission"],
    inject: deployed(
      changeIntegration("GET", ({ uri }) => ({
        credentials: `arn:aws:iam::${/:lambda:[^:]*:(\d+):/.exec(uri ?? "")?.[1]}:role/apigateway-invokes-lambda`,
      })),
    ),
  },
  {
    id: "integration-calls-as-caller",
    story: "Somebody ticked “invoke with caller credentials” for POST.",
    trips: ["03-api/permission"],
    inject: deployed(changeIntegration("POST", () => ({ credentials: "arn:aws:iam::*:user/*" }))),
  },
  {
    id: "integration-role-trusts-lambda",
    story: "Somebody gave POST's integration a role that trusts Lambda, not API Gateway.",
    trips: ["03-api/permission"],
    inject: callAs("lambda.amazonaws.com", "lambda:InvokeFunction"),
    cleanUp: dropCallersRole,
  },
  {
    id: "integration-role-may-not-invoke",
    story: "Somebody gave POST's integration a role that may only look at functions.",
    trips: ["03-api/permission"],
    inject: callAs("apigateway.amazonaws.com", "lambda:GetFunction"),
    cleanUp: dropCallersRole,
  },
]);

/** POST calls with a role of its own. */
function callAs(Service: string, Action: string): Change {
  return async (place) => {
    const client = new IAMClient(place.target.aws);
    const RoleName = callersRole(place);
    const document = (statement: object) =>
      JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", ...statement }] });
    const { Role } = await client.send(
      new CreateRoleCommand({
        RoleName,
        AssumeRolePolicyDocument: document({ Principal: { Service }, Action: "sts:AssumeRole" }),
        Tags: tagList(tagsOf(place.names)),
      }),
    );
    const PolicyDocument = document({ Action, Resource: "*" });
    await client.send(new PutRolePolicyCommand({ RoleName, PolicyName: "call", PolicyDocument }));
    await deployed(changeIntegration("POST", () => ({ credentials: Role?.Arn })))(place);
  };
}

async function dropCallersRole(place: Place): Promise<void> {
  const client = new IAMClient(place.target.aws);
  await unless("NoSuchEntityException", () => deleteRole(client, callersRole(place)));
}

function callersRole({ names }: Place): string {
  return `${names.role}-caller`;
}
