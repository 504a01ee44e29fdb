import type { Clock } from "../../run/clock.ts";
import type { RunRecord, RunRequest } from "../../run/record.ts";

/** One run of the picture. */
export interface RunRowProps {
  readonly run: RunRecord;
  readonly clock: Clock;
  /** ms since the run's start. */
  readonly now: number;
  readonly live: boolean;
  readonly selected: string | undefined;
  /** The request under the pointer or the focus, in any run. */
  readonly pointed: string | undefined;
  readonly guess: string | undefined;
  readonly linkOf: (request: RunRequest) => string;
  readonly onPoint: (id: string | undefined) => void;
  readonly onSelect: (id: string) => void;
  readonly onRemove: (() => void) | undefined;
}
