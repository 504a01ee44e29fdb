import type { ChosenNames } from "@long-running-api/kit/names";
import type { CheckId } from "../../checks/engine/check.ts";
import type { Change } from "../../instructor/faults/change/change.ts";

/** A design that is not the steps', and right all the same: it runs, and no check may call it wrong. */
export interface Variation {
  /** What is different, in one sentence. */
  story: string;
  /** Makes it so, in an environment where the steps were done. */
  change: Change;
  /** What the workflow is run with; a requestId where nothing is said. */
  input?: Readonly<Record<string, unknown>>;
  /** What the workflow is called then; the checks have to find that out. */
  workflow?: string;
  /** Checks that cannot judge it, and say so. */
  unsure?: readonly CheckId[];
  /** Names that whoever runs the checks has to say. */
  chosen?: ChosenNames;
  /** It needs a Python with boto3. */
  python?: true;
}

/** What the function does with its table. */
export const tableActions = ["dynamodb:PutItem", "dynamodb:GetItem", "dynamodb:UpdateItem"];
