import { Problem } from "@long-running-api/foundation/problem";
import { readNames } from "@long-running-api/kit/names";
import type { Target } from "@long-running-api/kit/targets/target";
import type { Check, CheckId } from "../../checks/engine/check.ts";
import type { Report } from "../../checks/engine/report.ts";
import { runOf } from "../../checks/engine/run.ts";

/** Judges what was seen earlier, without a cloud; some of the checks may have another judge by now. */
export async function judgedAgain(
  checks: readonly Check[],
  seen: ReadonlyMap<CheckId, unknown>,
): Promise<Report> {
  const recorded = checks.map((check) => ({
    ...check,
    async probe() {
      if (!seen.has(check.id)) throw new Problem(`${check.id} was not looked at.`);
      return seen.get(check.id);
    },
  }));
  const steps = [...new Set(checks.map(({ step }) => step))];
  return await runOf(recorded, { target: nowhere, names: readNames({ options: {}, env: {} }), steps });
}

const unasked = (): never => {
  throw new Error("Judges do not ask.");
};

const nowhere: Target = {
  name: "local",
  title: "what was seen earlier",
  aws: { region: "us-east-1", maxAttempts: 1, retryMode: "standard" },
  waiting: { minDelay: 1, maxDelay: 1 },
  conductorUrl: "",
  conductor: unasked,
  real: false,
  invokeUrl: unasked,
  started: false,
  close: async () => {},
};
