import { pass } from "../engine/check.ts";

/** Where to look, for a part of the workflow definition. */
export function at(part: string): string {
  return `steps/04-workflow; tutorial, step 4; Conductor › Definitions › Workflow › ${part}`;
}

/** The remark of checks on HTTP_POLL settings if the workflow waits in another way. */
export const nothingToJudge = pass("no HTTP_POLL task to judge", [
  "The workflow waits in its own way; its run shows that this works.",
]);
