import { problemLines } from "@long-running-api/foundation/problem";
import { expect, test } from "vitest";
import { readTableDesign } from "../01-table/design.ts";
import { readSettingsDesign } from "../02-lambda/design.ts";
import type { Designs } from "./index.ts";
import { refusalHints, sendFile } from "./refused-file.ts";

const designs = (text: string): Designs => ({
  find: async (name) => ({ name, path: `/mine/${name}`, shown: name, text, own: true }),
});
const linesOf = async (reading: Promise<unknown>) =>
  await reading.then(
    () => [],
    (error: unknown) => problemLines(error as Parameters<typeof problemLines>[0]),
  );

test.each([
  ['{ "timeout": 60 }', "timeout"],
  ['{ "TimeOut": 60 }', "TimeOut"],
])("a missing field points out a similar name: %s", async (text, similar) => {
  const lines = await linesOf(readSettingsDesign(designs(text)));
  expect(lines[0]).toBe("function.json lacks the field Timeout.");
  expect(lines.join("\n")).toMatch(new RegExp(`place +function.json:1:3[^]*seen +${similar}$`));
});

test.each([
  ["RANGE alone", ["RANGE"]],
  ["HASH last", ["RANGE", "HASH"]],
  ["HASH twice", ["HASH", "HASH"]],
])("table.json with %s is refused before DynamoDB sees it", async (_name, types) => {
  const names = types.map((_type, index) => `a${index}`);
  const text = JSON.stringify({
    AttributeDefinitions: names.map((AttributeName) => ({ AttributeName, AttributeType: "S" })),
    KeySchema: types.map((KeyType, index) => ({ AttributeName: names[index], KeyType })),
  });
  const lines = await linesOf(readTableDesign(designs(text)));
  expect(lines[0]).toBe("table.json has the wrong KeyType in KeySchema.");
  expect(lines.join("\n")).toContain(types.join(", "));
});

test.each([
  "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.",
  "Actions/Condition can contain only one colon.",
  "The policy failed legacy parsing",
  "Policy document should not specify a principal.",
  "Policy statement must contain resources.",
  "Policy statement must contain actions.",
  "Syntax errors in policy.",
])("IAM's message is explained: %s", async (message) => {
  const file = await designs("{}").find("policy.json");
  if (!file) throw new Error("There is no file.");
  const refusal = Object.assign(new Error(message), { name: "MalformedPolicyDocumentException" });
  const lines = await linesOf(sendFile(file, "IAM", () => Promise.reject(refusal)));
  const [hint] = refusalHints.filter(({ pattern }) => pattern.test(message));
  expect(lines.join("\n")).toContain(hint?.expected ?? "an explanation");
  expect(lines.join("\n")).toContain(message);
});
