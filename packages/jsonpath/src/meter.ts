import { stepsMax, textCharsMax } from "./limits.ts";

/** A rendering went over one of our limits, or a method failed as Java's would; the renderer adds the place. */
export class RenderFault extends Error {
  override readonly name = "RenderFault";
}

/** Counts the work of one rendering, so that every template ends. */
export interface Meter {
  steps: number;
}

/** A full budget, or `steps` of it. */
export function newMeter(steps = stepsMax): Meter {
  return { steps };
}

/** Takes `steps` from the budget. */
export function charge(meter: Meter, steps: number): void {
  meter.steps -= steps;
  if (meter.steps < 0) throw new RenderFault(`The template does too much work (over its limit of steps).`);
}

/** Pays for a text of our making and refuses one that is too large. */
export function chargeText(meter: Meter, chars: number): void {
  refuseOver(chars);
  charge(meter, 1 + (chars >> 4));
}

/** Refuses a text that is too large. */
export function refuseOver(chars: number): void {
  if (chars > textCharsMax)
    throw new RenderFault(`The template makes a text of over ${textCharsMax} characters.`);
}
