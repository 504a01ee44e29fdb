import { fail, pass, unknown } from "../engine/check.ts";
import { errorHint } from "./error-hint.ts";
import { asObject, parseJson } from "./gateway/json.ts";
import { statusIn } from "./gateway/status-in.ts";
import { at } from "./lambda-console.ts";

/** What a function returned when it was invoked directly. Plain data. */
export interface FunctionAnswer {
  /** The payload as a string. */
  payload: string;
  /** Set when the function failed: errorType and errorMessage. */
  error?: { type: string; message: string };
  /** An endpoint on the same machine that the code sets for DynamoDB, where the function failed. */
  endpoint?: string;
  /** Set when the function failed, and the registered poll accepts a real 404. */
  pollAccepts404?: true;
  /** GET reads the table itself: no poll asks the function. */
  notPolled?: true;
}

/** Whether the function returned NOT_FOUND for an unknown requestId. */
export function judgeAnswer({ payload, error, endpoint, notPolled }: FunctionAnswer) {
  const expected = 'an answer such as {"statusCode": 404, "body": "{\\"status\\": \\"NOT_FOUND\\"}"}';
  if (error?.type === "Local.PythonMissing")
    return {
      ...unknown(
        `This machine cannot run the function: ${error.message.split("\n")[0]}`,
        "The function needs Python and boto3, which this machine lacks; the function itself is fine. Install them, or deploy the JavaScript variant: npx tsx steps/02-lambda --runtime node.",
      ),
      stops: true as const,
    };
  if (error)
    return fail({
      expected,
      observed: `${error.type}: ${error.message.slice(0, 300)}`,
      leadsTo:
        "The function fails on every poll and every request. POST still returns 202, because it does not wait.",
      lookAt: at("Monitor › View CloudWatch logs"),
      hint:
        endpoint === undefined
          ? errorHint(`${error.type} ${error.message}`)
          : `The code sets the endpoint ${endpoint}: inside Lambda, this is the function's own machine, where no DynamoDB runs. Without an endpoint, the SDK finds DynamoDB by itself.`,
    });
  if (notPolled) return pass("the function runs; GET reads the table without it");
  const answer = asObject(parseJson(payload));
  const body = typeof answer?.["body"] === "string" ? parseJson(answer["body"]) : undefined;
  if (typeof body === "string" && asObject(parseJson(body)))
    return fail({
      expected,
      observed: payload.slice(0, 200),
      leadsTo:
        "Each poll gets the status inside a string: a condition never finds it, and the workflow polls forever.",
      lookAt: at("Code"),
      hint: "body is JSON that was encoded twice: json.dumps or JSON.stringify once is enough.",
    });
  if (!answer || (statusIn(answer).status === undefined && Number(answer["statusCode"]) !== 404))
    return fail({
      expected,
      observed: payload === "" || payload === "null" ? "nothing" : payload.slice(0, 200),
      leadsTo: "Every poll gets a response without a status: the workflow polls forever.",
      lookAt: at("Code"),
      hint: 'What does the code do when event["action"] is "status"?',
    });
  if (/COMPLETED|PROCESSING/.test(payload))
    return fail({
      expected,
      observed: payload.slice(0, 200),
      leadsTo: "Every requestId looks known: polling ends or continues regardless of the work.",
      lookAt: at("Code"),
      hint: 'Does the code read the item of the requestId when event["action"] is "status", or does it start the work?',
    });
  return pass(payload.slice(0, 120));
}
