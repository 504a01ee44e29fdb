import { type InvocationRequest, type InvocationResponse, Invoke$ } from "@aws-sdk/client-lambda";
import type { Action } from "../../action.ts";
import { AwsError } from "../../action.ts";
import { complaint } from "../../complaint.ts";
import { validation } from "../errors.ts";
import type { InvocationType } from "../invoke.ts";
import type { LambdaStore } from "../lambda-store.ts";
import { locate } from "../names.ts";
import { functionResource } from "./resources.ts";

/** https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html */
export const Invoke: Action<LambdaStore, InvocationRequest, InvocationResponse> = {
  operation: Invoke$,
  needs: (input, context) => [
    { action: "lambda:InvokeFunction", resources: functionResource(input, context) },
  ],
  async handle(input, { invoker }, context) {
    const locator = locate(input.FunctionName, input.Qualifier, context, { lenient: true });
    const answer = await invoker.invoke({
      ...locator,
      region: context.region,
      invocationType: typeOf(input.InvocationType),
      payload: Buffer.from(input.Payload ?? []),
      requestId: context.requestId,
      clientContext: decode(input.ClientContext),
    });
    const { status, payload, functionError, logTail, executedVersion } = answer;
    return {
      StatusCode: status,
      Payload: payload,
      ...(functionError ? { FunctionError: functionError } : {}),
      ...(executedVersion ? { ExecutedVersion: executedVersion } : {}),
      ...(input.LogType === "Tail" && logTail ? { LogResult: Buffer.from(logTail).toString("base64") } : {}),
    };
  },
};

const types: readonly InvocationType[] = ["Event", "RequestResponse", "DryRun"];

function typeOf(given = "RequestResponse"): InvocationType {
  const type = types.find((each) => each === given);
  if (!type)
    throw validation([
      complaint(`'${given}'`, "invocationType", `Member must satisfy enum value set: [${types.join(", ")}]`),
    ]);
  return type;
}

/** Base64 of a JSON object. */
function decode(clientContext: string | undefined): unknown {
  if (clientContext === undefined || clientContext === "") return undefined;
  try {
    return JSON.parse(Buffer.from(clientContext, "base64").toString("utf8")) as unknown;
  } catch {
    throw new AwsError(
      "InvalidRequestContentException",
      "Client context must be a valid Base64-encoded JSON object.",
      400,
      {
        Type: "User",
      },
    );
  }
}
