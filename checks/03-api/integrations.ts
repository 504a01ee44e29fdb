import { type CheckId, fail, pass } from "../engine/check.ts";
import type { ProbeContext } from "../engine/probe-context.ts";
import { ResourceDisappeared } from "../engine/resource-disappeared.ts";
import { shapeCheck } from "../proven.ts";
import { askStatus } from "../read/ask-function.ts";
import { findFunction } from "../read/find-function.ts";
import { type FunctionSeen, getFunction } from "../read/function.ts";
import { calledStage, theApi } from "../read/the-api.ts";
import { type IntegrationTarget, readLambdaUri } from "../rules/gateway/lambda-uri.ts";
import type { MethodSeen } from "../rules/gateway/method.ts";
import { type FunctionAnswer, judgeAnswer } from "../rules/status-answer.ts";
import { atGet, atPost } from "./where.ts";

interface IntegrationView {
  method: MethodSeen;
  /** The function that the integration names, as text, and whether it is there. */
  target: IntegrationTarget | undefined;
  called: FunctionSeen | undefined;
  region: string;
  /** Where this is not the function that the checks judged: which that is, and what this one answers. */
  other?: { judged: string; answer: FunctionAnswer };
}

export const postIntegration = integrationCheck("post");
export const getIntegration = integrationCheck("get");

/** Both methods hand over to the function in the same way. */
function integrationCheck(verb: "post" | "get") {
  const where = verb === "post" ? atPost : atGet;
  const id: CheckId = `03-api/${verb}-integration`;
  return shapeCheck({
    id,
    claim: `${verb.toUpperCase()} calls the function through a Lambda integration, without proxy.`,
    needs: [`03-api/${verb}-method`],
    unlessFailed: ["02-lambda/exists"],
    probe: (context: ProbeContext) => lookAtIntegration(context, verb),
    judge({ method, target, called, region, other }: IntegrationView) {
      const { integration } = method;
      const lookAt = where("Integration request");
      if (!integration)
        return fail({
          expected: "a Lambda integration",
          observed: "no integration",
          leadsTo:
            "API Gateway has nobody to hand the request to: the API cannot be deployed, or answers 500.",
          lookAt,
          hint: "The method was made, but what it calls was not chosen.",
        });
      if (integration.type !== "AWS")
        return fail({
          expected: "type AWS: a Lambda function, not proxied",
          observed: `type ${integration.type}`,
          leadsTo:
            integration.type === "AWS_PROXY"
              ? "Mapping templates do not run: the function gets the raw request without action and requestId, and POST waits for it. Calls end with 502."
              : "The function is never called.",
          lookAt,
          hint:
            integration.type === "AWS_PROXY"
              ? "Look at the switch Lambda proxy integration: templates only run without it."
              : "The integration type decides who is called; the tutorial's is Lambda function.",
          differences: [{ field: "type", found: integration.type, right: "AWS" }],
        });
      if (!target)
        return fail({
          expected: "the ARN of a function",
          observed: integration.uri,
          leadsTo: "API Gateway calls no function: each call answers 500.",
          lookAt,
          hint: /stageVariables/.test(integration.uri)
            ? "The address uses a stage variable: does the stage have it?"
            : "The address of the integration should name the function of step 2.",
        });
      if (!called)
        return fail({
          expected: "a function that exists",
          observed:
            target.region === region
              ? `${target.functionArn}: there is no such ${target.qualifier === undefined ? "function" : "function, or no such alias or version of it"}`
              : `a function in ${target.region}, while everything else is looked for in ${region}`,
          leadsTo: "Each call answers 500 Internal server error.",
          lookAt,
          hint: "Was the function renamed, deleted, or made in another region after the integration was?",
        });
      if (integration.httpMethod !== "POST")
        return fail({
          expected: "POST as the method towards Lambda",
          observed: integration.httpMethod || "none",
          leadsTo: "Lambda's Invoke is a POST, whatever the client sends: each call answers 500.",
          lookAt,
          hint: "The console sets this by itself; a script has to say it (integrationHttpMethod).",
          differences: [{ field: "integration HTTP method", found: integration.httpMethod, right: "POST" }],
        });
      const name = target.functionArn.split(":").slice(6).join(":");
      const answered = other && judgeAnswer(other.answer);
      if (answered?.status === "fail")
        return fail({
          expected: `the function ${other?.judged}, or another one that answers a status`,
          observed: `function ${name}, which answers ${answered.observed} when it is asked for one`,
          leadsTo: "No poll ever gets a status: the workflow fails, or polls for ever.",
          lookAt,
          hint: "The two methods call different functions. That may be so, but this one is not the tutorial's.",
          differences: [{ field: "Lambda function", found: name, right: other?.judged ?? "" }],
        });
      return pass(`function ${name}`, [
        other && `The function that the checks of step 2 judged is ${other.judged}.`,
      ]);
    },
  });
}

async function lookAtIntegration(context: ProbeContext, verb: "post" | "get"): Promise<IntegrationView> {
  const view = await context.ask(theApi);
  const method = view[verb];
  if (!method) throw new ResourceDisappeared("The method");
  const target = readLambdaUri(method.integration?.uri, calledStage(view).variables);
  const { region } = context.target.aws;
  const called = target?.region === region ? await context.ask(getFunction, target.functionArn) : undefined;
  const seen = { method, target, called: called?.seen, region };
  const judged = verb === "get" && called ? (await context.ask(findFunction)).found : undefined;
  if (!target || !judged || called?.seen.arn === judged.arn) return seen;
  const answer = await context.ask(askStatus, target.functionArn);
  return { ...seen, other: { judged: judged.name, answer } };
}
