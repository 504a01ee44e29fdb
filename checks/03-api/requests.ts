import { invocationTypes, templateForContentType } from "@long-running-api/api-gateway";
import { type Difference, fail, pass, type Verdict } from "../engine/check.ts";
import type { ProbeContext } from "../engine/probe-context.ts";
import { ResourceDisappeared } from "../engine/resource-disappeared.ts";
import { findFunctionTable } from "../read/find-table.ts";
import { shapeCheck } from "../read/proven.ts";
import { type RightTemplates, rightTemplates } from "../read/right-templates.ts";
import { calledStage, tableRead, theApi } from "../read/the-api.ts";
import { emptyReferenceHint } from "../rules/gateway/empty-reference.ts";
import { asObject, short } from "../rules/gateway/json.ts";
import type { IntegrationSeen } from "../rules/gateway/method.ts";
import { clientHeaderOf, walkRequest } from "../rules/gateway/request.ts";
import type { CalledStage, SampleCall } from "../rules/gateway/sample-call.ts";
import { getCall, postCall, sampleId } from "../rules/gateway/samples.ts";
import { convertedToBinary } from "./binary.ts";
import { requestFault } from "./request-fault.ts";
import { at, atGet, atPost } from "./where.ts";

interface RequestView {
  integration: IntegrationSeen;
  /** The API's binary media type that matches JSON, if any. */
  binary: string | undefined;
  variable: string;
  stage: CalledStage;
  right: RightTemplates;
  /** Where GET reads the table by itself: the table of the function. */
  table?: string;
}

export const postRequest = shapeCheck({
  id: "03-api/post-request",
  claim: "POST sends the function the action invoke and the requestId.",
  needs: ["03-api/post-integration"],
  probe: (context) => lookAtRequest(context, "post"),
  judge({ integration, binary, stage, right }) {
    const call = (id: string) => postCall(id, stage);
    return judgeRequest({
      integration,
      binary,
      call,
      action: "invoke",
      lookAt: atPost("Integration request"),
      right: right.postRequest,
    });
  },
});

export const getRequest = shapeCheck({
  id: "03-api/get-request",
  claim: "GET sends the function the action status and the requestId from the path.",
  needs: ["03-api/get-integration"],
  probe: (context) => lookAtRequest(context, "get"),
  judge({ integration, binary, variable, stage, right, table }) {
    const call = (id: string) => getCall(id, variable, stage);
    return judgeRequest({
      integration,
      binary,
      call,
      action: "status",
      lookAt: atGet("Integration request"),
      right: right.getRequest.replaceAll("'requestId'", `'${variable}'`),
      variable,
      ...(table === undefined ? {} : { table }),
    });
  },
});

interface Judged {
  integration: IntegrationSeen;
  binary: string | undefined;
  call(id: string): SampleCall;
  action: "invoke" | "status";
  lookAt: string;
  right: string;
  variable?: string;
  table?: string;
}

function judgeRequest(judged: Judged): Verdict {
  const { integration, binary, call, action, lookAt, right, variable, table } = judged;
  if (binary !== undefined)
    return fail({
      expected: "JSON that is not a binary media type",
      observed: `the API's binary media types include ${binary}`,
      leadsTo: "API Gateway treats JSON as binary, which mapping templates cannot read: calls return 500.",
      lookAt: at("API settings › Binary media types"),
      hint: "The tutorial's API has no binary media types; a type such as image/png is harmless.",
      differences: [{ field: "binary media types", found: binary, right: "none" }],
    });
  if (integration.contentHandling === "CONVERT_TO_BINARY")
    return fail({
      expected: "JSON that is not converted to binary",
      leadsTo: "API Gateway fails to decode the JSON as Base64: calls return 500.",
      lookAt,
      hint: "Content handling is for binary content such as images. Passthrough, the default, leaves JSON unchanged.",
      ...convertedToBinary,
    });
  const wanted =
    table === undefined
      ? `{"action": "${action}", "requestId": "${sampleId}"}`
      : `{"TableName": "${table}", "Key": {"requestId": {"S": "${sampleId}"}}}`;
  const expected = `${wanted} for the requestId ${sampleId}`;
  const sent = walkRequest(integration, call(sampleId));
  const differences: Difference[] =
    sent.kind === "rejected"
      ? [{ field: "URL request headers parameters", found: mappingsOf(integration), right: "none" }]
      : [{ field: "request template, application/json", found: templateOf(integration), right }];
  const wrong = requestFault(sent, { action, variable, table });
  if (wrong) {
    const empty = sent.kind === "sent" ? sent : {};
    const solution = table === undefined ? { differences } : {};
    return fail({ expected, lookAt, ...solution, ...wrong, hint: emptyReferenceHint(empty, wrong.hint) });
  }
  return pass(short(sent.kind === "sent" ? sent.payload : ""), [
    quotesBreak(integration, call)
      ? "A requestId that contains a quotation mark makes this request invalid JSON; $util.escapeJavaScript prevents that."
      : undefined,
    action === "invoke" && integration.passthrough === "WHEN_NO_MATCH"
      ? "A request with another content type, such as text/plain, is passed to the function unchanged, without an action. “When there are no templates defined” would reject it."
      : undefined,
  ]);
}

function isInvocationType(text: string): boolean {
  return invocationTypes.some((type) => type === text);
}

function mappingsOf({ parameters }: IntegrationSeen): string {
  const mappings = Object.entries(parameters);
  return mappings.map(([target, source]) => `${target.split(".").at(-1)}: ${source}`).join(", ");
}

/** The mapping template for application/json, or for any type. */
function templateOf({ templates }: IntegrationSeen): string {
  return templateForContentType(templates, "application/json")?.template ?? "";
}

function quotesBreak(integration: IntegrationSeen, call: (id: string) => SampleCall): boolean {
  const id = 'a"b\\c';
  const sent = walkRequest(integration, call(id));
  const event = sent.kind === "sent" ? asObject(sent.event) : undefined;
  return (event?.["requestId"] ?? asObject(asObject(event?.["Key"])?.["requestId"])?.["S"]) !== id;
}

export const invocationType = shapeCheck(
  {
    id: "03-api/post-invocation-type",
    claim: "POST starts the function without waiting for it: X-Amz-Invocation-Type is Event, set once.",
    needs: ["03-api/post-integration"],
    unlessFailed: ["03-api/post-request"],
    probe: (context) => lookAtRequest(context, "post"),
    judge({ integration, stage, right }) {
      const expected = "X-Amz-Invocation-Type: Event in the request to Lambda";
      const lookAt = atPost("Integration request");
      const header = clientHeaderOf(integration) ?? "X-Amz-Invocation-Type";
      const sent = walkRequest(integration, postCall(sampleId, stage, { [header]: "Event" }));
      if (sent.kind !== "sent") throw new Error("Cannot judge a request that cannot be sent.");
      const { type, sources, twice, emptyFrom } = sent.invocation;
      const template = templateOf(integration);
      const differences: Difference[] = [
        { field: "request template, application/json", found: template, right: right.postRequest },
      ];
      const parameters = Object.keys(integration.parameters).join(" ");
      const similar = /[\w$.-]*invocation-?type[\w-]*/i.exec(`${template} ${parameters}`)?.[0];
      const almost = sources.length === 0 ? similar : undefined;
      const although = almost === undefined ? "" : `, although ${almost} is there`;
      if (twice || sources.length > 1)
        return fail({
          expected: `${expected}, once`,
          observed:
            sources.length > 1
              ? "it is set by a header mapping and by #set in the template"
              : "the template sets it more than once",
          leadsTo: "API Gateway applies an override only once: calls return 5XX.",
          lookAt,
          hint: "Either an entry under URL request headers parameters or a #set line is enough; use one.",
        });
      if (type !== "Event")
        return fail({
          expected,
          observed:
            sources.length === 0
              ? `the header is not set${although}, so the invocation is synchronous`
              : emptyFrom === undefined
                ? `X-Amz-Invocation-Type: ${type}`
                : `the header is mapped from ${emptyFrom}, which has no value when the workflow calls, so the invocation is synchronous`,
          leadsTo:
            type === "DryRun"
              ? "Lambda only validates the request and never runs the function."
              : !isInvocationType(type)
                ? "Lambda refuses the request and never runs the function."
                : "POST waits until the function returns. If that takes as long as the work, the workflow's HTTP task times out, or waits so long that polling is pointless.",
          lookAt,
          hint: emptyFrom
            ? "The source of a header mapping must have a value on every call: does the workflow send it, does the stage define it? A fixed value is in single quotes."
            : sources.length > 0
              ? "Event is the only value that does not wait. It is written exactly like this."
              : almost !== undefined
                ? "Something similar is there, but does not set it. Compare the whole name letter by letter, and make sure that the line is not a comment."
                : "The header must be set in the integration request. A header that the client or the workflow's task sends is not passed to Lambda, so the tutorial's line in the workflow has no effect.",
          differences,
        });
      return pass(`Event, from ${sourceWords[sources[0] ?? "template"]}`, [
        sources[0] === "client"
          ? "The header is taken from the client's request: only callers that send X-Amz-Invocation-Type: Event get an immediate response."
          : undefined,
      ]);
    },
  },
  ({ prompt }) => prompt,
);

const sourceWords = {
  mapping: "a header mapping",
  client: "the client's header",
  template: "the template",
} as const;

async function lookAtRequest(context: ProbeContext, verb: "post" | "get"): Promise<RequestView> {
  const view = await context.ask(theApi);
  const integration = view[verb]?.integration;
  if (!integration) throw new ResourceDisappeared("The integration");
  const reads = verb === "get" && (await context.ask(tableRead)) !== undefined;
  const table = reads ? await context.ask(findFunctionTable) : undefined;
  return {
    ...(reads ? { table: table?.name ?? context.names.table } : {}),
    integration,
    binary: view.api.binaryMediaTypes.find((type) => /^(\*\/\*|application\/(json|\*))$/i.test(type)),
    variable: view.get?.variable ?? "",
    stage: calledStage(view),
    right: await context.ask(rightTemplates),
  };
}
