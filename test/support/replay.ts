import { Problem } from "@long-running-api/foundation/problem";
import { readNames } from "@long-running-api/kit/names";
import { callbackStepId } from "@long-running-api/kit/step-ids";
import type { Target } from "@long-running-api/kit/targets/target";
import { textReporter } from "../../checks/cli/reporters/text.ts";
import type { Check } from "../../checks/engine/check.ts";
import type { Report } from "../../checks/engine/report.ts";
import { runOf } from "../../checks/engine/run.ts";
import type { Fault } from "../../instructor/fault.ts";
import type { Observations } from "./observations/observation.ts";
import { spoken } from "./spoken.ts";

/** Judges stored observations, without a cloud: the report, and what a learner reads with `--solution`. */
export async function replay(
  checks: readonly Check[],
  observations: Observations,
): Promise<{ report: Report; text: string }> {
  const lines: string[] = [];
  const reporter = textReporter(spoken(lines), { hint: true, solution: true, groupSkips: true });
  const report = await runOf(recorded(checks, observations), {
    target: nowhere,
    names: readNames({ options: {}, env: {} }),
    steps: [...new Set(checks.map(({ step }) => step))],
    onVerdict: reporter.onVerdict,
  });
  reporter.onEnd(report);
  return { report, text: `${lines.join("\n")}\n` };
}

/** The checks, each seeing what its probe saw then. */
export function recorded(checks: readonly Check[], observations: Observations): Check[] {
  return checks.map((check) => ({ ...check, probe: async () => observed(check, observations) }));
}

/** The command whose output a fault's transcript holds. */
export function commandOf({ step }: Pick<Fault, "step">): string {
  return step === callbackStepId ? `checks/${step}` : "checks";
}

function observed({ id }: Check, observations: Observations): unknown {
  const observation = observations.get(id);
  if (!observation) throw new Problem(`The probe of ${id} did not run when this was recorded.`);
  if (!("failure" in observation)) return observation.seen;
  const { observed, hint } = observation.failure;
  throw new Problem(observed, {}, hint);
}

const unavailable = (): never => {
  throw new Error("A judge must not look.");
};

/** A target that rejects every request. */
export const nowhere: Target = {
  name: "local",
  title: "stored observations",
  aws: { region: "us-east-1", maxAttempts: 1, retryMode: "standard" },
  waiting: { minDelay: 1, maxDelay: 1 },
  conductorUrl: "",
  conductor: unavailable,
  real: false,
  invokeUrl: unavailable,
  started: false,
  close: async () => {},
};
