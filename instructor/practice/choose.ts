import { createHash } from "node:crypto";
import { everyStepId, type StepId } from "@long-running-api/kit/step-ids";
import { stepOf } from "../../checks/engine/check.ts";
import type { Fault } from "../fault.ts";
import { faults } from "../faults/index.ts";

/** The faults for an environment that is solved up to a step: every check that they trip can be judged. */
export function faultsUpTo(step: StepId): readonly Fault[] {
  const last = everyStepId.indexOf(step);
  return faults.filter(
    (fault) => fault.step === step && fault.trips.every((id) => everyStepId.indexOf(stepOf(id)) <= last),
  );
}

/** Chooses one by a seed: the same seed chooses the same fault. */
export function pick(among: readonly Fault[], seed: string): Fault {
  const number = createHash("sha256").update(`seed:${seed}`).digest().readUInt32BE(0);
  const fault = among[number % among.length];
  if (!fault) throw new Error("There is no fault to choose from.");
  return fault;
}
