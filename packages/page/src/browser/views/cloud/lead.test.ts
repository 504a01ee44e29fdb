import { parseJson } from "@long-running-api/conductor/json";
import { expect, test } from "vitest";
import type { CloudDocument, MethodOfTree } from "../../../documents.ts";
import { jsonLines } from "../../json-lines.ts";
import { leadOf, whatMatters } from "./lead.ts";

const names = { table: "t", function: "f", api: "a", role: "r", workflow: "w" };
const empty: CloudDocument = { region: "us-east-1", names };
const api = (method: Partial<MethodOfTree>): NonNullable<CloudDocument["api"]> => ({
  id: "a1",
  name: "a",
  resources: [
    {
      path: "/x",
      methods: [{ name: "GET", state: "deployed", integration: "", differences: [], ...method }],
    },
  ],
});

test("the first line says what is missing, or what callers do not get yet", () => {
  expect(leadOf(empty)).toContain("Nothing of the tutorial is here yet");
  expect(leadOf({ ...empty, api: api({}) })).toContain("the table, the function, the role, a run");
  const differences = [{ field: "integration response", found: "none", right: "200" }];
  expect(leadOf({ ...empty, api: api({ state: "changed", differences }) })).toBe(
    "One thing is not deployed: GET /x, integration response. Read-only.",
  );
  expect(leadOf({ ...empty, api: api({ state: "new" }) })).toContain("GET /x");
});

test("of a record, the status and each answer matter", () => {
  const task = { referenceTaskName: "a", taskType: "HTTP", status: "COMPLETED", workerId: "x" };
  const outputData = { response: { statusCode: 202, body: { ok: true }, headers: {} } };
  expect(whatMatters({ status: "COMPLETED", workflowId: "1", tasks: [{ ...task, outputData }] })).toEqual({
    status: "COMPLETED",
    workflowId: "1",
    tasks: [
      {
        referenceTaskName: "a",
        taskType: "HTTP",
        status: "COMPLETED",
        outputData: { response: { statusCode: 202, body: { ok: true } } },
      },
    ],
  });
  expect(whatMatters(null)).toEqual({ tasks: [] });
});

test("short values stay on one line, and the text is the same JSON", () => {
  const value = { a: 1, list: [], long: "x".repeat(90), b: { c: [1, 2, null], d: undefined } };
  expect(JSON.parse(jsonLines(value))).toEqual(JSON.parse(JSON.stringify(value)));
  expect(jsonLines(value).split("\n")).toContain('  "b": { "c": [1, 2, null] }');
});

test("numbers keep their digits", () => {
  const text = '{ "n": 1234567890123456789, "double": 1.0, "list": [0.1, 1.0E10] }';
  expect(jsonLines(parseJson(text))).toBe(text);
});
