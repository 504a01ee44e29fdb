import type { MethodSeen } from "./method.ts";
import { type IntegrationCall, type SampleCall, walkRequest } from "./request.ts";
import { type ClientAnswer, walkResponse } from "./response.ts";

type Variables = Readonly<Record<string, string>>;

/** A requestId that nobody writes into a template or an address, as many do with the tutorial's 12345. */
export const sampleId = "sample-7391";

/** POST /invoke-lambda as the workflow sends it. */
export function postCall(requestId: string, stageVariables: Variables, headers: Variables = {}): SampleCall {
  return {
    body: JSON.stringify({ requestId }),
    contentType: "application/json",
    path: {},
    headers: { "Content-Type": "application/json", ...headers },
    stageVariables,
  };
}

/** GET /{requestId} as the workflow sends it. */
export function getCall(requestId: string, variable: string, stageVariables: Variables): SampleCall {
  return {
    body: "",
    contentType: "application/json",
    path: { [variable]: requestId },
    headers: { "Content-Type": "application/json", Accept: "application/json" },
    stageVariables,
  };
}

/** The acknowledgement that a POST would get: Lambda's answer to an asynchronous invocation is empty. */
export function acknowledgement(post: MethodSeen, stageVariables: Variables): ClientAnswer {
  const sent = post.integration && walkRequest(post.integration, postCall(sampleId, stageVariables));
  return walkResponse(post, {
    payload: "",
    stageVariables,
    path: {},
    carried: carriedBy(sent),
  });
}

export type Status = "COMPLETED" | "PROCESSING" | "NOT_FOUND" | "FAILED";

/** How the function writes `body`: as a text with JSON inside, like the tutorial's, or as an object. */
export type BodyForm = "text" | "object";

/** What the function answers when it is asked for a status, as the tutorial's does. */
export function functionAnswer(status: Status, form: BodyForm, requestId: string = sampleId): string {
  const body = status === "NOT_FOUND" ? { status } : { requestId, status };
  return JSON.stringify({
    statusCode: status === "NOT_FOUND" ? 404 : 200,
    body: form === "text" ? JSON.stringify(body) : body,
  });
}

/** What a poll would get for a status. */
export function pollAnswer(
  get: MethodSeen & { variable: string },
  { status, form, stageVariables }: { status: Status; form: BodyForm; stageVariables: Variables },
): ClientAnswer {
  const call = getCall(sampleId, get.variable, stageVariables);
  const sent = get.integration && walkRequest(get.integration, call);
  return walkResponse(get, {
    payload: functionAnswer(status, form),
    stageVariables,
    path: call.path,
    carried: carriedBy(sent),
  });
}

function carriedBy(sent: IntegrationCall | undefined): Readonly<Record<string, unknown>> {
  return sent?.kind === "sent" ? sent.carried : {};
}
