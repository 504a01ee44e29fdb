import { errorHint } from "../rules/error-hint.ts";
import { asObject, parseJson } from "../rules/gateway/json.ts";

/** A probe request that was polled without ever showing the expected status. */
export interface Stuck {
  wanted: "PROCESSING" | "COMPLETED";
  /** The status in the last response; undefined if it has none. */
  status: string | undefined;
  /** The last response. */
  body: string;
  /** Whether the response has the status elsewhere, or not at all. */
  elsewhere: boolean;
  /** The error in the function's log. */
  log: string | undefined;
}

/** A hint at why the status does not become the value that the condition waits for. */
export function stuckHint({ wanted, status, body, elsewhere, log }: Stuck): string {
  if (log !== undefined) return errorHint(log);
  if (/"S":\s*"/.test(body))
    return 'The response has values such as {"S": "…"}: that is how DynamoDB\'s low-level client returns them. Take the value out, or use boto3\'s Table or the document client, which do.';
  const other = otherValue(body);
  if (other !== undefined)
    return `The status is ${other}, which is not text: the condition compares it with a text such as COMPLETED.`;
  if (elsewhere)
    return "The response has the item's attributes. The condition reads the one called status, in lowercase: does the code always write it under this name?";
  if (status === "PROCESSING")
    return "Did the function time out, or was its last write rejected? Its log shows both. If it shows neither: does the last write go to the same requestId?";
  if (status !== status?.trim())
    return `There is blank space or a line end around the status; the condition waits for exactly ${wanted}.`;
  return `The function returns ${status}; the condition waits for exactly ${wanted}.`;
}

/** A status that is not a string, as JSON. */
function otherValue(body: string): string | undefined {
  const answer = asObject(parseJson(body));
  const value = asObject(answer?.["body"])?.["status"] ?? answer?.["status"];
  return typeof value === "number" || typeof value === "boolean" ? JSON.stringify(value) : undefined;
}
