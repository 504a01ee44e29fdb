import { atMost } from "../at-most.ts";
import { closeFaultRuns, type FaultRun, makeFaultRun } from "./fault-run.ts";

// A process that runs faults for the matrix: a single process would keep one core waiting.

/** The request and the response. */
export interface Asked {
  id: string;
}
export type Answered = { id: string; run: FaultRun } | { id: string; error: string };

const atOnceMax = 4; // each waits half of the time: for its function, and for polls
const inTurn = atMost(atOnceMax);

process.on("message", ({ id }: Asked) => {
  const answer = (answered: Answered) => process.send?.(answered);
  inTurn(() => makeFaultRun(id)).then(
    (run) => answer({ id, run }),
    (error: unknown) => answer({ id, error: error instanceof Error ? `${error.stack}` : String(error) }),
  );
});
process.on("disconnect", () => closeFaultRuns().finally(() => process.exit()));
