import { atMost } from "../at-most.ts";
import { makeRow, type Row } from "./row.ts";

// A process that makes rows for the matrix: a single one would keep one core waiting.

/** What it is asked, and what it answers. */
export interface Asked {
  id: string;
}
export type Answered = { id: string; row: Row } | { id: string; error: string };

const atOnceMax = 8; // each waits most of the time: for its function, and for polls
const inTurn = atMost(atOnceMax);

process.on("message", ({ id }: Asked) => {
  const answer = (answered: Answered) => process.send?.(answered);
  inTurn(() => makeRow(id)).then(
    (row) => answer({ id, row }),
    (error: unknown) => answer({ id, error: error instanceof Error ? `${error.stack}` : String(error) }),
  );
});
process.on("disconnect", () => process.exit());
