import { type CheckId, fail, pass } from "../engine/check.ts";
import type { ProbeContext } from "../engine/probe-context.ts";
import { ResourceDisappeared } from "../engine/resource-disappeared.ts";
import { askStatus } from "../read/ask-function.ts";
import { findFunction } from "../read/find-function.ts";
import { type FunctionSeen, getFunction } from "../read/function.ts";
import { shapeCheck } from "../read/proven.ts";
import { calledStage, tableRead, theApi } from "../read/the-api.ts";
import { type IntegrationTarget, readLambdaUri } from "../rules/gateway/lambda-uri.ts";
import type { MethodSeen } from "../rules/gateway/method.ts";
import { type FunctionAnswer, judgeAnswer } from "../rules/status-answer.ts";
import { atGet, atPost } from "./where.ts";

interface IntegrationView {
  method: MethodSeen;
  /** The function that the integration names. */
  target: IntegrationTarget | undefined;
  called: FunctionSeen | undefined;
  region: string;
  /** Set if this is not the function that the checks judged: the judged one's name, and what this one returns. */
  other?: { judged: string; answer: FunctionAnswer };
  /** The region in which the integration reads the table by itself. */
  tableRegion?: string;
}

export const postIntegration = integrationCheck("post");
export const getIntegration = integrationCheck("get");

/** Both methods call the function in the same way. */
function integrationCheck(verb: "post" | "get") {
  const where = verb === "post" ? atPost : atGet;
  const id: CheckId = `03-api/${verb}-integration`;
  return shapeCheck({
    id,
    claim: `${verb.toUpperCase()} calls the function with a non-proxy Lambda integration.`,
    needs: [`03-api/${verb}-method`],
    unlessFailed: ["02-lambda/exists"],
    probe: (context: ProbeContext) => probeIntegration(context, verb),
    judge({ method, target, called, region, other, tableRegion }: IntegrationView) {
      const { integration } = method;
      const lookAt = where("Integration request");
      if (!integration)
        return fail({
          expected: "a Lambda integration",
          observed: "no integration",
          leadsTo: "API Gateway has no backend for the request: the API cannot be deployed, or returns 500.",
          lookAt,
          hint: "The method exists, but its integration was never configured.",
        });
      if (integration.type !== "AWS")
        return fail({
          expected: "type AWS: a Lambda function, not proxied",
          observed: `type ${integration.type}`,
          leadsTo:
            integration.type === "AWS_PROXY"
              ? "Mapping templates do not run: the function gets the raw request without action and requestId, and POST waits for it. Calls return 502."
              : "The function is never called.",
          lookAt,
          hint:
            integration.type === "AWS_PROXY"
              ? "Look at the setting Lambda proxy integration: mapping templates run only when it is off."
              : "The integration type determines the backend; the tutorial uses Lambda function.",
          differences: [{ field: "type", found: integration.type, right: "AWS" }],
        });
      if (tableRegion !== undefined && tableRegion !== region)
        return fail({
          expected: `DynamoDB in ${region}`,
          observed: `DynamoDB in ${tableRegion}; the checks look in ${region}`,
          leadsTo: "The polls ask a region in which the table does not exist.",
          lookAt,
          hint: "The table, the function and the API belong in one region.",
        });
      if (tableRegion !== undefined && integration.httpMethod === "POST")
        return pass("DynamoDB's GetItem", [
          "The tutorial's GET calls the function. This one reads the table by itself: a poll costs no invocation, and the function's action status is not used.",
        ]);
      if (!target && tableRegion === undefined)
        return fail({
          expected: "the ARN of a function",
          observed: integration.uri,
          leadsTo: "API Gateway calls no function: every call returns 500.",
          lookAt,
          hint: /stageVariables/.test(integration.uri)
            ? "The URI uses a stage variable: is it defined in the stage?"
            : "The integration's URI should name the function of step 2.",
        });
      if (target && !called)
        return fail({
          expected: "a function that exists",
          observed:
            target.region === region
              ? `${target.functionArn}, but there is no such ${target.qualifier === undefined ? "function" : "function, alias or version"}`
              : `a function in ${target.region}; the checks look in ${region}`,
          leadsTo: "Every call returns 500 Internal server error.",
          lookAt,
          hint: "Was the function renamed, deleted, or created in another region after the integration was created?",
        });
      if (integration.httpMethod !== "POST")
        return fail({
          expected: "POST as the integration HTTP method",
          observed: integration.httpMethod || "none",
          leadsTo:
            tableRegion === undefined
              ? "Lambda's Invoke action is a POST, whatever the client sends: every call returns 500."
              : "DynamoDB's actions are POSTs, whatever the client sends: every call fails.",
          lookAt,
          hint: "The console sets this automatically; a script must set it (integrationHttpMethod).",
          differences: [{ field: "integration HTTP method", found: integration.httpMethod, right: "POST" }],
        });
      const name = target?.functionArn.split(":").slice(6).join(":") ?? "";
      const answered = other && judgeAnswer(other.answer);
      if (answered?.status === "fail")
        return fail({
          expected: `the function ${other?.judged}, or another one that returns a status`,
          observed: `function ${name}, which returns ${answered.observed} when called with action status`,
          leadsTo: "No poll ever gets a status: the workflow fails or polls forever.",
          lookAt,
          hint: "The two methods call different functions. That is allowed, but this one does not behave like the tutorial's.",
          differences: [{ field: "Lambda function", found: name, right: other?.judged ?? "" }],
        });
      return pass(`function ${name}`, [other && `The checks of step 2 judged the function ${other.judged}.`]);
    },
  });
}

async function probeIntegration(context: ProbeContext, verb: "post" | "get"): Promise<IntegrationView> {
  const view = await context.ask(theApi);
  const method = view[verb];
  if (!method) throw new ResourceDisappeared("The method");
  const target = readLambdaUri(method.integration?.uri, calledStage(view).variables);
  const { region } = context.target.aws;
  const called = target?.region === region ? await context.ask(getFunction, target.functionArn) : undefined;
  const tableRegion = verb === "get" ? await context.ask(tableRead) : undefined;
  const reads = tableRegion === undefined ? {} : { tableRegion };
  const seen = { method, target, called: called?.seen, region, ...reads };
  const judged = verb === "get" && called ? (await context.ask(findFunction)).found : undefined;
  if (!target || !judged || called?.seen.arn === judged.arn) return seen;
  const answer = await context.ask(askStatus, target.functionArn);
  return { ...seen, other: { judged: judged.name, answer } };
}
