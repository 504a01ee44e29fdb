import { stepsMax, textCharsMax } from "./limits.ts";

/** The work went over one of our limits, or a method failed as Java's would; a template's renderer adds the place. */
export class RenderFault extends Error {
  override readonly name = "RenderFault";
}

/** The work did not fit into its slice of time: the caller does it again where it holds up nobody, with a full budget. */
export class SliceOver extends Error {
  override readonly name = "SliceOver";
}

/** A slice of time for work that others wait behind. */
export interface Slice {
  /** Milliseconds, from any beginning. */
  readonly now: () => number;
  readonly millisMax: number;
  /** Size of one text that is made or read, in characters: native code works on it without looking at the clock. */
  readonly textCharsMax: number;
}

/** Counts the work of one rendering, query or match, so that it ends. */
export interface Meter {
  /** Steps until the clock is looked at, or until the end where there is no slice. */
  steps: number;
  /** Steps behind those. */
  reserve: number;
  readonly slice: Slice | undefined;
  /** When the slice is over. */
  readonly endsAt: number;
}

/** Steps between two looks at the clock: well under a millisecond of work. */
const stepsPerLook = 4_000;

/** A budget of `steps`, within a slice of time where one is given. */
export function newMeter(steps = stepsMax, slice?: Slice): Meter {
  if (!slice) return { steps, reserve: 0, slice: undefined, endsAt: 0 };
  const first = Math.min(steps, stepsPerLook);
  return { steps: first, reserve: steps - first, slice, endsAt: slice.now() + slice.millisMax };
}

/** Takes `steps` from the budget. */
export function charge(meter: Meter, steps: number): void {
  meter.steps -= steps;
  if (meter.steps < 0) goOnOrEnd(meter);
}

function goOnOrEnd(meter: Meter): void {
  const slice = meter.slice;
  if (slice && slice.now() > meter.endsAt) throw new SliceOver();
  if (meter.steps + meter.reserve < 0)
    throw new RenderFault("The template does too much work (over its limit of steps).");
  const more = Math.min(meter.reserve, stepsPerLook - meter.steps);
  meter.steps += more;
  meter.reserve -= more;
}

/** Pays for a text of our making and refuses one that is too large. */
export function chargeText(meter: Meter, chars: number): void {
  refuseOver(meter, chars);
  charge(meter, 1 + (chars >> 4));
}

/** Refuses a text that is too large. */
export function refuseOver(meter: Meter, chars: number): void {
  const slice = meter.slice;
  if (chars > textCharsMax)
    throw new RenderFault(`The template makes a text of over ${textCharsMax} characters.`);
  if (slice && chars > slice.textCharsMax) throw new SliceOver();
}
