import { readNames } from "@long-running-api/kit/names";
import { expect, test } from "vitest";
import type { Outcome } from "../engine/check.ts";
import { type Reported, reported } from "../engine/report.ts";
import { nextCommand } from "./next-command.ts";

const names = readNames({ options: { learner: "ann" }, env: {} });
const shown = { target: { name: "local" }, names, steps: ["03-api"], hint: false, solution: false } as const;

function verdict(status: Outcome): Reported {
  const check = { id: "03-api/get-body", step: "03-api", claim: "" } as const;
  const judged = {
    ...reported({ ...base, ...check }, { status: "pass", observed: "", remarks: [] }, 0),
    status,
  };
  return judged;
}

const base = {
  needs: [],
  unlessFailed: [],
  follows: false,
  long: false,
  acts: false,
  probe: async () => undefined,
  judge: () => ({ status: "pass", observed: "", remarks: [] }) as const,
};

test("a step that was not done comes next", () => {
  const missing = { ...verdict("fail"), id: "03-api/exists" } as const;
  expect(nextCommand({ checks: [missing] }, shown)).toBe("npx tsx steps/03-api --learner ann");
});

test.each([
  [["pass"], {}, "npx tsx steps/04-workflow --learner ann"],
  [["pass"], { steps: ["05-run"] }, "npx tsx exercises"],
  [["pass"], { steps: ["06-callback"] }, "npx tsx exercises"],
  [["pass", "fail"], {}, "npx tsx checks/03-api --learner ann --hint"],
  [["fail"], { hint: true }, "npx tsx checks/03-api --learner ann --solution"],
  [["fail"], { solution: true }, "npx tsx checks/03-api --learner ann"],
  [["pass", "skip"], {}, undefined],
] as const)("%j %j", (outcomes, more, command) => {
  expect(nextCommand({ checks: outcomes.map(verdict) }, { ...shown, ...more })).toBe(command);
});
