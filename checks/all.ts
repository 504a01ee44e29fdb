import { everyStepId, stepIds } from "@long-running-api/kit/step-ids";
import { checksFor } from "./load.ts";

/** The checks of the tutorial, in the order of the tutorial. */
export const checks = await checksFor(stepIds);

/** Those, and the checks of the second method. */
export const everyCheck = await checksFor(everyStepId);
