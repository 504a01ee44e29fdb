import { parseBody } from "@long-running-api/conductor/http/response-body";
import { undefinedIfUnreadable } from "../engine/explain-probe-failure.ts";
import type { ProbeContext } from "../engine/probe-context.ts";
import { pollAnswer, type Status, statuses } from "../rules/gateway/samples.ts";
import { bodyForm } from "./body-form.ts";
import { type ConditionResult, evaluate, syntaxProblem } from "./condition.ts";
import { calledStage, theApi } from "./the-api.ts";
import { conditionOf, earlierOutputs, theWorkflow } from "./the-workflow.ts";

/** GET's response as a poll records it, and the registered condition's result for it. */
export interface JudgedAnswer {
  status: Status;
  /** The body as the poll would get it; undefined if API Gateway would not return the function's response. */
  body: unknown;
  result: ConditionResult | undefined;
}

/** The registered condition's results for the API's real responses for each status. */
export async function judgedAnswers(context: ProbeContext): Promise<JudgedAnswer[]> {
  const view = await context.ask(theApi);
  const { get } = view;
  const workflow = await context.ask(theWorkflow);
  const condition = conditionOf(workflow);
  const form = await context.ask(bodyForm);
  const earlier = await context.ask(earlierOutputs);
  return await Promise.all(
    statuses.map(async (status): Promise<JudgedAnswer> => {
      const answer = get && pollAnswer(get, { status, form, stage: calledStage(view) });
      if (answer?.kind !== "answered") return { status, body: undefined, result: undefined };
      const body = parseBody(answer.body);
      const response = {
        statusCode: answer.status,
        reasonPhrase: "OK",
        headers: { "Content-Type": ["application/json"] },
        body,
      };
      return {
        status,
        body,
        result: await evaluate(context, condition, {
          input: { http_request: workflow.poll?.request, ...workflow.poll?.input },
          response,
          earlier,
        }),
      };
    }),
  );
}

/** Whether the registered condition distinguishes COMPLETED from the rest, whatever form the responses have. */
export async function judgedByCondition(context: ProbeContext): Promise<boolean> {
  // Without a workflow or a server, the tutorial's own condition is used.
  const view = await undefinedIfUnreadable(context, () => context.ask(theWorkflow));
  const condition = view ? conditionOf(view) : "";
  if (condition === "" || (await context.ask(syntaxProblem, condition))) return false;
  const judged = (await undefinedIfUnreadable(context, () => context.ask(judgedAnswers))) ?? [];
  return (
    judged.length > 0 &&
    judged.every(({ status, result }) => {
      if (status === "FAILED") return true;
      return result?.kind === (status === "COMPLETED" ? "done" : "again");
    })
  );
}
