import { type Meter, newMeter, type Slice } from "@long-running-api/jsonpath/meter";

/** The limits of one call's mapping. It throws SliceOver when a slice is given and exceeded. */
export interface MappingOptions {
  /** Nodes visited, characters copied (by 16) and regular expression steps; default 5,000,000. */
  readonly stepsMax?: number;
  /** For callers that block others. */
  readonly slice?: Slice;
}

/** The meter of one mapping. */
export function meterOf({ stepsMax, slice }: MappingOptions): Meter {
  return newMeter(stepsMax, slice);
}
