import type { ChosenNames } from "@long-running-api/kit/names";
import type { CheckId } from "../../checks/engine/check.ts";
import type { Change } from "../../instructor/faults/change/change.ts";

/** A valid alternative design: it runs, and no check may reject it. */
export interface Variation {
  /** The difference, in one sentence. */
  story: string;
  /** Applies the variation to a solved environment. */
  change: Change;
  /** The workflow's input; a requestId by default. */
  input?: Readonly<Record<string, unknown>>;
  /** The workflow's new name; the checks have to find it. */
  workflow?: string;
  /** Checks that report `unknown`. */
  unsure?: readonly CheckId[];
  /** Names that the user of the checks has to specify. */
  chosen?: ChosenNames;
  /** It needs a Python with boto3. */
  python?: true;
}

/** How the function uses its table. */
export const tableActions = ["dynamodb:PutItem", "dynamodb:GetItem", "dynamodb:UpdateItem"];
