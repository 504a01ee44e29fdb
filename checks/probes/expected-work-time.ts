import { softly } from "../cannot-look.ts";
import type { Look } from "../look.ts";
import { type WorkTime, workTime } from "../work-time.ts";
import { theWorkTime } from "./the-function.ts";

/** How long the function works; the tutorial's time where it cannot be looked at. */
export async function expectedWorkTime(look: Look): Promise<WorkTime> {
  return (await softly(look, () => look.ask(theWorkTime))) ?? workTime({}, "");
}
