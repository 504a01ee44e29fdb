import { fail, pass, unknown } from "../engine/check.ts";
import { errorHint } from "./error-hint.ts";
import { asObject, parseJson } from "./gateway/json.ts";
import { statusIn } from "./gateway/status-in.ts";
import { at } from "./lambda-console.ts";

/** What a function answered when it was asked directly. Plain data. */
export interface FunctionAnswer {
  /** The payload as text. */
  payload: string;
  /** Set when the function failed: errorType and errorMessage. */
  error?: { type: string; message: string };
}

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
