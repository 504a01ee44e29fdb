import { type Names, readNames } from "@long-running-api/kit/names";
import { silentOutput } from "@long-running-api/kit/output";
import type { StepId } from "@long-running-api/kit/step-ids";
import type { Target } from "@long-running-api/kit/targets/target";
import type { Fault, Place } from "../instructor/fault.ts";
import { readFaultTag, removeFaultTag, tagAndInject } from "../instructor/practice/fault-tag.ts";
import { mend } from "../instructor/practice/mend.ts";
import { removeRuns } from "../steps/05-run/remove.ts";
import { prepareCallback } from "../steps/06-callback/apply.ts";
import { callback } from "../steps/06-callback/index.ts";
import { steps } from "../steps/index.ts";
import type { Work } from "../steps/step.ts";

/** The function works for this long beside its own two seconds: a practice run should not take half a minute. */
export const processingSeconds = "2";
export const workSeconds = 4;

/** Separate names, so that nothing of the learner's is broken. */
export function practiceNames(learner: string | undefined): Names {
  const name = learner === undefined ? "practice" : `${learner.slice(0, 14).replace(/-+$/, "")}-practice`;
  return readNames({ options: { learner: name }, env: {} });
}

/** The tutorial's system under the names of practice, with one fault or none. */
export interface Environment extends Place {
  /** Builds what is missing for faults of a step, and repairs a fault that was left behind. */
  prepare(step: StepId): Promise<void>;
  /** The fault that is in there. */
  fault(): Promise<Fault | undefined>;
  break(fault: Fault): Promise<void>;
  repair(fault: Fault): Promise<void>;
}

export function openEnvironment(target: Target, names: Names): Environment {
  const place = { target, names };
  const work: Work = {
    ...place,
    options: { "processing-seconds": processingSeconds },
    output: silentOutput(),
  };
  const built = steps.filter(({ id }) => id !== "05-run");
  const repair = async (fault: Fault) => {
    if (fault.step === callback.id) await callback.undo(work);
    else if (fault.step === "05-run") {
      await fault.cleanUp?.(place);
      await removeRuns(place);
    } else await mend(fault, work);
    await removeFaultTag(place);
  };
  return {
    ...place,
    repair,
    async fault() {
      return (await readFaultTag(place))?.fault;
    },
    async prepare(wanted) {
      const left = await readFaultTag(place);
      if (left) await repair(left.fault);
      for (const step of built) await step.apply(work);
      if (wanted === callback.id) await prepareCallback(work);
    },
    break: (fault) => tagAndInject(place, { fault, settings: { runtime: "node", processingSeconds } }),
  };
}
