import { Problem } from "@long-running-api/foundation/problem";
import { createOutput } from "@long-running-api/kit/output";
import { expect, test } from "vitest";
import { exercises } from "../all.ts";
import { outcomeLines } from "./screen.ts";

const { colors } = createOutput({ color: false });
const [key, , finish] = exercises;

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

test("a mistake that belongs to an earlier exercise names that exercise", () => {
  if (!finish) throw new Error("There are no exercises.");
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
  const lines = outcomeLines({ kind: "wrong", verdict }, finish, { colors, columns: 80 });
  expect(lines.at(-1)).toBe("  02-write covers this. If you had solved it, your last change broke it again.");
});
