import type { Names } from "@long-running-api/kit/names";
import type { StepId } from "@long-running-api/kit/step-ids";
import type { Target } from "@long-running-api/kit/targets/target";
import type { CheckId } from "../checks/engine/check.ts";

/** The learner and target that a fault is injected into. */
export interface Place {
  target: Target;
  names: Names;
}

/** One way to break a solved environment. */
export interface Fault {
  /** In words, e.g. `table-misspelt`. */
  id: string;
  /** The step of the check that shows the cause. */
  step: StepId;
  /** The step whose work is changed, if it is an earlier one: doing that step again repairs it. */
  breaks?: StepId;
  /** What is wrong, in one sentence. */
  story: string;
  /** Exactly the checks that fail, the cause first; checks that depend on it are skipped. */
  trips: readonly [cause: CheckId, ...others: CheckId[]];
  /** Checks that are then `unknown`. */
  unsure?: readonly CheckId[];
  /** Whether its code is in Python and must run. */
  python?: true;
  /** Whether it is about a key, which Conductor must then require. */
  needsKey?: true;
  /** Changes the environment with the official clients, and only what these steps created. */
  inject(place: Place): Promise<void>;
  /** Deletes what doing the step again would leave behind, e.g. a table with another name. */
  cleanUp?(place: Place): Promise<void>;
}

/** The faults that one step's checks detect. */
export function faultsOf(step: StepId, faults: readonly Omit<Fault, "step">[]): readonly Fault[] {
  return faults.map((fault) => ({ ...fault, step }));
}
