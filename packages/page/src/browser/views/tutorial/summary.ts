import { oneLine } from "@long-running-api/foundation/text";
import type { CheckSeen, StepSeen } from "../../../documents.ts";
import { words } from "../../words.ts";

/** The state of a step: `run-on` is the next one to do, `skip` one that has not begun. */
export type StepState = "pass" | "fail" | "unknown" | "run-on" | "skip";

/** Whether a check counts against its step: one that has not run yet does not. */
function isOpen({ status, acts, stale }: CheckSeen): boolean {
  return status !== "pass" && !(acts && (status === "waiting" || stale));
}

/** How many checks of a step pass. */
export function passedOf({ checks }: StepSeen): number {
  return checks.filter(({ status }) => status === "pass").length;
}

/** The state of each step, in order. */
export function statesOf(steps: readonly StepSeen[]): StepState[] {
  const next = steps.findIndex(({ checks }) => checks.some(isOpen));
  return steps.map((step, index) => {
    if (!step.checks.some(isOpen)) return "pass";
    if (step.checks.some(({ status }) => status === "unknown")) return "unknown";
    if (passedOf(step) > 0 && step.checks.some(({ status }) => status === "fail")) return "fail";
    return index === next ? "run-on" : "skip";
  });
}

/** The step of the address; else the first with something wrong; else the first that is not done; else the last. */
export function stepShown(steps: readonly StepSeen[], wanted: string | undefined): StepSeen | undefined {
  const states = statesOf(steps);
  const first = (...wrong: readonly StepState[]) => steps[states.findIndex((state) => wrong.includes(state))];
  return steps.find(({ id }) => id === wanted) ?? first("fail") ?? first("unknown", "run-on") ?? steps.at(-1);
}

/** The one sentence about a step. */
export function leadOf({ checks }: StepSeen): string {
  const text = words.tutorial;
  const of = (status: CheckSeen["status"]) => checks.filter((check) => check.status === status);
  const [failed, unknown, passed] = [of("fail"), of("unknown"), of("pass")];
  const [first] = failed;
  if (checks.every(({ status }) => status === "waiting")) return text.waiting;
  if (first && passed.length === 0) return text.notBegun;
  if (first)
    return text.wrong(
      nameOf(first.id),
      oneLine((first.observed ?? first.claim).replace(/\.$/, ""), leadCharactersMax),
      failed.length - 1,
      of("skip").length,
    );
  if (unknown[0]) return text.unread(unknown[0].observed ?? unknown[0].claim);
  const running = of("waiting").filter(({ acts }) => !acts).length;
  if (running > 0) return text.checkingRest(passed.length, running);
  if (passed.length === checks.length) return text.right(checks.length);
  return text.rightSoFar(passed.length, checks.length - passed.length);
}

/** Failed checks stand first, then what follows from them; what passed is one line at the end. */
export function groupsOf({ checks }: StepSeen): {
  open: readonly CheckSeen[];
  rest: readonly CheckSeen[];
  passed: readonly CheckSeen[];
} {
  return {
    open: checks.filter(({ status }) => status === "fail" || status === "unknown"),
    rest: checks.filter(({ status }) => status === "skip" || status === "waiting"),
    passed: checks.filter(({ status }) => status === "pass"),
  };
}

/** A check's name within its step: "03-api/get-body" is get-body. */
export function nameOf(id: string): string {
  return id.slice(id.indexOf("/") + 1);
}

const leadCharactersMax = 140;
