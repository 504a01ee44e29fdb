import type { Names } from "@long-running-api/kit/names";
import type { StepId } from "@long-running-api/kit/step-ids";
import type { Target } from "@long-running-api/kit/targets/target";
import type { CheckId } from "../checks/engine/check.ts";

/** Whose environment a fault is put into, and where. */
export interface Place {
  target: Target;
  names: Names;
}

/** One way to break a solved environment. */
export interface Fault {
  /** In words, e.g. `table-misspelt`. */
  id: string;
  /** Where it is noticed first: the step of the check that tells the cause. */
  step: StepId;
  /** The step whose work is changed, where that is an earlier one: doing that one again mends it. */
  breaks?: StepId;
  /** What somebody did, in one sentence. */
  story: string;
  /** Exactly the checks that fail, the cause first; what follows from it is skipped. */
  trips: readonly [cause: CheckId, ...others: CheckId[]];
  /** Checks that cannot be judged then (`unknown`). */
  unsure?: readonly CheckId[];
  /** The code that it brings is in Python, and has to run. */
  python?: true;
  /** Changes the environment through the official clients, and only what these steps made there. */
  inject(place: Place): Promise<void>;
  /** Takes away what doing the step again would leave behind, e.g. a table under another name. */
  cleanUp?(place: Place): Promise<void>;
}

/** The faults that one step's checks tell. */
export function faultsOf(step: StepId, faults: readonly Omit<Fault, "step">[]): readonly Fault[] {
  return faults.map((fault) => ({ ...fault, step }));
}
