import { expect, test } from "vitest";
import type { CheckSeen, StepSeen } from "../../../documents.ts";
import { diffLines } from "./diff-lines.ts";
import { groupsOf, leadOf, statesOf, stepShown } from "./summary.ts";

const check = (id: string, status: CheckSeen["status"], more: Partial<CheckSeen> = {}): CheckSeen => ({
  id,
  claim: `${id} is right.`,
  status,
  remarks: [],
  acts: false,
  stale: false,
  ...more,
});

const step = (id: string, checks: readonly CheckSeen[]): StepSeen => ({
  id,
  title: "the step",
  about: [],
  commands: [],
  section: "",
  checks,
});

const passed = step("1", [check("1/a", "pass")]);
const broken = step("2", [
  check("2/a", "pass"),
  check("2/b", "fail", { observed: "body is\n a string." }),
  check("2/c", "skip", { because: "2/b" }),
]);
const fresh = step("3", [check("3/a", "fail"), check("3/b", "skip")]);

test("a step is passed, failed, the next, or not begun", () => {
  expect(statesOf([passed, broken, fresh])).toEqual(["pass", "fail", "skip"]);
  expect(statesOf([passed, fresh, fresh])).toEqual(["pass", "run-on", "skip"]);
});

test("a check that sends a request, and has not run, leaves its step passed", () => {
  const step3 = step("3", [check("3/a", "pass"), check("3/b", "waiting", { acts: true })]);
  expect(statesOf([step3])).toEqual(["pass"]);
  expect(leadOf(step3)).toContain("One check passes. One sends a request");
});

test("the step shown is the one in the address, else the first with something wrong", () => {
  const steps = [passed, broken, fresh];
  expect(stepShown(steps, "1")).toBe(passed);
  expect(stepShown(steps, "nowhere")).toBe(broken);
  expect(stepShown([passed, fresh], undefined)).toBe(fresh);
  expect(stepShown([passed], undefined)).toBe(passed);
});

test("the first line names the first failure, and how many wait for it", () => {
  expect(leadOf(broken)).toBe("One check fails, b: body is a string. One more waits for it.");
  expect(leadOf(fresh)).toContain("Nothing from this step exists yet");
  expect(leadOf(step("4", [check("4/a", "unknown", { observed: "no answer" })]))).toContain("no answer");
});

test("what is wrong stands first", () => {
  const { open, rest, passed } = groupsOf(broken);
  expect([open, rest, passed].map((group) => group.map(({ id }) => id))).toEqual([["2/b"], ["2/c"], ["2/a"]]);
});

test("a comparison keeps the lines that two texts have in common", () => {
  const signs = (found: string, right: string) =>
    diffLines(found, right).map(({ sign, line }) => sign + line);
  expect(signs("a\nb\nc", "a\nx\nc")).toEqual([" a", "-b", "+x", " c"]);
  expect(signs("", "a")).toEqual(["+a"]);
  expect(signs("a\nb", "b")).toEqual(["-a", " b"]);
});
