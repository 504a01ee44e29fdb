import { describe, expect, it } from "vitest";
import { walkRequest } from "./request.ts";
import { getCall } from "./samples.ts";
import { getItemFault, itemFault, tableReadRegion } from "./table-read.ts";

const integration = (template: string, action = "GetItem") => ({
  type: "AWS",
  uri: `arn:aws:apigateway:eu-west-1:dynamodb:action/${action}`,
  httpMethod: "POST",
  passthrough: "NEVER",
  credentials: "arn:aws:iam::000000000000:role/reader",
  templates: { "application/json": template },
  parameters: {},
  timeoutMs: undefined,
  responses: [],
});

describe("an integration that reads the table itself", () => {
  it("is recognized by its URI if the action is GetItem", () => {
    expect(tableReadRegion(integration(""), {})).toBe("eu-west-1");
    expect(tableReadRegion(integration("", "Scan"), {})).toBeUndefined();
    expect(tableReadRegion(undefined, {})).toBeUndefined();
  });

  it.each<[string, string, RegExp | undefined]>([
    [
      "the item of the id",
      `{"TableName": "jobs", "Key": {"requestId": {"S": "$input.params('requestId')"}}}`,
      undefined,
    ],
    [
      "a table by its ARN",
      `{"TableName": "arn:aws:dynamodb:eu-west-1:1:table/jobs", "Key": {"requestId": {"S": "$input.params('requestId')"}}}`,
      undefined,
    ],
    [
      "the function's request",
      `{"action": "status", "requestId": "$input.params('requestId')"}`,
      /needs a TableName/,
    ],
    ["another table", `{"TableName": "job", "Key": {"requestId": {"S": "x"}}}`, /letter by letter/],
    ["another key", `{"TableName": "jobs", "Key": {"requestID": {"S": "x"}}}`, /case-sensitive/],
    [
      "no type",
      `{"TableName": "jobs", "Key": {"requestId": "$input.params('requestId')"}}`,
      /carries its type/,
    ],
    [
      "another variable",
      `{"TableName": "jobs", "Key": {"requestId": {"S": "$input.params('id')"}}}`,
      /called requestId/,
    ],
  ])("asks for %s", (_, template, hint) => {
    const call = getCall("sample-7391", "requestId", { name: "test", variables: {} });
    const sent = walkRequest(integration(template), call);
    if (sent.kind !== "sent") throw new Error(sent.kind);
    const fault = getItemFault(sent, { table: "jobs", variable: "requestId" });
    if (hint === undefined) expect(fault).toBeUndefined();
    else expect(fault?.hint).toMatch(hint);
  });

  it("answers without the status", () => {
    expect(itemFault('{"status": "{S=COMPLETED}"}', "COMPLETED").hint).toMatch(/ends in \.S/);
    expect(itemFault('{"status": {"S": "COMPLETED"}}', "COMPLETED").hint).toMatch(/ends in \.S/);
    expect(itemFault('{"status": ""}', "COMPLETED").hint).toMatch(/letter by letter/);
    expect(itemFault('{"status": ""}', "NOT_FOUND").hint).toMatch(/without an Item/);
  });
});
