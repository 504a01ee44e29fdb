import { readPollSettings } from "@long-running-api/conductor/http-poll";
import { stringifyJson } from "@long-running-api/conductor/json";
import { type Fail, fail, pass } from "../engine/check.ts";
import { undefinedIfUnreadable } from "../engine/explain-probe-failure.ts";
import type { ProbeContext } from "../engine/probe-context.ts";
import { expectedWorkTime } from "../read/expected-work-time.ts";
import { shapeCheck } from "../read/proven.ts";
import { calledStage, theApi } from "../read/the-api.ts";
import { type TaskView, theWorkflow } from "../read/the-workflow.ts";
import { asObject, parseJson, short } from "../rules/gateway/json.ts";
import { walkRequest } from "../rules/gateway/request.ts";
import { postCall, sampleId } from "../rules/gateway/samples.ts";
import { inputsIn } from "../rules/workflow/inputs.ts";
import { taskOf } from "./task-of.ts";
import { at, nothingToJudge } from "./where.ts";

export const startRequest = shapeCheck({
  id: "04-workflow/start-request",
  claim: "The HTTP task posts the run's requestId as JSON.",
  needs: ["04-workflow/start-task"],
  probe: async (context) => ({
    view: taskOf(await context.ask(theWorkflow), "start"),
    inputs: (await context.ask(theWorkflow)).inputs,
    runId: (await context.ask(theWorkflow)).runId,
    hangsOnClient: await context.ask(hangsOnClient),
    ...(await retriesOf(context)),
  }),
  judge({ view, inputs, runId, hangsOnClient: hangs, retries = 0 }) {
    const { request, task } = view;
    const lookAt = at(task.ref);
    const wrongMethod = methodFault(view, "POST", lookAt) ?? headersFault(view, lookAt);
    if (wrongMethod) return wrongMethod;
    const type = contentTypeOf(request);
    if (!/^application\/json\b/i.test(type))
      return fail({
        expected: "Content-Type application/json",
        observed: type,
        leadsTo:
          "API Gateway has no template for this type: the function gets the raw body without an action, or the call returns 415.",
        lookAt,
        hint: "The content type is set by contentType or by a header.",
      });
    const body = typeof request["body"] === "string" ? parseJson(request["body"]) : request["body"];
    if (asObject(body)?.["requestId"] !== runId)
      return fail({
        expected: 'a body {"requestId": "${workflow.input.requestId}"}',
        observed: `a body ${short(stringifyJson(view.raw["body"] ?? null))}`,
        leadsTo: "The work is stored under a different requestId than the workflow polls for, or not at all.",
        lookAt,
        hint: asObject(body)
          ? "Compare the names letter by letter, including those inside ${…}: anything that is not a workflow input becomes null."
          : "The body must be an object with a field requestId, which the API's template reads.",
        differences: [
          {
            field: "body",
            found: stringifyJson(view.raw["body"] ?? null),
            right: '{"requestId":"${workflow.input.requestId}"}',
          },
        ],
      });
    const hasty = timeOutFault(view, lookAt);
    if (hasty) return hasty;
    const sendsType = headerOf(request, "x-amz-invocation-type") !== undefined;
    if (hangs && !sendsType)
      return fail({
        expected: "the header X-Amz-Invocation-Type: Event, which the API takes from its caller",
        observed: "no such header",
        leadsTo: "POST waits for the function, and the HTTP task times out.",
        lookAt,
        hint: "The API's integration request maps this header from the client's request.",
      });
    const undeclared = inputsIn(view.raw["body"]).filter(
      (name) => inputs.length > 0 && !inputs.includes(name),
    );
    return pass(`POST ${short(stringifyJson(request["body"]))}`, [
      undeclared.length > 0
        ? `The body uses the input ${undeclared.join(", ")}; the definition's inputParameters list ${inputs.join(", ")}. A run must provide the former.`
        : undefined,
      sendsType && !hangs
        ? "The header X-Amz-Invocation-Type has no effect here: API Gateway does not pass it on. Set it in the integration request."
        : undefined,
      headerOf(request, "content-type") !== undefined && request["contentType"] !== undefined
        ? "Content-Type is set both as a header and as contentType: Conductor OSS sends both."
        : undefined,
      retries > 0
        ? `The server tries the task again after a failure (retryCount ${retries}). If a response is lost after the request has arrived, the work starts a second time.`
        : undefined,
    ]);
  },
});

const floorSeconds = 60;
const intervalSecondsMax = 600;
const readMsMin = 500;

export const pollRequest = shapeCheck({
  id: "04-workflow/poll-request",
  claim: "The HTTP_POLL task polls with GET, at an interval, until its condition is true.",
  needs: ["04-workflow/poll-task"],
  probe: async (context) => ({
    view: (await context.ask(theWorkflow)).poll,
    target: context.target.name,
    workSeconds: (await context.ask(expectedWorkTime)).seconds,
  }),
  judge({ view, target, workSeconds }) {
    if (!view) return nothingToJudge;
    const { task, request } = view;
    const lookAt = at(task.ref);
    const wrongMethod = methodFault(view, "GET", lookAt) ?? headersFault(view, lookAt);
    if (wrongMethod) return wrongMethod;
    if (task.outside)
      return fail({
        expected: "polling fields within http_request",
        observed: `${task.outside.join(", ")} on the task itself, outside inputParameters`,
        leadsTo: "No server reads them there: the task polls with its defaults, every 60 s, or fails.",
        lookAt,
        hint: "Move these fields into http_request, under inputParameters.",
      });
    const settings = readPollSettings(view.input);
    if ("problem" in settings)
      return fail({
        expected: "polling fields that the server can read",
        observed: settings.problem,
        leadsTo: "The task fails at its first poll.",
        lookAt,
        hint: "The documentation of the HTTP Poll task describes the fields and their values; intervals are in seconds.",
      });
    if (settings.warnings.length > 0 && target !== "local")
      return fail({
        expected: "polling fields inside http_request",
        observed: settings.warnings.join("; "),
        leadsTo: "The server does not find them: the task fails or polls with the defaults.",
        lookAt,
        hint: "The JavaScript SDK's helper puts these fields in the wrong place.",
      });
    const seconds = settings.pollingIntervalSeconds;
    if (seconds >= intervalSecondsMax && seconds > 10 * workSeconds)
      return fail({
        expected: "an interval that suits work of half a minute",
        observed: `pollingInterval ${String(request["pollingInterval"])}: the second poll comes after ${Math.round(seconds / 60)} minutes`,
        leadsTo: "The work is long done, but the run still waits for its next poll.",
        lookAt,
        hint: "The interval is in seconds, not milliseconds.",
        differences: [{ field: "pollingInterval", found: String(request["pollingInterval"]), right: "5" }],
      });
    const hasty = timeOutFault(view, lookAt);
    if (hasty) return hasty;
    const accepted = asList(request["acceptedStatusCodes"]);
    if (accepted.length > 0 && !accepted.some((code) => /^2(00|xx)$/i.test(code)))
      return fail({
        expected: "acceptedStatusCodes that include 200, or none",
        observed: `acceptedStatusCodes ${accepted.join(", ")}`,
        leadsTo: "GET always returns 200, which this poll treats as a failure: the task fails immediately.",
        lookAt,
        hint: "The list replaces 2xx; it does not add to it.",
        differences: [{ field: "acceptedStatusCodes", found: accepted.join(", "), right: "none" }],
      });
    return pass(`GET every ${seconds} s (${settings.pollingStrategy})`, [
      ...settings.warnings,
      request["pollingInterval"] === undefined && view.input["pollingInterval"] === undefined
        ? `No pollingInterval within http_request: the default of ${seconds} s counts.`
        : undefined,
      seconds < floorSeconds
        ? `Orkes documents a minimum of ${floorSeconds} s: on an Orkes server ${String(request["pollingInterval"] ?? seconds)} s becomes ${floorSeconds} s, so this run takes longer there.`
        : undefined,
    ]);
  },
});

/** How often the server tries the HTTP task again: by the task itself, or by the task definition of its name. */
async function retriesOf(context: ProbeContext): Promise<{ retries?: number }> {
  const { task } = taskOf(await context.ask(theWorkflow), "start");
  const definitions = await undefinedIfUnreadable(context, async () =>
    (await context.target.conductor()).taskDefinitions(),
  );
  const found = definitions?.find(({ name }) => name === task.name);
  const retries = task.retryCount ?? found?.retryCount ?? 0;
  return retries > 0 ? { retries } : {};
}

function headersFault({ request, raw }: TaskView, lookAt: string): Fail | undefined {
  const { headers } = request;
  if (headers === undefined || headers === null || asObject(headers)) return undefined;
  return fail({
    expected: 'headers as an object, e.g. {"Content-Type": "application/json"}',
    observed: `headers ${short(stringifyJson(raw["headers"]))}`,
    leadsTo: "The server cannot read the request: the task fails, and the run with it.",
    lookAt,
    hint: "Each header is a field of its own within headers: its name, a colon, its value, both in quotes.",
  });
}

function timeOutFault({ request }: TaskView, lookAt: string): Fail | undefined {
  const readTimeOut = Number(request["readTimeOut"] ?? readMsMin);
  if (!(readTimeOut > 0 && readTimeOut < readMsMin)) return undefined;
  return fail({
    expected: "enough time for a response",
    observed: `readTimeOut ${String(request["readTimeOut"])}`,
    leadsTo: "If a response takes longer, the task and the run fail.",
    lookAt,
    hint: "readTimeOut is in milliseconds, and a cold start takes a second or two.",
  });
}

/** A list, or a comma-separated string. */
function asList(value: unknown): string[] {
  if (value === undefined || value === null) return [];
  return (Array.isArray(value) ? value : String(value).split(",")).map((each) => String(each).trim());
}

function methodFault(
  { request, task }: TaskView,
  expected: "GET" | "POST",
  lookAt: string,
): Fail | undefined {
  const method = String(request["method"] ?? "");
  if (method === expected) return undefined;
  const lower = method.toUpperCase() === expected;
  return fail({
    expected: `method ${expected}`,
    observed: method === "" ? "no method" : `method ${method}`,
    leadsTo: lower
      ? "Conductor uses the method as written, and fails."
      : "API Gateway returns 403 Missing Authentication Token: the task fails.",
    lookAt,
    hint: lower ? "Methods are in uppercase." : `The resource has the method ${expected}.`,
    differences: [{ field: `${task.ref} method`, found: method, right: expected }],
  });
}

function contentTypeOf(request: Readonly<Record<string, unknown>>): string {
  return String(headerOf(request, "content-type") ?? request["contentType"] ?? "application/json");
}

function headerOf({ headers }: Readonly<Record<string, unknown>>, name: string): unknown {
  return Object.entries(asObject(headers) ?? {}).find(([key]) => key.toLowerCase() === name)?.[1];
}

/** Whether the API takes the invocation type from its caller. */
async function hangsOnClient(context: ProbeContext): Promise<boolean> {
  const view = await undefinedIfUnreadable(context, () => context.ask(theApi));
  const integration = view?.post?.integration;
  const sent = integration && walkRequest(integration, postCall(sampleId, calledStage(view)));
  return sent?.kind === "sent" && sent.invocation.sources.includes("client");
}
