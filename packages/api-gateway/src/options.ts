import { type Meter, newMeter, type Slice } from "@long-running-api/jsonpath/meter";

/** What the mapping of one call may use. Throws SliceOver when a slice is given and does not suffice. */
export interface MappingOptions {
  /** Nodes visited, characters copied (by 16) and regular expression steps; without it 5,000,000. */
  readonly stepsMax?: number;
  /** For a caller that others wait behind. */
  readonly slice?: Slice;
}

/** The meter of one mapping. */
export function meterOf({ stepsMax, slice }: MappingOptions): Meter {
  return newMeter(stepsMax, slice);
}
