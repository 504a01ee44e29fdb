import { undefinedIfUnreadable } from "../engine/explain-probe-failure.ts";
import type { ProbeContext } from "../engine/probe-context.ts";
import { type WorkTime, workTime } from "../rules/work-time.ts";
import { theWorkTime } from "./the-function.ts";

/** How long the function works; the tutorial's time if the function cannot be read. */
export async function expectedWorkTime(context: ProbeContext): Promise<WorkTime> {
  return (await undefinedIfUnreadable(context, () => context.ask(theWorkTime))) ?? workTime({}, "");
}
