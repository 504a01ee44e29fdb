import { type Carried, nothingCarried } from "@long-running-api/api-gateway";
import type { MethodSeen } from "./method.ts";
import { type IntegrationCall, walkRequest } from "./request.ts";
import { type ClientAnswer, walkResponse } from "./response.ts";
import type { CalledStage, SampleCall } from "./sample-call.ts";

type Headers = Readonly<Record<string, string>>;

/** A requestId that no template or URL contains as a constant, unlike the tutorial's 12345. */
export const sampleId = "sample-7391";

/** POST /invoke-lambda as the workflow sends it. */
export function postCall(requestId: string, stage: CalledStage, headers: Headers = {}): SampleCall {
  return {
    method: "POST",
    body: JSON.stringify({ requestId }),
    path: {},
    headers: { "Content-Type": "application/json", ...headers },
    stage,
  };
}

/** GET /{requestId} as the workflow sends it. */
export function getCall(requestId: string, variable: string, stage: CalledStage): SampleCall {
  return {
    method: "GET",
    body: "",
    path: { [variable]: requestId },
    headers: { "Content-Type": "application/json", Accept: "application/json" },
    stage,
  };
}

/** The response that a POST would get: Lambda's response to an asynchronous invocation is empty. */
export function acknowledgement(post: MethodSeen, stage: CalledStage): ClientAnswer {
  const call = postCall(sampleId, stage);
  const sent = post.integration && walkRequest(post.integration, call);
  return walkResponse(post, { call, payload: "", carried: carriedBy(sent) });
}

/** The statuses that the tutorial's function returns. */
export const statuses = ["COMPLETED", "PROCESSING", "NOT_FOUND", "FAILED"] as const;
export type Status = (typeof statuses)[number];

/**
 * What GET's response is made of: the function's `body` as a JSON string, like the tutorial's, or as an object; or the
 * item itself, where GET reads the table.
 */
export type BodyForm = "text" | "object" | "item";

/** The response of the tutorial's function to the action status, or of GetItem. */
export function functionAnswer(status: Status, form: BodyForm, requestId: string = sampleId): string {
  if (form === "item")
    return JSON.stringify(
      status === "NOT_FOUND" ? {} : { Item: { requestId: { S: requestId }, status: { S: status } } },
    );
  const body = status === "NOT_FOUND" ? { status } : { requestId, status };
  return JSON.stringify({
    statusCode: status === "NOT_FOUND" ? 404 : 200,
    body: form === "text" ? JSON.stringify(body) : body,
  });
}

/** What a poll would get for a status. */
export function pollAnswer(
  get: MethodSeen & { variable: string },
  { status, form, stage }: { status: Status; form: BodyForm; stage: CalledStage },
): ClientAnswer {
  const call = getCall(sampleId, get.variable, stage);
  const sent = get.integration && walkRequest(get.integration, call);
  return walkResponse(get, { call, payload: functionAnswer(status, form), carried: carriedBy(sent) });
}

function carriedBy(sent: IntegrationCall | undefined): Carried {
  return sent?.kind === "sent" ? sent.carried : nothingCarried;
}
