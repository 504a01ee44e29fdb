import { faultsOf } from "../../fault.ts";
import { deployed } from "../change/api.ts";
import { createCallerRole, dropCallerRole } from "../change/caller-role.ts";
import { type Change, sequence } from "../change/change.ts";
import { changeIntegration } from "../change/method.ts";
import { callAlias, publish } from "../change/other-function.ts";
import { grantInstead, grantTo, revoke, revokeByHand } from "../change/permission.ts";
import { readTableItself } from "../change/table-read.ts";

/** Faults in API Gateway's permission to invoke the function. */
export const permissionFaults = faultsOf("03-api", [
  {
    id: "alias-without-permission",
    story: "The API calls an alias that has no permission of its own.",
    trips: ["03-api/permission"],
    breaks: "02-lambda",
    inject: sequence(publish({ permitted: false }), callAlias),
  },
  {
    id: "no-permission",
    story: "The API has no permission to invoke the function.",
    trips: ["03-api/permission"],
    inject: revoke("POST", "GET"),
  },
  {
    id: "no-permission-for-get",
    story: "Only POST has permission to invoke the function; GET has none.",
    trips: ["03-api/permission"],
    inject: revoke("GET"),
  },
  {
    id: "permission-of-other-api",
    story: "The permission is for another API.",
    trips: ["03-api/permission"],
    inject: sequence(
      grantInstead("POST", (arn) => arn.replace(/:[a-z0-9]+\//, ":a1b2c3d4e5/")),
      grantInstead("GET", (arn) => arn.replace(/:[a-z0-9]+\//, ":a1b2c3d4e5/")),
    ),
  },
  {
    id: "permission-of-other-stage",
    story: "POST's permission is only for the stage prod.",
    trips: ["03-api/permission"],
    inject: grantInstead("POST", (arn) => arn.replace("/*/", "/prod/")),
  },
  {
    id: "permission-for-other-service",
    story: "The permission is for EventBridge instead of API Gateway.",
    trips: ["03-api/permission"],
    inject: sequence(revoke("POST", "GET"), grantTo({ Principal: "events.amazonaws.com" })),
    cleanUp: revokeByHand,
  },
  {
    id: "permission-for-other-account",
    story: "The permission is for another account's APIs.",
    trips: ["03-api/permission"],
    inject: sequence(revoke("POST", "GET"), grantTo({ SourceAccount: "111122223333" })),
    cleanUp: revokeByHand,
  },
  {
    id: "permission-for-other-action",
    story: "API Gateway may read the function, but not invoke it.",
    trips: ["03-api/permission"],
    inject: sequence(revoke("POST", "GET"), grantTo({ Action: "lambda:GetFunction" })),
    cleanUp: revokeByHand,
  },
  {
    id: "permission-for-path-without-braces",
    story: "GET's permission has the path /requestId.",
    trips: ["03-api/permission"],
    inject: grantInstead("GET", (sourceArn) => sourceArn.replace(/\*$/, "requestId")),
  },
  {
    id: "integration-role-without-rights",
    story: "POST's integration has an execution role that may not invoke the function.",
    trips: ["03-api/permission"],
    inject: deployed(
      changeIntegration("POST", ({ uri }) => ({
        credentials: `arn:aws:iam::${/:lambda:[^:]*:(\d+):/.exec(uri ?? "")?.[1]}:role/apigateway-invokes-lambda`,
      })),
    ),
  },
  {
    id: "get-role-without-rights",
    story: "GET's integration has an execution role that may not invoke the function.",
    trips: ["03-api/permission"],
    inject: deployed(
      changeIntegration("GET", ({ uri }) => ({
        credentials: `arn:aws:iam::${/:lambda:[^:]*:(\d+):/.exec(uri ?? "")?.[1]}:role/apigateway-invokes-lambda`,
      })),
    ),
  },
  {
    id: "integration-calls-as-caller",
    story: "POST has “Invoke with caller credentials” selected.",
    trips: ["03-api/permission"],
    inject: deployed(changeIntegration("POST", () => ({ credentials: "arn:aws:iam::*:user/*" }))),
  },
  {
    id: "integration-role-trusts-lambda",
    story: "POST's integration has an execution role that trusts Lambda, not API Gateway.",
    trips: ["03-api/permission"],
    inject: callAs("lambda.amazonaws.com", "lambda:InvokeFunction"),
    cleanUp: dropCallerRole,
  },
  {
    id: "integration-role-may-not-invoke",
    story: "POST's integration has an execution role that may only read functions.",
    trips: ["03-api/permission"],
    inject: callAs("apigateway.amazonaws.com", "lambda:GetFunction"),
    cleanUp: dropCallerRole,
  },
  {
    id: "table-read-without-rights",
    story: "GET reads the table itself, with a role that may query it but not get an item.",
    trips: ["03-api/permission"],
    inject: readTableItself({ Action: "dynamodb:Query" }),
    cleanUp: dropCallerRole,
  },
]);

/** POST calls with a role of its own. */
function callAs(Service: string, Action: string): Change {
  return async (place) => {
    const credentials = await createCallerRole(place, { Service, Action });
    await deployed(changeIntegration("POST", () => ({ credentials })))(place);
  };
}
