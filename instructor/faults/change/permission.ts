import { AddPermissionCommand, RemovePermissionCommand } from "@aws-sdk/client-lambda";
import { unless } from "@long-running-api/kit/aws-errors";
import type { Place } from "../../fault.ts";
import { ownApi, type Verb } from "./api.ts";
import type { Change } from "./change.ts";
import { ownFunction } from "./function.ts";

/** Removes the permission for the API to invoke the function for a method. */
export function revoke(...verbs: readonly Verb[]): Change {
  return async (place) => {
    const { restApiId } = await ownApi(place);
    const { client, FunctionName } = await ownFunction(place);
    for (const verb of verbs) {
      const StatementId = statementId(restApiId, verb);
      await unless("ResourceNotFoundException", () =>
        client.send(new RemovePermissionCommand({ FunctionName, StatementId })),
      );
    }
  };
}

/** A permission for another source instead of the method's own. */
export function grantInstead(verb: Verb, change: (sourceArn: string) => string): Change {
  return async (place) => {
    await revoke(verb)(place);
    const { restApiId } = await ownApi(place);
    const { client, FunctionName, configuration } = await ownFunction(place);
    const [, , , region, account] = (configuration.FunctionArn ?? "").split(":");
    const path = verb === "POST" ? "/invoke-lambda" : "/*";
    await client.send(
      new AddPermissionCommand({
        FunctionName,
        StatementId: statementId(restApiId, verb),
        Action: "lambda:InvokeFunction",
        Principal: "apigateway.amazonaws.com",
        SourceArn: change(`arn:aws:execute-api:${region}:${account}:${restApiId}/*/${verb}${path}`),
      }),
    );
  };
}

/** One permission for both methods. */
export function grantTo(permission: {
  Principal?: string;
  SourceAccount?: string;
  Action?: string;
  SourceArn?: string;
}): Change {
  return async (place) => {
    const { client, FunctionName } = await ownFunction(place);
    await client.send(
      new AddPermissionCommand({
        FunctionName,
        StatementId: byHand,
        Action: "lambda:InvokeFunction",
        Principal: "apigateway.amazonaws.com",
        ...permission,
      }),
    );
  };
}

/** Removes that permission. */
export async function revokeByHand(place: Place): Promise<void> {
  const { client, FunctionName } = await ownFunction(place);
  await unless("ResourceNotFoundException", () =>
    client.send(new RemovePermissionCommand({ FunctionName, StatementId: byHand })),
  );
}

const byHand = "by-hand";

/** As the step names them. */
function statementId(restApiId: string, verb: Verb): string {
  return `apigateway-${restApiId}-${verb.toLowerCase()}`;
}
