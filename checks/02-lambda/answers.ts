import { check, fail, pass, unknown } from "../check.ts";
import { asObject, parseJson } from "../gateway/json.ts";
import { statusIn } from "../gateway/status-in.ts";
import type { Look } from "../look.ts";
import { askStatus, type FunctionAnswer } from "../probes/ask-function.ts";
import { addressOf } from "../probes/function.ts";
import { theFunction } from "../probes/the-function.ts";
import { errorHint } from "./error-hint.ts";
import { at } from "./where.ts";

export const answers = check({
  id: "02-lambda/answers",
  claim: "Asked for the status of an id that nobody has, the function says so.",
  needs: ["02-lambda/exists"],
  unlessFailed: [
    "01-table/exists",
    "01-table/active",
    "01-table/partition-key",
    "01-table/no-sort-key",
    "02-lambda/active",
    "02-lambda/timeout",
    "02-lambda/concurrency",
    "02-lambda/runtime",
    "02-lambda/handler",
    "02-lambda/code",
    "02-lambda/role",
    "02-lambda/permissions",
    "02-lambda/table-name",
  ],
  probe: async (look: Look) => await look.ask(askStatus, addressOf(await look.ask(theFunction))),
  judge: judgeAnswer,
});

/** Whether an answer is one to a status that nobody has. */
export function judgeAnswer({ payload, error }: FunctionAnswer) {
  const expected = 'an answer such as {"statusCode": 404, "body": "{\\"status\\": \\"NOT_FOUND\\"}"}';
  if (error?.type === "Local.PythonMissing")
    return {
      ...unknown(
        `This machine cannot run the function: ${error.message.split("\n")[0]}`,
        "It is written in Python, which this machine lacks, or lacks boto3; nothing is wrong with it. Put Python there, or take the variant in JavaScript: npx tsx steps/02-lambda --runtime node.",
      ),
      stops: true as const,
    };
  if (error)
    return fail({
      expected,
      observed: `${error.type}: ${error.message.slice(0, 300)}`,
      leadsTo:
        "Each poll makes the function fail, and so does each request; POST answers 202 all the same, because it does not wait.",
      lookAt: at("Monitor › View CloudWatch logs"),
      hint: errorHint(`${error.type} ${error.message}`),
    });
  const answer = asObject(parseJson(payload));
  if (!answer || (statusIn(answer).status === undefined && Number(answer["statusCode"]) !== 404))
    return fail({
      expected,
      observed: payload === "" || payload === "null" ? "nothing" : payload.slice(0, 200),
      leadsTo: "Each poll gets an answer without a status: the workflow polls for ever.",
      lookAt: at("Code"),
      hint: 'What does the code do when event["action"] is "status"?',
    });
  if (/COMPLETED|PROCESSING/.test(payload))
    return fail({
      expected,
      observed: payload.slice(0, 200),
      leadsTo: "Each id counts as known: polls end, or go on, whatever the work is doing.",
      lookAt: at("Code"),
      hint: 'Does the code read the row of the requestId when event["action"] is "status", or does it start the work?',
    });
  return pass(payload.slice(0, 120));
}
