import { fillUri, readActionUri } from "@long-running-api/api-gateway";
import { asObject, short } from "./json.ts";
import type { IntegrationSeen } from "./method.ts";
import type { IntegrationCall } from "./request.ts";
import { sampleId } from "./samples.ts";

/** The region in which an integration reads an item by itself, with DynamoDB's GetItem; undefined for any other integration. */
export function tableReadRegion(
  integration: IntegrationSeen | undefined,
  stageVariables: Readonly<Record<string, string>>,
): string | undefined {
  if (integration?.type !== "AWS") return undefined;
  const called = readActionUri(fillUri(integration.uri, {}, stageVariables));
  return called?.service === "dynamodb" && called.action === "GetItem" ? called.region : undefined;
}

/** What is wrong with a valid JSON request to GetItem; undefined if it asks for the item of the requestId. */
export function getItemFault(
  { payload, event }: Extract<IntegrationCall, { kind: "sent" }>,
  { table, variable }: { table: string; variable: string },
): Record<"observed" | "leadsTo" | "hint", string> | undefined {
  const asked = asObject(event) ?? {};
  const key = asObject(asked["Key"]);
  const observed = short(payload);
  const refused =
    "DynamoDB refuses the request, and API Gateway passes its error on: no poll ever gets the status.";
  if (asked["TableName"] === undefined || !key)
    return {
      observed,
      leadsTo: refused,
      hint: "The integration calls DynamoDB's GetItem, which needs a TableName and a Key. An action and a requestId are for the function.",
    };
  if (asked["TableName"] !== table && !String(asked["TableName"]).endsWith(`:table/${table}`))
    return {
      observed: `the table ${String(asked["TableName"])}`,
      leadsTo:
        "Each poll reads another table than the one into which the function writes: it never gets the status.",
      hint: `The function writes to ${table}. Compare the names letter by letter.`,
    };
  const [name = ""] = Object.keys(key);
  if (Object.keys(key).length !== 1 || name !== "requestId")
    return {
      observed,
      leadsTo: refused,
      hint: "The Key has exactly one attribute: the table's partition key, requestId. Names are case-sensitive.",
    };
  const value = key["requestId"];
  if (asObject(value)?.["S"] === sampleId) return undefined;
  if (value === sampleId)
    return {
      observed,
      leadsTo: refused,
      hint: 'In DynamoDB\'s API each value carries its type: {"S": "…"} for a string.',
    };
  return {
    observed,
    leadsTo: "Each poll asks for a requestId other than the run's, and never sees COMPLETED.",
    hint: `The path variable is called ${variable}: does the template read exactly that?`,
  };
}

/** Why the status of an item is not in the response. */
export function itemFault(body: string, status: string): Record<"leadsTo" | "hint", string> {
  if (status === "NOT_FOUND")
    return {
      leadsTo:
        "A request that will never be stored looks like one that is not stored yet: polling continues without a status.",
      hint: "For a requestId without an item, GetItem returns {}, without an Item: each reference into it is empty. The template can test for it with #if, and return NOT_FOUND.",
    };
  return {
    leadsTo: "The workflow's condition never finds COMPLETED: it polls forever.",
    hint: /\{S=|"S"\s*:/.test(body)
      ? 'In DynamoDB\'s API each value carries its type, as in {"S": "COMPLETED"}: the path to the text ends in .S, as in $.Item.status.S.'
      : "The template gets DynamoDB's answer, where the status is at $.Item.status.S. Compare the path letter by letter.",
  };
}
