import { stepsMax, textCharsMax } from "./limits.ts";

/** The work exceeded one of our limits, or a method failed as Java's would; a template's renderer adds the position. */
export class RenderFault extends Error {
  override readonly name = "RenderFault";
}

/** The work exceeded its slice of time: the caller repeats it off the main thread, with a full budget. */
export class SliceOver extends Error {
  override readonly name = "SliceOver";
}

/** A slice of time for work that blocks others. */
export interface Slice {
  /** Milliseconds, from any origin. */
  readonly now: () => number;
  readonly millisMax: number;
  /** Size of one text made or read, in characters: native code processes it without checking the clock. */
  readonly textCharsMax: number;
}

/** Counts the steps of one rendering, query or match, so that it ends. */
export interface Meter {
  /** Steps until the clock is checked, or until the limit when there is no slice. */
  steps: number;
  /** Steps left after those. */
  reserve: number;
  readonly slice: Slice | undefined;
  /** When the slice is over. */
  readonly endsAt: number;
}

/** Steps between two clock checks: well under a millisecond of work. */
const stepsPerLook = 4_000;

/** A budget of `steps`, within a slice of time if one is given. */
export function newMeter(steps = stepsMax, slice?: Slice): Meter {
  if (!slice) return { steps, reserve: 0, slice: undefined, endsAt: 0 };
  const first = Math.min(steps, stepsPerLook);
  return { steps: first, reserve: steps - first, slice, endsAt: slice.now() + slice.millisMax };
}

/** Spends `steps` of the budget. */
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

/** Charges for a generated text and throws when it is too large. */
export function chargeText(meter: Meter, chars: number): void {
  refuseOver(meter, chars);
  charge(meter, 1 + (chars >> 4));
}

/** Throws when a text is too large. */
export function refuseOver(meter: Meter, chars: number): void {
  const slice = meter.slice;
  if (chars > textCharsMax)
    throw new RenderFault(`The template produces a text of more than ${textCharsMax} characters.`);
  if (slice && chars > slice.textCharsMax) throw new SliceOver();
}
