import { Problem } from "@long-running-api/foundation/problem";
import { createOutput } from "@long-running-api/kit/output";
import { expect, test } from "vitest";
import { exercises } from "../all.ts";
import { solutionOf, starterOf } from "../files.ts";
import { otherHint } from "../hint.ts";
import { outcomeLines } from "./screen.ts";

const { colors } = createOutput({ color: false });
const [key] = exercises;
const finish = exercises.find(({ id }) => id === "02-finish");

test("what a problem says is wrapped under its own column", () => {
  if (!key) throw new Error("There are no exercises.");
  const problem = new Problem("IAM rejected policy.json.", {
    seen: "Actions must be prefaced by a vendor, for example iam, sdb or ec2, and by nothing else",
  });
  expect(outcomeLines({ kind: "broken", problem }, key, { colors, columns: 50 })).toEqual([
    "✖ IAM rejected policy.json.",
    "  seen   Actions must be prefaced by a vendor,",
    "         for example iam, sdb or ec2, and by",
    "         nothing else",
  ]);
});

const verdict = {
  id: "02-lambda/writes-first" as const,
  step: "02-lambda" as const,
  claim: "c",
  status: "fail" as const,
  expected: "e",
  observed: "o",
  leadsTo: "l",
  lookAt: null,
  hint: null,
  because: null,
  remarks: [],
  docs: "",
  ms: 1,
};

test("a mistake that belongs to an earlier exercise names that exercise", () => {
  if (!finish) throw new Error("There are no exercises.");
  const lines = outcomeLines({ kind: "wrong", verdict }, finish, { colors, columns: 80 });
  expect(lines.at(-1)).toBe("  02-write covers this. If you had solved it, your last change broke it again.");
});

test("the check's own hint stands for a mistake that the exercise's hints are not about", () => {
  if (!finish) throw new Error("There are no exercises.");
  const starter = { language: "node", text: starterOf(finish, "node") } as const;
  const hint = "Each #name needs its entry in ExpressionAttributeNames.";
  const other = {
    ...verdict,
    id: finish.fails.check,
    hint,
    observed: "An attribute name is not defined: #s",
  };
  const own = { ...other, observed: finish.fails.observed };
  const near = { language: "node", text: solutionOf(finish, "node").replace("#s", "#t") } as const;
  expect(otherHint(own, finish, near)).toBeUndefined(); // it has hints in stages
  expect(otherHint(other, finish, starter)).toBeUndefined(); // it would give the solution away
  expect(otherHint(other, finish, near)).toBe(hint);
  const lines = outcomeLines({ kind: "wrong", verdict: other }, finish, { colors, columns: 80 }, hint);
  expect(lines.at(-1)).toBe(`  hint      ${hint}`);
  expect(lines.join()).not.toContain("leads to");
});

test.each([
  ['{ "action": "invoke" "requestId": "1" }', 'At "requestId": "1" } there should be a comma, or }.'],
  [
    '{ "action": invoke, "requestId": "1" }',
    'At invoke, "requestId": "1"… there should be a value; text is in straight double quotes: "…".',
  ],
  ['{ "action": "invoke"', "At the end there should be a comma, or }."],
  ['{"requestId":"1"} "action"', 'At "action" there should be nothing more.'],
  ['{ "action": "invoke" } x', "At x there should be nothing more."],
])("a template that writes %s gets the place of the mistake", (json, hint) => {
  const request = exercises.find(({ id }) => id === "03-request");
  if (!request) throw new Error("There is no such exercise.");
  const near = { ...verdict, hint: "Look for a comma.", observed: `not valid JSON: ${json}` };
  expect(otherHint(near, request, { language: "node", text: "" })).toBe(hint);
});
