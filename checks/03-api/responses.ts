import { type Fail, fail, pass } from "../engine/check.ts";
import type { ProbeContext } from "../engine/probe-context.ts";
import { ResourceDisappeared } from "../engine/resource-disappeared.ts";
import { bodyForm } from "../read/body-form.ts";
import { judgedByCondition } from "../read/condition-judges.ts";
import { shapeCheck } from "../read/proven.ts";
import { type RightTemplates, rightTemplates } from "../read/right-templates.ts";
import { calledStage, theApi } from "../read/the-api.ts";
import { emptyReferenceHint } from "../rules/gateway/empty-reference.ts";
import { asObject, short } from "../rules/gateway/json.ts";
import type { MethodSeen } from "../rules/gateway/method.ts";
import type { ClientAnswer } from "../rules/gateway/response.ts";
import type { CalledStage } from "../rules/gateway/sample-call.ts";
import {
  acknowledgement,
  type BodyForm,
  pollAnswer,
  type Status,
  sampleId,
} from "../rules/gateway/samples.ts";
import { statusIn } from "../rules/gateway/status-in.ts";
import { itemFault } from "../rules/gateway/table-read.ts";
import { convertedToBinary } from "./binary.ts";
import { bodyFault, type Fault } from "./body-fault.ts";
import { atGet, atPost } from "./where.ts";

interface PostView {
  post: MethodSeen;
  stage: CalledStage;
  right: RightTemplates;
}

export const postResponse = shapeCheck({
  id: "03-api/post-response",
  claim: "POST returns 202 when the function has been started.",
  needs: ["03-api/post-integration"],
  unlessFailed: ["03-api/post-request"],
  probe: probePost,
  judge({ post, stage }) {
    const answer = acknowledgement(post, stage);
    const fault = responseFault(answer, post, { lookAt: atPost("Integration response"), status: "202" });
    if (fault) return fault;
    if (answer.kind === "answered" && answer.status !== 202)
      return fail({
        expected: "202",
        observed: String(answer.status),
        leadsTo:
          answer.status < 300
            ? "The response says that the work is done, although it has only started."
            : "Only 2xx counts as success: the workflow's task fails, although the work has started.",
        lookAt: `${atPost("Method response")}, and Integration response`,
        hint:
          tooWide(answer) ??
          forErrorsOnly(post, "202") ??
          "202 Accepted is the HTTP status for a request that is still being processed. The status appears on two tabs.",
        differences: [{ field: "integration response status", found: String(answer.status), right: "202" }],
      });
    return pass("202");
  },
});

export const postAcknowledgement = shapeCheck({
  id: "03-api/post-acknowledgement",
  claim: "POST's response is valid JSON, and says that the work has started.",
  needs: ["03-api/post-response"],
  probe: probePost,
  judge({ post, stage, right }) {
    const answer = acknowledgement(post, stage);
    if (answer.kind !== "answered") throw new Error("Cannot judge a response that does not arrive.");
    const lookAt = atPost("Integration response › Mapping templates");
    const expected = `JSON such as {"requestId": "${sampleId}", "status": "PROCESSING"}, or without the requestId`;
    const template = Object.values(post.integration?.responses[0]?.templates ?? {})[0] ?? "";
    const differences = [
      { field: "response template, application/json", found: template, right: right.postResponse },
    ];
    const fault = acknowledgementFault(answer);
    if (fault)
      return fail({ expected, lookAt, differences, ...fault, hint: emptyReferenceHint(answer, fault.hint) });
    const { requestId, status } = asObject(answer.json) ?? {};
    return pass(short(answer.body), [
      status === "PROCESSING"
        ? undefined
        : "It does not contain the status PROCESSING, as the tutorial's does; nothing in the workflow reads it.",
      requestId === "" || requestId === null
        ? "Its requestId is empty: Lambda's response to an asynchronous invocation has no body to take it from."
        : undefined,
    ]);
  },
});

/** Whether a status claims more than that the work has started. */
export function saysEnded(status: unknown): boolean {
  return /^(complete|done|finish|success|succeed|fail|error|not_?found|ok\b)/i.test(String(status ?? ""));
}

function acknowledgementFault({
  body,
  json,
  fromTemplate,
}: Extract<ClientAnswer, { kind: "answered" }>): Fault | undefined {
  const leadsTo =
    "A client that parses the response fails; Conductor keeps it as a string, and nothing in the workflow can use it.";
  if (!fromTemplate)
    return {
      observed:
        "no response template: the body is empty, like Lambda's response to an asynchronous invocation",
      leadsTo,
      hint: "The 202 needs a mapping template for application/json.",
    };
  if (json === undefined)
    return {
      observed: `not valid JSON: ${short(body)}`,
      leadsTo,
      hint: body.includes('""')
        ? 'An asynchronous invocation has an empty response, and $input.json(…) writes "" for a missing value: inside quotes that makes four quotes. The tutorial has this mistake.'
        : "Look for a missing or extra quote, comma or brace. In JSON, names and strings are in double quotes.",
    };
  const { status, requestId } = asObject(json) ?? {};
  if (!asObject(json) || saysEnded(status))
    return {
      observed: short(body),
      leadsTo: "Callers cannot tell that the work has only started.",
      hint: "The response should contain the status PROCESSING.",
    };
  if (requestId !== undefined && requestId !== null && requestId !== "" && requestId !== sampleId)
    return {
      observed: `${short(body)} for the requestId ${sampleId}`,
      leadsTo: "A client that polls with the requestId from the response asks about another request.",
      hint: "A response template cannot read the request body. A response without the requestId is better than one with a wrong requestId.",
    };
  return undefined;
}

interface GetView {
  get: MethodSeen & { path: string; variable: string };
  stage: CalledStage;
  form: BodyForm;
  right: RightTemplates;
  /** Whether the registered workflow's condition can handle the responses as they are. */
  conditionCopes: boolean;
}

const statuses: readonly Status[] = ["COMPLETED", "PROCESSING", "NOT_FOUND"];

export const getResponse = shapeCheck({
  id: "03-api/get-response",
  claim: "GET returns 200, whatever the status is.",
  needs: ["03-api/get-integration"],
  unlessFailed: ["03-api/get-request"],
  probe: probeGet,
  judge({ get, stage, form }) {
    for (const status of statuses) {
      const answer = pollAnswer(get, { status, form, stage });
      const fault = responseFault(answer, get, { lookAt: atGet("Integration response"), status: "200" });
      if (fault) return fault;
      if (answer.kind === "answered" && answer.status !== 200)
        return fail({
          expected: "200",
          observed: `${answer.status} when the status is ${status}`,
          leadsTo:
            status === "NOT_FOUND"
              ? "The first poll may arrive before the item exists. Only 2xx counts as success, so this response fails the poll, and the workflow with it."
              : "Only 2xx counts as success: the poll fails, and the workflow with it.",
          lookAt: atGet("Integration response"),
          hint:
            tooWide(answer) ??
            "The status comes from the integration response itself, or from $context.responseOverride.status in a template.",
        });
    }
    return pass("200", [
      "An unknown requestId also returns 200, with NOT_FOUND inside: the first poll may arrive before the item exists.",
    ]);
  },
});

export const getBody = shapeCheck({
  id: "03-api/get-body",
  claim: "GET's response has the status where a condition can read it: in body, as an object.",
  needs: ["03-api/get-response"],
  probe: probeGet,
  judge({ get, stage, form, right, conditionCopes }) {
    const lookAt = atGet("Integration response › Mapping templates");
    const expected = '{"statusCode": 200, "body": {"requestId": "12345", "status": "COMPLETED"}}';
    const template = Object.values(get.integration?.responses[0]?.templates ?? {})[0] ?? "";
    const differences = [
      { field: "response template, application/json", found: template, right: right.getResponse },
    ];
    for (const status of statuses) {
      const answer = pollAnswer(get, { status, form, stage });
      if (answer.kind !== "answered") throw new Error("Cannot judge a response that does not arrive.");
      const fault = bodyFault(answer, status, conditionCopes);
      if (fault)
        return fail({
          expected,
          lookAt,
          ...(form === "item" ? {} : { differences }),
          ...fault,
          ...(form === "item"
            ? itemFault(answer.body, status)
            : { hint: emptyReferenceHint(answer, fault.hint) }),
        });
    }
    const completed = pollAnswer(get, { status: "COMPLETED", form, stage });
    const json = completed.kind === "answered" ? completed.json : undefined;
    const { place } = statusIn(json);
    return pass(short(JSON.stringify(json)), [
      place === "text"
        ? "body is a string that contains JSON. The registered workflow's condition parses it; the tutorial's condition does not."
        : place === "status"
          ? "The status is at the top level of the response. The tutorial's condition reads body.body.status; yours must read body.status."
          : undefined,
    ]);
  },
});

/** A hint for an error pattern that also matches the responses of a function that did not fail. */
function tooWide({ selection, status }: Extract<ClientAnswer, { kind: "answered" }>): string | undefined {
  const { statusCode = "", selectionPattern = "" } = selection?.response ?? {};
  if (selectionPattern === "" || statusCode !== String(status)) return undefined;
  return `The Lambda error regex ${selectionPattern} of the integration response ${statusCode} also matches an empty error message, that is, a function that did not fail.`;
}

/** A hint if the wanted integration response exists, but only for errors. */
function forErrorsOnly({ integration }: MethodSeen, status: string): string | undefined {
  const wanted = integration?.responses.find((response) => response.status === status);
  if (!wanted || wanted.selectionPattern === "") return undefined;
  return `There is an integration response ${status}, but only for error messages that match ${wanted.selectionPattern}. An asynchronous invocation has no error message, so the default response is chosen, the one without a Lambda error regex.`;
}

/** What keeps API Gateway from returning the function's response. */
function responseFault(
  answer: ClientAnswer,
  method: MethodSeen,
  { lookAt, status }: { lookAt: string; status: string },
): Fail | undefined {
  const leadsTo = "Calls return 500 Internal server error, although the function was called.";
  const chosen = answer.kind === "unmatched" ? undefined : answer.selection?.response;
  if (chosen?.contentHandling === "CONVERT_TO_BINARY")
    return fail({
      expected: "a response that is not converted to binary",
      leadsTo,
      lookAt,
      hint: "API Gateway then tries to decode the JSON as Base64. Passthrough, the default, leaves it unchanged.",
      ...convertedToBinary,
    });
  if (answer.kind === "broken")
    return fail({
      expected: "a template without syntax errors",
      observed: short(answer.message, 240),
      leadsTo,
      lookAt: `${lookAt} › Mapping templates`,
      hint: "Mapping templates use Velocity: look for a missing bracket, quote or #end at the position in the message.",
    });
  if (answer.kind === "undeclared")
    return fail({
      expected: `a method response ${answer.status}, which the integration response uses`,
      observed: `method responses ${method.responses.join(", ") || "none"}`,
      leadsTo,
      lookAt: lookAt.replace("Integration response", "Method response"),
      hint: "Each status of an integration response must also be declared in the method response.",
    });
  if (answer.kind === "answered") return undefined;
  const patterns = method.integration?.responses.map(
    (response) => `${response.status} for errors that match ${response.selectionPattern}`,
  );
  return fail({
    expected: `an integration response ${status} for a function that did not fail`,
    observed: patterns?.length ? `only ${patterns.join(", ")}` : "no integration response",
    leadsTo,
    lookAt,
    hint: "An integration response without a Lambda error regex is the default. The regex is matched against error messages, never against a status: 200 or 202 in it matches nothing.",
  });
}

async function probePost(context: ProbeContext): Promise<PostView> {
  const view = await context.ask(theApi);
  if (!view.post) throw new ResourceDisappeared("The method");
  return { post: view.post, stage: calledStage(view), right: await context.ask(rightTemplates) };
}

async function probeGet(context: ProbeContext): Promise<GetView> {
  const view = await context.ask(theApi);
  const { get } = view;
  if (!get) throw new ResourceDisappeared("The method");
  const stage = calledStage(view);
  const form = await context.ask(bodyForm);
  const completed = pollAnswer(get, { status: "COMPLETED", form, stage });
  const odd =
    completed.kind === "answered" && !["body.status", "status"].includes(statusIn(completed.json).place);
  return {
    get,
    stage,
    form,
    right: await context.ask(rightTemplates),
    conditionCopes: odd && (await context.ask(judgedByCondition)),
  };
}
