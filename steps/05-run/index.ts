import type { OptionSpecs } from "@long-running-api/kit/cli";
import { stepCommand, type TutorialStep } from "../step.ts";
import { defaultRequestId, requireRequestId } from "./request-id.ts";

/** Chooses the request of a run. */
export const requestIdOption = {
  "request-id": {
    type: "string",
    value: "ID",
    help: `the requestId (default ${defaultRequestId}, or a new one if it is taken)`,
  },
} as const satisfies OptionSpecs;

export const run: TutorialStep = {
  id: "05-run",
  title: "Run the workflow and follow it until it is COMPLETED",
  demonstration: ({ sync }) =>
    sync ? "Run the original problem: one HTTP task that waits for the function" : undefined,
  options: {
    ...requestIdOption,
    sync: {
      type: "boolean",
      help: "run the original problem instead: one HTTP task that waits and times out",
    },
  },
  plan: (names, { sync }) =>
    sync
      ? [
          `create a second REST API ${names.api}-sync and a workflow ${names.workflow}_sync, run it, and delete both again`,
        ]
      : [`start one execution of ${names.workflow}; its function writes one item to ${names.table}`],
  async apply(work) {
    const asked = work.options["request-id"];
    if (asked !== undefined) requireRequestId(asked);
    if (work.options.sync) return (await import("./sync.ts")).runSynchronously(work);
    return (await import("./start.ts")).startRun(work);
  },
  undo: async (work) => (await import("./remove.ts")).removeRuns(work),
};

await stepCommand(import.meta, run);
