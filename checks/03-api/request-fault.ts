import { asObject, short } from "../rules/gateway/json.ts";
import type { IntegrationCall } from "../rules/gateway/request.ts";
import { sampleId } from "../rules/gateway/samples.ts";
import { getItemFault } from "../rules/gateway/table-read.ts";
import type { Fault } from "./body-fault.ts";

/** What a method is to send. */
export interface RequestWanted {
  action: "invoke" | "status";
  /** GET's path variable. */
  variable: string | undefined;
  /** The table, where GET reads it by itself. */
  table: string | undefined;
}

/** What is wrong with what POST or GET sends to the function, or to the table; undefined if nothing is. */
export function requestFault(
  sent: IntegrationCall,
  { action, variable, table }: RequestWanted,
): Fault | undefined {
  const called = table === undefined ? "the function" : "DynamoDB";
  const nothingStarts =
    action === "invoke"
      ? "No work ever starts, and POST still returns 202."
      : "No poll ever gets the status.";
  if (sent.kind === "broken")
    return {
      observed: `the template has a syntax error: ${short(sent.message, 240)}`,
      leadsTo: `Every call returns 500 Internal server error, and ${called} is not called.`,
      hint: "Mapping templates use Velocity: look for a missing bracket, quote or #end at the position in the message.",
    };
  if (sent.kind === "rejected")
    return {
      observed: short(sent.reason, 240),
      leadsTo: `Every call fails in API Gateway, and ${called} is not called.`,
      hint: "API Gateway sets some headers by itself, such as Authorization: URL request headers parameters must not set them.",
    };
  if (sent.kind === "unsupported")
    return {
      observed: "no template for application/json",
      leadsTo: "Calls return 415 Unsupported Media Type.",
      hint: "Each mapping template is for one content type; the workflow sends application/json.",
    };
  if (!sent.fromTemplate)
    return {
      observed: `no template for application/json: the client's body is passed to ${called} unchanged`,
      leadsTo: `${table === undefined ? "The function gets no action" : "DynamoDB gets no key"}. ${nothingStarts}`,
      hint: "Each mapping template is for one content type, and the workflow sends application/json.",
    };
  if (sent.event === undefined)
    return {
      observed: `not valid JSON: ${short(sent.payload)}`,
      leadsTo: `${table === undefined ? "Lambda rejects the request, and the function does not run" : "DynamoDB rejects the request"}. ${nothingStarts}`,
      hint: sent.payload.startsWith("\u{FEFF}")
        ? "An invisible byte order mark (U+FEFF) comes before the template: save the file as UTF-8 without it."
        : /^\s*#/.test(sent.payload)
          ? "A line that begins with # was sent unchanged: as written, it is not a directive such as #set(…)."
          : "Look for a missing or extra comma, quote or brace after the values are inserted.",
    };
  if (table !== undefined) return getItemFault(sent, { table, variable: variable ?? "" });
  if (action === "status" && sent.invocation.type !== "RequestResponse")
    return {
      observed: `X-Amz-Invocation-Type: ${sent.invocation.type}`,
      leadsTo: "Lambda does not wait for the function: every poll gets an empty response, without a status.",
      hint: "Only POST starts long-running work. GET must wait for the function's response, so it does not set this header.",
    };
  const event = asObject(sent.event);
  if (event?.["action"] !== action) {
    const starts = action === "status" && event?.["action"] === "invoke";
    return {
      observed: short(sent.payload),
      leadsTo: starts
        ? "Every poll starts the work again and waits for it: the item goes back to PROCESSING, and the workflow never ends."
        : `The function does not know what to do. ${nothingStarts}`,
      hint: `The function decides by its action what to do; GET and POST send different ones. ${starts ? "This template looks like POST's." : "Compare it letter by letter."}`,
    };
  }
  const [otherName] = Object.entries(event).find(([, value]) => value === sampleId) ?? [];
  if (event["requestId"] === undefined && otherName !== undefined)
    return {
      observed: short(sent.payload),
      leadsTo: `The function finds no requestId. ${nothingStarts}`,
      hint: `The id is there, but under the name ${otherName}. The function reads exactly requestId.`,
    };
  if (event["requestId"] !== sampleId)
    return {
      observed: short(sent.payload),
      leadsTo:
        action === "invoke"
          ? "The work is stored under a different requestId than the workflow polls for: the polls never see it."
          : "Every poll asks for a different requestId than the run's, and never sees COMPLETED.",
      hint:
        variable === undefined
          ? "The requestId comes from the request body: compare the path in the template with what the workflow sends."
          : `The path variable is called ${variable}: does the template read exactly that?`,
    };
  return undefined;
}
